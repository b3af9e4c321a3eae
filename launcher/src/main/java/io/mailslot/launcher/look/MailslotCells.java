package io.mailslot.launcher.look;

import io.mailslot.api.Timeouts;
import io.mailslot.inspect.MailslotStatus;
import java.util.List;

/** What tables tell of one mailslot. */
final class MailslotCells {
    private final LookContext context;
    private final MailslotStatus mailslot;

    MailslotCells(LookContext context, MailslotStatus mailslot) {
        this.context = context;
        this.mailslot = mailslot;
    }

    /** In red if some sender sleeps for room. */
    Cell messages() {
        Cell messages = Cell.ifKnown(mailslot.messageCount());
        return isFull() ? messages.toned(Tone.BAD) : messages;
    }

    boolean isFull() {
        return Words.isFull(mailslot);
    }

    Cell next() {
        return mailslot.nextMessageSize().isPresent()
                ? bytes(mailslot.nextMessageSize().getAsInt())
                : Cell.NONE;
    }

    /** 0 and 0xFFFFFFFF both mean that any size goes. */
    Cell largest() {
        int largest = mailslot.maxMessageSize();
        return largest <= 0 ? Cell.of("any", Long.MAX_VALUE) : bytes(largest);
    }

    Cell timeout() {
        boolean forever = mailslot.readTimeout().equals(Timeouts.FOREVER);
        return Cell.of(
                context.duration(mailslot.readTimeout()),
                forever ? Long.MAX_VALUE : mailslot.readTimeout().toMillis());
    }

    Cell receivers() {
        List<String> receivers =
                mailslot.receiverProcessIds().stream().map(String::valueOf).toList();
        return receivers.isEmpty() ? Cell.NONE : Cell.of(String.join(",", receivers));
    }

    Cell whenFull() {
        return mailslot.whenFull().map(SnapshotJson::word).map(Cell::of).orElse(Cell.NONE);
    }

    /** Rounded for people; a dash if it is not known. */
    Cell bytes(long bytes) {
        return bytes < 0 ? Cell.NONE : Cell.of(context.bytes(bytes), bytes);
    }
}
