package io.mailslot.internal.wait;

import io.mailslot.internal.memory.SignalWord;
import java.util.concurrent.locks.LockSupport;

/**
 * Parks the thread and has the hub sleep for it: virtual threads then leave their carrier to others, and there may be
 * more words than a thread can sleep on.
 */
final class HubSleeper extends Sleeper {
    private final Thread thread = Thread.currentThread();
    private final WaitHub.Registration[] registrations;

    /** A permit to park may be used up by the test of what is waited for; this is not. */
    private volatile boolean woken;

    HubSleeper(WaitHub hub, SignalWord... words) {
        registrations = new WaitHub.Registration[words.length];
        try {
            for (int i = 0; i < words.length; i++) {
                registrations[i] = hub.register(words[i], this::wake);
            }
        } catch (RuntimeException | Error noThread) {
            close();
            throw noThread;
        }
    }

    /** The hub has set the bits, and sets them again before it tells of a signal. */
    @Override
    void prepare() {
        woken = false;
    }

    @Override
    void sleep(long nanos) {
        if (!woken) {
            LockSupport.parkNanos(this, nanos);
        }
    }

    @Override
    void wake() {
        woken = true;
        LockSupport.unpark(thread);
    }

    @Override
    public void close() {
        for (WaitHub.Registration registration : registrations) {
            if (registration != null) { // null where the hub had no thread for all
                registration.cancel();
            }
        }
    }
}
