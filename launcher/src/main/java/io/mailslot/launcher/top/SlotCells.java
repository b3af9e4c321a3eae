package io.mailslot.launcher.top;

import io.mailslot.inspect.MailslotStatus;
import io.mailslot.launcher.look.Cell;
import io.mailslot.launcher.look.Tone;
import java.util.Locale;

/** What is told of one mailslot at one tick. */
final class SlotCells {
    private static final Cell NONE = new Cell(Numbers.padded("-"), null, Tone.PLAIN);
    private static final double MEGA = 1e6;
    private static final int HUNDRED = 100;

    private final MailslotStatus mailslot;
    private final Flow flow;

    /** For people; else in full. Either way it is as wide as others of its kind, so that columns stay where they are. */
    private final boolean rounded;

    SlotCells(MailslotStatus mailslot, Flow flow, boolean rounded) {
        this.mailslot = mailslot;
        this.flow = flow;
        this.rounded = rounded;
    }

    /** Whether some sender sleeps for room. */
    static boolean isFull(MailslotStatus mailslot) {
        return mailslot.sendersWait() && mailslot.messageCount() != 0;
    }

    /** What is taken of its capacity, from 0 to 1; NaN if that cannot be read. */
    static double fill(MailslotStatus mailslot) {
        boolean known = mailslot.takenBytes() >= 0 && mailslot.capacity() > 0;
        return known ? Math.min(1, (double) mailslot.takenBytes() / mailslot.capacity()) : Double.NaN;
    }

    Cell in() {
        return rate(flow.in());
    }

    Cell out() {
        return rate(flow.out());
    }

    Cell megabytes() {
        if (Double.isNaN(flow.bytes())) {
            return NONE;
        }
        double megabytes = flow.bytes() / MEGA;
        return new Cell(
                rounded ? Numbers.padded(Numbers.small(megabytes)) : decimal("%9.3f", megabytes),
                flow.bytes(),
                Tone.PLAIN);
    }

    /** In red if some sender sleeps for room. */
    Cell unread() {
        return count(mailslot.messageCount(), isFull(mailslot) ? Tone.BAD : Tone.PLAIN);
    }

    /** Rounded up: what is not empty is not told to be. */
    Cell percent() {
        double fill = fill(mailslot);
        if (Double.isNaN(fill)) {
            return NONE;
        }
        long percent = (long) Math.ceil(fill * HUNDRED);
        String text = rounded ? String.format(Locale.ROOT, "%3d%%", percent) : String.valueOf(percent);
        return new Cell(text, percent, isFull(mailslot) ? Tone.BAD : Tone.PLAIN);
    }

    /** How many are open: who holds none of them cannot read. */
    long receivers() {
        return mailslot.receivers().stream().filter(receiver -> receiver.open()).count();
    }

    Cell missed() {
        return count(mailslot.missedMessages(), Tone.PLAIN);
    }

    Cell count(long count, Tone tone) {
        if (count < 0) {
            return NONE;
        }
        String text = rounded ? Numbers.count(count) : String.valueOf(count);
        return new Cell(Numbers.padded(text), count, tone);
    }

    private Cell rate(double rate) {
        if (Double.isNaN(rate)) {
            return NONE;
        }
        return new Cell(rounded ? Numbers.padded(Numbers.rate(rate)) : decimal("%9.1f", rate), rate, Tone.PLAIN);
    }

    private static String decimal(String form, double number) {
        return String.format(Locale.ROOT, form, number);
    }
}
