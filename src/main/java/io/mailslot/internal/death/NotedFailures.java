package io.mailslot.internal.death;

import java.util.HashSet;
import java.util.Set;
import org.slf4j.Logger;

/** Failures that must not end a thread which tries again and again: each kind is told once. For one thread. */
final class NotedFailures {
    private final Logger log;
    private final String what;
    private final Set<Class<?>> kinds = new HashSet<>();

    /**
     * Begins with none.
     *
     * @param log to tell
     * @param what cannot be done then
     */
    NotedFailures(Logger log, String what) {
        this.log = log;
        this.what = what;
    }

    /** Does some work, and notes if that fails. */
    void attempt(Runnable work) {
        try {
            work.run();
        } catch (RuntimeException | Error failure) {
            note(failure);
        }
    }

    void note(Throwable failure) {
        try {
            if (kinds.add(failure.getClass())) {
                log.debug("cannot {}: {}", what, failure.toString());
            }
        } catch (RuntimeException | Error notEvenThat) {
            return; // with the next one, perhaps
        }
    }
}
