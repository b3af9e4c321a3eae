package io.mailslot.remote.internal.bridge;

import java.util.function.Consumer;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** What is wrong with one part of a bridge: told by the status at once, and by the log when it changes. For one thread. */
final class Trouble {
    private static final Logger LOG = LoggerFactory.getLogger("io.mailslot.remote.bridge");

    private final String part;
    private final Consumer<String> status;
    private String logged = "";

    /**
     * Nothing is wrong yet.
     *
     * @param part what it is that may be wrong, for the log
     * @param status takes each problem, and an empty text when it is over
     */
    Trouble(String part, Consumer<String> status) {
        this.part = part;
        this.status = status;
    }

    /** Something is wrong, and a person should know. */
    void warn(String problem) {
        status.accept(problem);
        if (!logged.equals(problem)) {
            LOG.warn("{}: {}", part, problem);
            logged = problem;
        }
    }

    /** Something that nobody has foreseen is wrong. */
    void warn(Throwable thrown) {
        String problem = String.valueOf(thrown.getMessage() == null ? thrown : thrown.getMessage());
        status.accept(problem);
        if (!logged.equals(problem)) {
            LOG.warn("{}: {}", part, problem, thrown);
            logged = problem;
        }
    }

    /** Something holds it up, as happens in ordinary use. */
    void note(String problem) {
        status.accept(problem);
    }

    /** It goes on. */
    void over() {
        status.accept("");
        if (!logged.isEmpty()) {
            LOG.info("{}: goes on", part);
            logged = "";
        }
    }
}
