package io.mailslot.it.wait;

import io.mailslot.Kernel;
import io.mailslot.KernelOptions;
import io.mailslot.api.AccessRight;
import io.mailslot.api.Event;
import io.mailslot.api.MailslotNotFoundException;
import io.mailslot.api.ObjectOpenOptions;
import io.mailslot.api.Receiver;
import io.mailslot.api.Sender;
import io.mailslot.api.WaitStrategy;
import io.mailslot.it.harness.Deadline;
import io.mailslot.it.harness.NumberedMessage;
import java.time.Duration;
import java.util.Locale;
import java.util.Optional;
import java.util.Random;

/**
 * What each of two JVMs does that pass a ball to and fro, with tiny random pauses; it prints how it went.
 *
 * <p>A lost wake-up does not show as a hang, because sleepers look around every other second: it shows as a pass that
 * takes that long. The test machine itself may stand still for most of a second.
 */
final class PingPong {
    /** Both must be ready by then. */
    private static final Duration PATIENCE = Deadline.PATIENCE;

    private static final int LONGEST_PAUSE_NANOS = 15_000;

    /** Less than what a sleeper takes that nobody wakes, and more than a busy machine takes to run it. */
    private static final long LOST_NANOS = 1_500_000_000;

    private PingPong() {}

    /** Passes the ball on, and waits for its return. */
    private interface Court {
        void pass(int number);

        void await(int number);
    }

    /**
     * Plays in its own attachment, which has the strategy.
     *
     * @param ball messages or events
     * @param me 0, who begins, or 1
     */
    static void play(String ball, int me, int passes, WaitStrategy strategy) {
        try (Kernel kernel = Kernel.attach(KernelOptions.defaults().withWaitStrategy(strategy))) {
            Court court = ball.equals("events") ? events(kernel, me) : messages(kernel, me);
            play(court, me, passes / 2, new Random(me + passes));
        }
    }

    private static void play(Court court, int me, int rounds, Random random) {
        long longest = 0;
        int lost = 0;
        long start = System.nanoTime();
        for (int i = 0; i < rounds; i++) {
            pause(random);
            long passed = System.nanoTime();
            if (me == 0) {
                court.pass(i);
            }
            court.await(i);
            if (me == 1) {
                court.pass(i);
            }
            long took = System.nanoTime() - passed;
            longest = i == 0 ? 0 : Math.max(longest, took); // the other one may still have to start
            lost += i > 0 && took > LOST_NANOS ? 1 : 0;
        }
        long took = System.nanoTime() - start;
        System.out.printf(
                Locale.ROOT,
                "passes=%d ms=%d longestUs=%d lost=%d%n",
                2 * rounds,
                took / 1_000_000,
                longest / 1_000,
                lost);
    }

    private static void pause(Random random) {
        long until = System.nanoTime() + random.nextInt(LONGEST_PAUSE_NANOS);
        while (System.nanoTime() - until < 0) {
            Thread.onSpinWait();
        }
    }

    static String name(int player) {
        return "court/" + player;
    }

    private static Court messages(Kernel kernel, int me) {
        Receiver own = kernel.createMailslot(name(me));
        Sender other = awaitOther(kernel, me);
        return new Court() {
            @Override
            public void pass(int number) {
                other.write(new NumberedMessage(me, number).toBytes());
            }

            @Override
            public void await(int number) {
                NumberedMessage message =
                        NumberedMessage.parse(own.read(PATIENCE).orElseThrow());
                if (!message.equals(new NumberedMessage(1 - me, number))) {
                    throw new IllegalStateException("got " + message + " instead of number " + number);
                }
            }
        };
    }

    private static Sender awaitOther(Kernel kernel, int me) {
        Optional<Sender> found = Optional.empty();
        while (found.isEmpty()) {
            try {
                found = Optional.of(kernel.openMailslot(name(1 - me)));
            } catch (MailslotNotFoundException notYet) {
                Thread.onSpinWait();
            }
        }
        return found.get();
    }

    private static Court events(Kernel kernel, int me) {
        Event own = open(kernel, me);
        Event other = open(kernel, 1 - me);
        return new Court() {
            @Override
            public void pass(int number) {
                other.set();
            }

            @Override
            public void await(int number) {
                if (!kernel.waitFor(PATIENCE, own.handle()).signaled()) {
                    throw new IllegalStateException("pass " + number + " did not come");
                }
            }
        };
    }

    private static Event open(Kernel kernel, int player) {
        return kernel.synchronization()
                .openEvent(name(player), ObjectOpenOptions.of(AccessRight.SYNCHRONIZE, AccessRight.MODIFY_STATE));
    }
}
