package io.mailslot.internal.wait;

import io.mailslot.api.WaitStrategy;
import io.mailslot.internal.memory.FaultPoint;
import io.mailslot.internal.memory.Futex;
import io.mailslot.internal.memory.MappedFiles;
import io.mailslot.internal.memory.Region;
import io.mailslot.internal.memory.SignalWord;
import java.io.IOException;
import java.nio.channels.FileChannel;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.Semaphore;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.locks.LockSupport;

/**
 * Looks after threads that sleep for a minute, and fails while it calls them, or sees nothing because a page is gone. Tells of
 * each case whether all of them have looked for themselves soon.
 */
final class BrokenCall {
    private static final int PAGE_BYTES = 4096;
    private static final int SLEEPERS = 3;
    private static final int WARM_UP = 8;
    private static final int SIGNALS = 5;
    private static final long SOON_MS = 15_000;

    /** For so long a thread that falls asleep looks up now and then. */
    private static final long NAPS_NANOS = TimeUnit.MILLISECONDS.toNanos(2_500);

    private BrokenCall() {}

    /** What tells that waits make no sense. */
    private static final class Look implements WaitCheck {
        private final Lookout lookout = new Lookout();
        private volatile boolean gone;

        /** Null, or where the thread that looks after the others sees nothing. */
        private volatile Region page;

        Look() {
            lookout.takeOver();
        }

        @Override
        public void check() {
            if (gone) {
                throw new IllegalStateException("no use");
            }
        }

        @Override
        public Lookout lookout() {
            return lookout;
        }

        /** What is read of a page that is gone may be anything, also what says that all is well. */
        @Override
        public boolean seemsVain() {
            Region read = page;
            return read == null ? gone : read.getLongVolatile(0) == Long.MIN_VALUE;
        }
    }

    /** Arguments: a file to be. */
    public static void main(String[] args) throws IOException, InterruptedException {
        System.out.println("LOOK "
                + isAnswered(look -> {
                    fails(() -> look.lookout.look(true));
                    look.lookout.look(true);
                }));
        System.out.println("HAND_BACK "
                + isAnswered(look -> {
                    fails(look.lookout::handBack);
                    look.lookout.handBack();
                }));
        System.out.println("TAKE_OVER "
                + isAnswered(look -> {
                    fails(look.lookout::handBack);
                    look.lookout.takeOver();
                }));
        System.out.println("HUB " + isToldOfBoth(Files.write(Path.of(args[0]), new byte[PAGE_BYTES])));
        Path file = Files.write(Path.of(args[0]), new byte[PAGE_BYTES]);
        System.out.println("CUT "
                + isAnswered(look -> {
                    cutWhileLooking(look, file);
                    look.lookout.look(true);
                }));
    }

    /** What the thread does that looks after the others. */
    private interface Work {
        void run(Look look) throws IOException;
    }

    private static boolean isAnswered(Work work) throws IOException, InterruptedException {
        Look look = new Look();
        SignalWord word = new SignalWord(Region.inThisProcess(SignalWord.LENGTH), 0);
        List<TestSleeper> sleepers = new ArrayList<>();
        for (int i = 0; i < SLEEPERS; i++) {
            TestSleeper sleeper = TestSleeper.start(
                    () -> Sleeping.FUTEX.place(word).until(() -> false, Waiting.FOREVER, WaitStrategy.SLEEP, look));
            sleeper.awaitAsleep();
            sleepers.add(sleeper);
        }
        for (long start = System.nanoTime(); System.nanoTime() - start < NAPS_NANOS; ) {
            LockSupport.parkNanos(NAPS_NANOS);
        }
        look.gone = true;
        work.run(look);
        for (TestSleeper sleeper : sleepers) {
            sleeper.thread().join(SOON_MS);
            if (sleeper.thread().isAlive()) {
                return false;
            }
        }
        return true;
    }

    /** Whether the hub tells who waits for a word whose page is cut off, and goes on to tell who waits for another one. */
    private static boolean isToldOfBoth(Path file) throws IOException, InterruptedException {
        SignalWord cut = new SignalWord(MappedFiles.map(file, 0, PAGE_BYTES), 0);
        SignalWord sound = new SignalWord(Region.inThisProcess(SignalWord.LENGTH), 0);
        Semaphore toldOfCut = new Semaphore(0);
        Semaphore toldOfSound = new Semaphore(0);
        WaitHub hub = new WaitHub(Futex::canSleepOnSeveral);
        WaitHub.Registration cutWait = hub.register(cut, toldOfCut::release);
        WaitHub.Registration soundWait = hub.register(sound, toldOfSound::release);
        sound.signal();
        boolean told = isReleased(toldOfSound);
        cutOff(file);
        toldOfCut.drainPermits();
        told &= isReleased(toldOfCut);
        for (int i = 0; i < SIGNALS; i++) {
            toldOfSound.drainPermits();
            sound.signal();
            told &= isReleased(toldOfSound);
        }
        cutWait.cancel();
        soundWait.cancel();
        return told;
    }

    private static boolean isReleased(Semaphore told) throws InterruptedException {
        return told.tryAcquire(SOON_MS, TimeUnit.MILLISECONDS);
    }

    private static void fails(Runnable call) {
        FaultPoint.arm(FaultPoint.SIGNAL_MOVED + ":error", Thread.currentThread());
        try {
            call.run();
        } catch (StackOverflowError asked) {
            return;
        }
        throw new AssertionError("nothing has failed");
    }

    /** What has been called before calls nothing of the JVM in between, which would tell it at once. */
    private static void cutWhileLooking(Look look, Path file) throws IOException {
        look.page = MappedFiles.map(file, 0, PAGE_BYTES);
        for (int i = 0; i < WARM_UP; i++) {
            look.lookout.look(true);
        }
        cutOff(file);
    }

    private static void cutOff(Path file) throws IOException {
        try (FileChannel open = FileChannel.open(file, StandardOpenOption.WRITE)) {
            open.truncate(0);
        }
    }
}
