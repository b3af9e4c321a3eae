package io.mailslot.internal.death;

import java.util.HashSet;
import java.util.Set;
import java.util.function.Consumer;
import org.slf4j.Logger;

/**
 * Failures that must not end a thread which tries again and again: each kind is told once, and the home remembers how often.
 * For one thread.
 */
final class NotedFailures {
    private final Logger log;
    private final String what;
    private final Consumer<Throwable> home;
    private final Set<Class<?>> kinds = new HashSet<>();

    /**
     * Begins with none.
     *
     * @param log to tell
     * @param what cannot be done then
     * @param home what remembers them, and does not fail
     */
    NotedFailures(Logger log, String what, Consumer<Throwable> home) {
        this.log = log;
        this.what = what;
        this.home = home;
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
            home.accept(failure);
            if (kinds.add(failure.getClass())) {
                log.debug("cannot {}: {}", what, failure.toString());
            }
        } catch (RuntimeException | Error notEvenThat) {
            return; // with the next one, perhaps
        }
    }
}
