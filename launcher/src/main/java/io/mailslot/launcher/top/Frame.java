package io.mailslot.launcher.top;

import io.mailslot.inspect.MailslotStatus;
import java.util.ArrayDeque;
import java.util.Deque;
import java.util.HashMap;
import java.util.Map;

/** What there is to be shown: the last tick, and what is kept of those before it. */
final class Frame {
    /** A minute, if a tick is a second. */
    static final int KEPT = 60;

    private final Processors processors = new Processors();
    private Map<Long, Deque<Double>> past = new HashMap<>();
    private Tick tick;

    /** Whether there ever was a home. */
    private boolean wasThere;

    /** Why the last look failed; empty if it did not. */
    private String problem = "";

    Frame(Sample first) {
        show(first);
    }

    /** The next look. */
    void show(Sample now) {
        tick = new Tick(tick == null ? now : tick.now(), now);
        wasThere |= now.isThere();
        problem = "";
        processors.look(now);
        Map<Long, Deque<Double>> kept = new HashMap<>();
        for (MailslotStatus mailslot : now.home().mailslots()) {
            Deque<Double> rates = past.getOrDefault(mailslot.objectId(), new ArrayDeque<>());
            rates.addLast(tick.flow(mailslot).in());
            if (rates.size() > KEPT) {
                rates.removeFirst();
            }
            kept.put(mailslot.objectId(), rates);
        }
        past = kept;
    }

    /** A look that failed: what was seen before stays. */
    void show(String failure) {
        problem = failure;
    }

    Tick tick() {
        return tick;
    }

    Processors processors() {
        return processors;
    }

    /** Messages that came in each of the last ticks. */
    double[] past(MailslotStatus mailslot) {
        return past.getOrDefault(mailslot.objectId(), new ArrayDeque<>()).stream()
                .mapToDouble(Double::doubleValue)
                .toArray();
    }

    /** What there is to say besides what is seen; empty for nothing. */
    String problem() {
        if (!problem.isEmpty()) {
            return "cannot look: " + problem;
        }
        if (tick.now().isThere()) {
            return "";
        }
        return wasThere ? "the home has gone; looking for it" : "there is no home yet; looking for it";
    }
}
