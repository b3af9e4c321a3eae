package io.mailslot.it.slot;

import io.mailslot.Kernel;
import io.mailslot.api.DiskFullException;
import io.mailslot.api.ErrorCode;
import io.mailslot.api.MailslotException;
import io.mailslot.api.MailslotFullException;
import io.mailslot.api.MailslotOptions;
import io.mailslot.api.MessageBatch;
import io.mailslot.api.OpenOptions;
import io.mailslot.api.Receiver;
import io.mailslot.api.Sender;
import io.mailslot.api.WhenFull;
import io.mailslot.internal.memory.FaultPoint;
import io.mailslot.it.storm.WorkerVoice;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Random;
import java.util.concurrent.locks.LockSupport;
import java.util.function.Supplier;

/**
 * One process of the storm over a mailslot that drops its oldest messages; works until its input ends. Writers and listeners
 * arm fault points of the log, one after the other, and stand still there until the test lets them go on, or kills them.
 */
public final class DroppingHand {
    static final String BROADCAST = "\\\\*\\mailslot\\news";
    static final String BOUND = "\\\\.\\mailslot\\news";

    /** How the name of a file begins in which a writer keeps how far it is, and that of one that says who stands still. */
    static final String STREAM = "stream-";

    static final String SIGN = "sign-";

    /** Begins a line that tells how many messages a listener has heard, and how many it has missed. */
    static final String HEARD = "heard";

    private static final Duration NAP = Duration.ofMillis(20);
    private static final Duration WRITE_TIMEOUT = Duration.ofMillis(200);
    private static final int LONGEST_PAUSE_NANOS = 30_000_000;
    private static final int MOST_BATCH = 20;
    private static final int LARGEST = 60_000;
    private static final int REHEARSED = 3_000;

    /** Steps between one armed point and the next. */
    private static final int STEPS = 10_000;

    private static final int OCCURRENCES = 20;

    private static final List<FaultPoint> WRITING = List.of(
            FaultPoint.ARENA_GROWN,
            FaultPoint.ARENA_LOWERED,
            FaultPoint.APPEND_LOCKED,
            FaultPoint.APPEND_RESUMED,
            FaultPoint.APPEND_STATE_CHANGING,
            FaultPoint.APPEND_RESERVED,
            FaultPoint.APPEND_HALF_COPIED,
            FaultPoint.APPEND_COPIED,
            FaultPoint.APPEND_COMMITTED,
            FaultPoint.RUN_COPIED,
            FaultPoint.RUN_COMMITTED,
            FaultPoint.RUN_OPENED,
            FaultPoint.RUN_ANNOUNCED,
            FaultPoint.RUN_SEALED,
            FaultPoint.RUN_REPAIRED,
            FaultPoint.RUN_LEFT,
            FaultPoint.ROLL_FILE_MADE,
            FaultPoint.ROLL_SEALED,
            FaultPoint.ROLL_COUNTED,
            FaultPoint.DROP_CHOSEN,
            FaultPoint.DROP_TOLD,
            FaultPoint.RECLAIM_COUNTED,
            FaultPoint.RECLAIM_FILE_DELETED,
            FaultPoint.WRITE_BEFORE_WAKE);

    private static final List<FaultPoint> READING = List.of(
            FaultPoint.RUN_LEFT,
            FaultPoint.DROPPED_PASSED_OVER,
            FaultPoint.DROPPED_NOTED,
            FaultPoint.DROPPED_COUNTED,
            FaultPoint.READ_CURSOR_MOVED,
            FaultPoint.RECLAIM_COUNTED);

    private final WorkerVoice voice = new WorkerVoice();
    private final DroppingRole role;
    private final Random random;
    private final Path folder;
    private final int number;
    private final long capacity;
    private final ByteBuffer buffer = ByteBuffer.allocate(LARGEST);
    private final MessageBatch batch = new MessageBatch();
    private volatile boolean stopped;
    private int armed;
    private int stepsLeft;

    private DroppingHand(String[] args) {
        this.role = DroppingRole.valueOf(args[0]);
        this.random = new Random(Long.parseLong(args[1]));
        this.folder = Path.of(args[2]);
        this.number = Integer.parseInt(args[3]);
        this.capacity = Long.parseLong(args[4]);
    }

    /** Arguments: role, seed, folder for files, number of this process, bytes that the mailslot may take. */
    public static void main(String[] args) throws InterruptedException, IOException {
        DroppingHand hand = new DroppingHand(args);
        hand.voice.work(String.join(" ", args), hand::operate, () -> hand.stopped = true);
    }

    static MailslotOptions options(long capacity) {
        return MailslotOptions.defaults().withCapacity(capacity).withWhenFull(WhenFull.DROP_OLDEST);
    }

    private void operate() throws IOException {
        try (Kernel kernel = patiently(Kernel::attach)) {
            switch (role) {
                case WRITER -> write(kernel);
                case LISTENER -> listen(kernel);
                case GUEST -> visit(kernel);
                case REHEARSAL -> rehearse(kernel);
            }
        }
    }

    /** On a full disk it tries again. */
    private <T> T patiently(Supplier<T> opening) {
        while (true) {
            try {
                return opening.get();
            } catch (DiskFullException e) {
                LockSupport.parkNanos(1 + random.nextInt(LONGEST_PAUSE_NANOS));
            }
        }
    }

    private Receiver join(Kernel kernel) {
        return patiently(() -> kernel.createMailslot(BROADCAST, options(capacity)));
    }

    private void write(Kernel kernel) throws IOException {
        OpenOptions options = OpenOptions.defaults().withWriteTimeout(WRITE_TIMEOUT);
        Sender sender = patiently(() -> kernel.openMailslot(BOUND, options));
        Progress progress = Progress.open(folder.resolve(STREAM + number));
        voice.say(WorkerVoice.READY, "");
        while (!stopped) {
            armNowAndThen(WRITING);
            writeOne(sender, progress);
            pause(2_000);
        }
    }

    /** One message, or a batch; what was refused is not written, and its number is used again. */
    private void writeOne(Sender sender, Progress progress) {
        int first = progress.written() + 1;
        int dice = random.nextInt(1_000);
        int messages = dice < 20 ? 1 + random.nextInt(MOST_BATCH) : 1;
        batch.clear();
        for (int i = 0; i < messages; i++) {
            Numbered.fill(buffer.clear().limit(size(dice)), number, first + i);
            if (dice < 20) {
                batch.add(buffer);
                buffer.rewind();
            }
        }
        progress.begin(first + messages - 1);
        if (isWritten(sender, dice)) {
            progress.done();
        } else {
            progress.begin(first - 1);
        }
    }

    private int size(int dice) {
        int most = dice < 900 ? 100 : dice < 999 ? 4_000 : LARGEST;
        return Numbered.LEAST_BYTES + random.nextInt(most - Numbered.LEAST_BYTES);
    }

    /** Nothing may keep it from that but a full disk, no room in time, and who stands still. */
    private boolean isWritten(Sender sender, int dice) {
        try {
            if (dice < 20) {
                sender.write(batch);
                return true;
            }
            if (dice < 400) {
                return sender.tryWrite(buffer);
            }
            sender.write(buffer);
            return true;
        } catch (DiskFullException | MailslotFullException e) {
            pause(4);
            return false;
        } catch (MailslotException e) {
            if (e.errorCode() == ErrorCode.LOCK_VIOLATION) {
                return false;
            }
            throw e;
        }
    }

    private void listen(Kernel kernel) {
        Receiver receiver = join(kernel);
        DroppingEar ear = new DroppingEar(receiver, random);
        voice.say(WorkerVoice.READY, "");
        while (!stopped) {
            armNowAndThen(READING);
            if (!ear.step()) {
                kernel.waitFor(NAP, receiver.handle());
            }
            pause(50);
        }
        FaultPoint.arm("none");
        ear.hearAll();
        voice.say(HEARD, ear.heard() + " " + receiver.info().missedMessages());
    }

    private void visit(Kernel kernel) {
        voice.say(WorkerVoice.READY, "");
        while (!stopped) {
            try (Receiver receiver = join(kernel)) {
                DroppingEar ear = new DroppingEar(receiver, random);
                for (int steps = random.nextInt(100); steps > 0 && !stopped; steps--) {
                    if (!ear.step()) {
                        kernel.waitFor(NAP, receiver.handle());
                    }
                }
            }
            pause(3);
        }
    }

    private void rehearse(Kernel kernel) throws IOException {
        Receiver receiver = join(kernel);
        DroppingEar ear = new DroppingEar(receiver, random);
        Sender sender = kernel.openMailslot(BOUND);
        Progress progress = Progress.open(folder.resolve("rehearsal-" + number));
        for (int i = 0; i < REHEARSED; i++) {
            writeOne(sender, progress);
            ear.step();
        }
    }

    private void pause(int seldom) {
        if (random.nextInt(seldom) == 0) {
            LockSupport.parkNanos(1 + random.nextInt(LONGEST_PAUSE_NANOS));
        }
    }

    private void armNowAndThen(List<FaultPoint> points) {
        if (--stepsLeft > 0) {
            return;
        }
        stepsLeft = random.nextInt(STEPS);
        Path sign = folder.resolve(SIGN + ProcessHandle.current().pid() + "-" + ++armed);
        FaultPoint.arm(
                points.get(random.nextInt(points.size())) + "#" + (1 + random.nextInt(OCCURRENCES)) + ":pause:" + sign);
    }
}
