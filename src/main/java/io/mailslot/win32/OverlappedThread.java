package io.mailslot.win32;

import java.util.concurrent.Executor;
import java.util.concurrent.LinkedBlockingQueue;
import java.util.concurrent.ThreadPoolExecutor;
import java.util.concurrent.TimeUnit;

/**
 * The one thread of this JVM that completes overlapped reads: each takes it for as long as it takes to copy a message. A
 * pool that others use too would not do, because their tasks may block. It starts when it is needed, and ends a while
 * after.
 */
final class OverlappedThread {
    static final Executor EXECUTOR = executor();

    private static final long IDLE_SECONDS = 5;

    private OverlappedThread() {}

    private static Executor executor() {
        ThreadPoolExecutor executor =
                new ThreadPoolExecutor(1, 1, IDLE_SECONDS, TimeUnit.SECONDS, new LinkedBlockingQueue<>(), task -> {
                    Thread thread = new Thread(task, "mailslot-overlapped");
                    thread.setDaemon(true);
                    return thread;
                });
        executor.allowCoreThreadTimeOut(true);
        return executor;
    }
}
