package io.mailslot.junit;

import io.mailslot.testkit.Child;
import io.mailslot.testkit.Jvms;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.locks.LockSupport;

/** The children of all tests of this JVM. */
final class Living {
    private static final long PAUSE_NANOS = TimeUnit.MILLISECONDS.toNanos(20);

    /** Whoever waits has no children yet, but may keep others from ending theirs: it does not wait for ever. */
    private static final long LIMIT_NANOS = TimeUnit.SECONDS.toNanos(60);

    private final Set<Jvms> open = ConcurrentHashMap.newKeySet();

    /** Waits until there are fewer than some. */
    void awaitRoom(int max) {
        long start = System.nanoTime();
        while (count() >= max
                && System.nanoTime() - start < LIMIT_NANOS
                && !Thread.currentThread().isInterrupted()) {
            LockSupport.parkNanos(PAUSE_NANOS);
        }
    }

    private long count() {
        return open.stream()
                .flatMap(jvms -> jvms.children().stream())
                .filter(Child::isAlive)
                .count();
    }

    Set<Jvms> open() {
        return open;
    }
}
