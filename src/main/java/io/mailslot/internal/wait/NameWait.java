package io.mailslot.internal.wait;

import io.mailslot.api.MailslotNotFoundException;
import io.mailslot.api.ObjectNotFoundException;
import io.mailslot.api.WaitStrategy;
import io.mailslot.internal.memory.Patience;
import io.mailslot.internal.object.OwnHandles;
import io.mailslot.internal.object.SharedKernel;
import java.time.Duration;
import java.util.function.BooleanSupplier;

/** Opens what may have no name yet: asleep until it has, on a word that is signaled with each new name. Thread-safe. */
public final class NameWait {
    private final SharedKernel kernel;
    private final OwnHandles handles;

    /** For one process. */
    public NameWait(SharedKernel kernel, OwnHandles handles) {
        this.kernel = kernel;
        this.handles = handles;
    }

    /** Opens what has a name. */
    @FunctionalInterface
    public interface Attempt<T> {
        /**
         * Opens it, or fails because there is nothing of that name.
         *
         * @param waited what to add to the message of that
         * @param patience for the kernel lock
         */
        T open(String waited, Patience patience);
    }

    /**
     * Opens something as soon as it exists.
     *
     * @param timeout how long to wait for that, and for whoever stands still with the home; zero tries once
     * @param exists whether it seems to exist; without the kernel lock
     * @return what was opened
     */
    public <T> T open(Duration timeout, BooleanSupplier exists, Attempt<T> attempt) {
        long limit = WaitTimeouts.toNanos(timeout);
        if (limit == 0) {
            return attempt.open("", Patience.forLock());
        }
        long start = System.nanoTime();
        while (true) {
            long left = limit - (System.nanoTime() - start);
            Patience patience = Patience.forLockWithin(left);
            if (left <= 0) {
                return attempt.open(", and nothing had that name within " + text(timeout), patience);
            }
            try {
                return attempt.open("", patience);
            } catch (MailslotNotFoundException | ObjectNotFoundException none) {
                await(exists, left);
            }
        }
    }

    private void await(BooleanSupplier exists, long nanos) {
        new Waiting(kernel.names().word())
                .until(
                        () -> {
                            handles.checkAttached();
                            return exists.getAsBoolean();
                        },
                        nanos,
                        WaitStrategy.ADAPTIVE,
                        kernel::requireHome);
    }

    private static String text(Duration timeout) {
        long millis = timeout.toMillis();
        return millis % 1_000 == 0 ? millis / 1_000 + " s" : millis + " ms";
    }
}
