package io.mailslot.it.wait;

import io.mailslot.api.Event;
import io.mailslot.api.Mutex;
import io.mailslot.api.MutexOptions;
import io.mailslot.api.ObjectOpenOptions;
import io.mailslot.api.Semaphore;
import io.mailslot.api.Timeouts;
import io.mailslot.api.WaitResult.Outcome;
import io.mailslot.testkit.Child;
import io.mailslot.testkit.ChildCall;
import io.mailslot.testkit.ChildContext;
import java.io.Serializable;
import java.time.Duration;

/** What children do with synchronisation objects. They wait in their main thread, which is what owns mutexes. */
final class SyncChild {
    private static final String WAITS = "begins to wait";

    private SyncChild() {}

    static Event event(ChildContext c, String name) {
        return c.kernel().synchronization().openEvent(name, ObjectOpenOptions.defaults());
    }

    static Semaphore semaphore(ChildContext c, String name) {
        return c.kernel().synchronization().openSemaphore(name, ObjectOpenOptions.defaults());
    }

    static Mutex mutex(ChildContext c, String name) {
        return c.kernel().synchronization().openMutex(name, ObjectOpenOptions.defaults());
    }

    /** A mutex that the calling thread owns, if there was none of that name. */
    static Mutex ownMutex(ChildContext c, String name) {
        return c.kernel()
                .synchronization()
                .createMutex(MutexOptions.defaults().withName(name).withInitiallyOwned(true));
    }

    /** Takes what can be taken now. */
    static Outcome take(Child child, int handle) {
        return child.call(c -> c.kernel().waitForAny(Duration.ZERO, handle).outcome());
    }

    /** Begins a wait; it is about to sleep when this returns. */
    static <T extends Serializable> Waiter<T> start(Child child, ChildCall<T> wait) throws InterruptedException {
        Waiter<T> waiter = Waiter.start(() -> child.call(c -> {
            c.reached(WAITS);
            return wait.call(c);
        }));
        child.awaitPoint(WAITS);
        return waiter;
    }

    /** Begins a wait that will not be over soon. */
    static <T extends Serializable> Waiter<T> asleep(Child child, ChildCall<T> wait) throws InterruptedException {
        return start(child, wait).staysAsleep();
    }

    /** Begins a wait for one handle, without limit. */
    static Waiter<Outcome> start(Child child, int handle) throws InterruptedException {
        return start(child, c -> c.kernel().waitForAny(Timeouts.FOREVER, handle).outcome());
    }

    /** Begins such a wait that will not be over soon. */
    static Waiter<Outcome> asleep(Child child, int handle) throws InterruptedException {
        return start(child, handle).staysAsleep();
    }
}
