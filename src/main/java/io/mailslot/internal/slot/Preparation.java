package io.mailslot.internal.slot;

import io.mailslot.internal.log.MessageLog;
import io.mailslot.internal.memory.FirstChannel;
import io.mailslot.internal.memory.NativeAccess;
import java.util.concurrent.CompletableFuture;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** Loads what the first message takes of a JVM that sends few, on a thread of its own, while somebody enters a home. */
public final class Preparation {
    private static final Logger LOG = LoggerFactory.getLogger(Preparation.class);

    private Preparation() {}

    /**
     * Begins, unless there is only one processor, on which it would save nobody anything. Queues are opened late in any case.
     *
     * @return done when all is loaded, or cannot be: whoever needs it is told why
     */
    public static CompletableFuture<Void> begin() {
        MessageLog.openQueuesLate();
        CompletableFuture<Void> done = new CompletableFuture<>();
        if (Runtime.getRuntime().availableProcessors() == 1 || !isBegun(done)) {
            done.complete(null);
        }
        return done;
    }

    private static boolean isBegun(CompletableFuture<Void> done) {
        Thread thread = new Thread(null, () -> load(done), "mailslot-prepare", 0, false);
        thread.setDaemon(true);
        thread.setContextClassLoader(null);
        try {
            thread.start();
            return true;
        } catch (OutOfMemoryError noThread) {
            return false;
        }
    }

    private static void load(CompletableFuture<Void> done) {
        try {
            FirstChannel.prepare();
            NativeAccess.isThere();
            MessageLog.prepare();
        } catch (RuntimeException | Error failure) {
            LOG.debug("the first message is not prepared: {}", failure.toString());
        } finally {
            done.complete(null);
        }
    }
}
