package io.mailslot.internal.memory;

import java.lang.invoke.MethodHandle;
import java.lang.invoke.MethodHandles;
import java.lang.invoke.MethodType;
import java.util.concurrent.ThreadLocalRandom;
import java.util.concurrent.atomic.AtomicLong;

/**
 * A number that no other thread of this JVM has. It is not always {@code Thread.getId()}: applications have threads that
 * answer that with a number of their own, which another thread may have as well. Below 2^32, as good as always.
 */
public final class ThreadNumber {
    /** The JDK gives its numbers from 1 on, and comes to none that are so large. */
    private static final long FIRST_OWN = 1L << 31;

    /** Null before JDK 19. */
    private static final MethodHandle THREAD_ID = threadId();

    /** From anywhere: another copy of this library in the JVM gives numbers, too. */
    private static final AtomicLong NEXT_OWN =
            new AtomicLong(FIRST_OWN + ThreadLocalRandom.current().nextLong(FIRST_OWN / 2));

    private static final ThreadLocal<Long> OWN = ThreadLocal.withInitial(NEXT_OWN::getAndIncrement);

    private ThreadNumber() {}

    private static MethodHandle threadId() {
        try {
            return MethodHandles.publicLookup()
                    .findVirtual(Thread.class, "threadId", MethodType.methodType(long.class));
        } catch (NoSuchMethodException | IllegalAccessException none) {
            return null;
        }
    }

    /** The calling thread's. */
    public static long ofCurrent() {
        return THREAD_ID != null ? idOfCurrent() : numberOf(Thread.currentThread());
    }

    private static long idOfCurrent() {
        try {
            return (long) THREAD_ID.invokeExact(Thread.currentThread());
        } catch (Throwable impossible) {
            throw new AssertionError(impossible);
        }
    }

    @SuppressWarnings("deprecation") // Thread.threadId() came with 19.
    private static long numberOf(Thread current) {
        boolean ofJdk = current.getClass().getClassLoader() == null;
        return ofJdk ? current.getId() : OWN.get();
    }
}
