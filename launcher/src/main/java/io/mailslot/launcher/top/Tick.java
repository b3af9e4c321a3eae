package io.mailslot.launcher.top;

import io.mailslot.inspect.HomeSnapshot;
import io.mailslot.inspect.MailslotStatus;
import java.util.HashMap;
import java.util.Map;

/** A home between two looks. */
final class Tick {
    private static final double NANOS = 1e9;

    private final Sample before;
    private final Sample now;
    private final boolean comparable;
    private final Map<Long, MailslotStatus> mailslots = new HashMap<>();

    Tick(Sample before, Sample now) {
        this.before = before;
        this.now = now;
        this.comparable = now.follows(before);
        if (comparable) {
            before.home().mailslots().forEach(each -> mailslots.put(each.objectId(), each));
        }
    }

    /** As it is at the end. */
    HomeSnapshot home() {
        return now.home();
    }

    Sample now() {
        return now;
    }

    double seconds() {
        return (now.nanos() - before.nanos()) / NANOS;
    }

    /** Of one that was not there before nothing is known: a durable one that is opened again brings its counters along. */
    Flow flow(MailslotStatus mailslot) {
        MailslotStatus was = mailslots.get(mailslot.objectId());
        return was == null ? Flow.UNKNOWN : Flow.between(was, mailslot, seconds());
    }

    /** Changes of the home's tables each second; NaN if that is not known. */
    double changes() {
        return comparable ? (now.home().changes() - before.home().changes()) / seconds() : Double.NaN;
    }
}
