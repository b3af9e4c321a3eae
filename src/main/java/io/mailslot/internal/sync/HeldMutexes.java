package io.mailslot.internal.sync;

import io.mailslot.api.InvalidHandleException;
import java.lang.ref.WeakReference;
import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;

/** The mutexes that threads of this JVM own, so that they are given back if a thread ends with one. Thread-safe. */
final class HeldMutexes {
    private final Map<Long, Holding> byObject = new ConcurrentHashMap<>();

    /** Who owns a mutex, as the object's word tells it. */
    private record Holding(WeakReference<Thread> thread, long owner, MutexView mutex) {
        boolean isOver() {
            Thread known = thread.get();
            return known == null || !known.isAlive();
        }
    }

    /** The calling thread has become the owner. */
    void took(MutexView mutex, long owner) {
        byObject.put(mutex.key(), new Holding(new WeakReference<>(Thread.currentThread()), owner, mutex));
    }

    /** The calling thread is about to give it back: the next owner may be one of this JVM, too. */
    void gaveBack(MutexView mutex) {
        byObject.remove(mutex.key());
    }

    /** Whether an owner is a thread of this JVM that has ended. */
    boolean hasEnded(MutexView mutex, long owner) {
        Holding holding = byObject.get(mutex.key());
        return holding != null && holding.owner() == owner && holding.isOver();
    }

    /** Abandons what threads own that have ended, and forgets what is gone. */
    void abandonOfEnded() {
        byObject.forEach((object, holding) -> {
            boolean gone = holding.mutex().isGone();
            if ((gone || holding.isOver()) && byObject.remove(object, holding) && !gone) {
                abandon(holding);
            }
        });
    }

    private static void abandon(Holding holding) {
        try {
            holding.mutex().abandon(holding.owner());
        } catch (InvalidHandleException justGone) {
            // Then nobody waits for it.
        }
    }
}
