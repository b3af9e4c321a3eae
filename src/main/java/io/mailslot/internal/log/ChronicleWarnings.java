package io.mailslot.internal.log;

import java.util.function.Supplier;
import net.openhft.chronicle.core.Jvm;
import net.openhft.chronicle.core.onoes.ExceptionHandler;
import net.openhft.chronicle.core.onoes.ThreadLocalisedExceptionHandler;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Turns what Chronicle warns of, while this library opens a queue on the current thread, into debug messages: what matters of
 * it fails, and is told by an exception.
 * The warnings of other threads, and of queues of the application itself, are left alone.
 */
final class ChronicleWarnings {
    private static final Logger LOG = LoggerFactory.getLogger(ChronicleWarnings.class);

    private static final ExceptionHandler TO_DEBUG =
            (logger, message, thrown) -> LOG.debug("{}: {}", logger.getName(), message, thrown);

    private ChronicleWarnings() {}

    /** Runs an action with the warnings of the current thread held back. */
    static <T> T heldBackIn(Supplier<T> action) {
        ThreadLocalisedExceptionHandler warnings = (ThreadLocalisedExceptionHandler) Jvm.warn();
        ExceptionHandler before = warnings.threadLocalHandler();
        warnings.threadLocalHandler(TO_DEBUG);
        try {
            return action.get();
        } finally {
            // "none" cannot be restored, null means silence; passing on to the current default is the same thing
            warnings.threadLocalHandler(before != null ? before : ChronicleWarnings::passOn);
        }
    }

    private static void passOn(Logger logger, String message, Throwable thrown) {
        ((ThreadLocalisedExceptionHandler) Jvm.warn()).defaultHandler().on(logger, message, thrown);
    }
}
