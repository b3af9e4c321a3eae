package io.mailslot.it.ends;

import io.mailslot.Kernel;
import io.mailslot.api.ChildProcess;
import io.mailslot.api.Inheritance;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.ForkJoinPool;
import java.util.concurrent.locks.LockSupport;

/** A JVM whose common pool has all threads busy for good, and which starts a program and waits for its end. */
final class BusyPool {
    static final int CODE = 3;

    private BusyPool() {}

    public static void main(String[] args) throws InterruptedException {
        int threads = ForkJoinPool.getCommonPoolParallelism();
        CountDownLatch busy = new CountDownLatch(threads);
        for (int i = 0; i < threads; i++) {
            ForkJoinPool.commonPool().execute(() -> {
                busy.countDown();
                while (true) {
                    LockSupport.park();
                }
            });
        }
        busy.await();
        try (Kernel kernel = Kernel.attach();
                ChildProcess child =
                        kernel.createProcess(new ProcessBuilder("sh", "-c", "exit " + CODE), Inheritance.none())) {
            System.out.println("waited " + child.waitFor());
            System.out.println("told " + child.exitCode().orElse(-1));
        }
    }
}
