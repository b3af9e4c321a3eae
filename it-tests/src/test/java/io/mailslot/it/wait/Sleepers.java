package io.mailslot.it.wait;

import io.mailslot.Kernel;
import io.mailslot.it.harness.Deadline;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.CompletableFuture;

/** Many threads of a child that wait for the same. */
final class Sleepers {
    private static final List<CompletableFuture<Boolean>> WAITS = new ArrayList<>();

    private Sleepers() {}

    /** Starts so many threads that wait for a handle. */
    static void start(Kernel kernel, int handle, int threads) {
        for (int i = 0; i < threads; i++) {
            WAITS.add(CompletableFuture.supplyAsync(
                    () -> kernel.waitFor(Deadline.PATIENCE, handle).signaled(), Sleepers::inThread));
        }
    }

    private static void inThread(Runnable wait) {
        Thread thread = new Thread(wait, "sleeper");
        thread.setDaemon(true);
        thread.start();
    }

    /** Returns how many of the waits ended well, once all have ended. */
    static long countWoken() {
        long woken = WAITS.stream().filter(CompletableFuture::join).count();
        WAITS.clear();
        return woken;
    }
}
