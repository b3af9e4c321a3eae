package io.mailslot.internal.log;

import java.util.function.Supplier;
import net.openhft.chronicle.core.Jvm;
import net.openhft.chronicle.core.onoes.ExceptionHandler;
import net.openhft.chronicle.core.onoes.ThreadLocalisedExceptionHandler;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Turns what Chronicle warns of, while this library opens a queue on the current thread, into debug messages, and what it
 * calls an error where a segment goes that somebody stands in: what matters of it fails, and is told by an exception.
 * The warnings of other threads, and of queues of the application itself, are left alone.
 */
final class ChronicleWarnings {
    private static final Logger LOG = LoggerFactory.getLogger(ChronicleWarnings.class);

    private static final ExceptionHandler TO_DEBUG =
            (logger, message, thrown) -> LOG.debug("{}: {}", logger.getName(), message, thrown);

    private ChronicleWarnings() {}

    /** Runs an action with the warnings of the current thread held back. */
    static <T> T heldBackIn(Supplier<T> action) {
        return heldBack((ThreadLocalisedExceptionHandler) Jvm.warn(), action);
    }

    /** As above, with its errors: a segment may go that a reader of a log which drops its oldest messages stands in, or the scout. */
    static <T> T errorsHeldBackIn(Supplier<T> action) {
        return heldBack((ThreadLocalisedExceptionHandler) Jvm.error(), action);
    }

    private static <T> T heldBack(ThreadLocalisedExceptionHandler told, Supplier<T> action) {
        ExceptionHandler before = told.threadLocalHandler();
        told.threadLocalHandler(TO_DEBUG);
        try {
            return action.get();
        } finally {
            // "none" cannot be restored, null means silence; passing on to the current default is the same thing
            told.threadLocalHandler(
                    before != null ? before : (logger, message, thrown) -> passOn(told, logger, message, thrown));
        }
    }

    private static void passOn(ThreadLocalisedExceptionHandler told, Logger logger, String message, Throwable thrown) {
        told.defaultHandler().on(logger, message, thrown);
    }
}
