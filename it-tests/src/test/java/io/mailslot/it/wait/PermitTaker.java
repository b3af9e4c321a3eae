package io.mailslot.it.wait;

import static java.nio.charset.StandardCharsets.US_ASCII;

import io.mailslot.Kernel;
import io.mailslot.api.AccessRight;
import io.mailslot.api.ObjectOpenOptions;
import io.mailslot.api.Semaphore;
import io.mailslot.api.Sender;
import io.mailslot.api.Timeouts;
import java.util.Random;
import java.util.concurrent.locks.LockSupport;

/**
 * What a JVM does that takes and returns permits until it is killed. It says before and after each step what it
 * does: {@code t} and {@code T} around a take, {@code r} and {@code R} around a return of all it has.
 */
final class PermitTaker {
    static final String PERMITS = "permits";
    static final String DIARY = "diary";
    static final int MOST_AT_ONCE = 5;

    /** Keeps the diary short. */
    private static final long PAUSE_NANOS = 20_000;

    private final Sender diary;
    private final int name;

    private PermitTaker(Sender diary, int name) {
        this.diary = diary;
        this.name = name;
    }

    static void run(Kernel kernel, int name, long seed) {
        Semaphore permits = kernel.synchronization()
                .openSemaphore(PERMITS, ObjectOpenOptions.of(AccessRight.SYNCHRONIZE, AccessRight.MODIFY_STATE));
        PermitTaker taker = new PermitTaker(kernel.openMailslot(DIARY), name);
        Random random = new Random(seed);
        while (true) {
            taker.round(kernel, permits, 1 + random.nextInt(MOST_AT_ONCE));
            LockSupport.parkNanos(PAUSE_NANOS);
        }
    }

    private void round(Kernel kernel, Semaphore permits, int count) {
        for (int i = 0; i < count; i++) {
            say("t1");
            kernel.waitFor(Timeouts.FOREVER, permits.handle());
            say("T1");
        }
        say("r" + count);
        permits.release(count);
        say("R" + count);
    }

    private void say(String step) {
        diary.write((name + " " + step).getBytes(US_ASCII));
    }
}
