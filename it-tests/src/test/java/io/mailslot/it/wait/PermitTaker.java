package io.mailslot.it.wait;

import static java.nio.charset.StandardCharsets.US_ASCII;

import io.mailslot.Kernel;
import io.mailslot.api.AccessRight;
import io.mailslot.api.Semaphore;
import io.mailslot.api.Sender;
import io.mailslot.api.Timeouts;
import java.util.EnumSet;
import java.util.Random;
import java.util.concurrent.locks.LockSupport;

/**
 * Main class of a JVM that takes and returns permits until it is killed, and says before and after each step what it
 * does: {@code t} and {@code T} around a take, {@code r} and {@code R} around a return of all it has.
 */
public final class PermitTaker {
    static final String PERMITS = "permits";
    static final String DIARY = "diary";
    static final int MOST_AT_ONCE = 5;

    /** Keeps the diary short. */
    private static final long PAUSE_NANOS = 20_000;

    private final Sender diary;
    private final String name;

    private PermitTaker(Sender diary, String name) {
        this.diary = diary;
        this.name = name;
    }

    public static void main(String[] arguments) {
        Kernel kernel = Kernel.attach();
        Semaphore permits = kernel.synchronization()
                .openSemaphore(PERMITS, EnumSet.of(AccessRight.SYNCHRONIZE, AccessRight.MODIFY_STATE), false);
        PermitTaker taker = new PermitTaker(kernel.openMailslot(DIARY), arguments[0]);
        Random random = new Random(Long.parseLong(arguments[1]));
        while (true) {
            taker.round(kernel, permits, 1 + random.nextInt(MOST_AT_ONCE));
            LockSupport.parkNanos(PAUSE_NANOS);
        }
    }

    private void round(Kernel kernel, Semaphore permits, int count) {
        for (int i = 0; i < count; i++) {
            say("t1");
            kernel.waitForSingle(permits.handle(), Timeouts.FOREVER);
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
