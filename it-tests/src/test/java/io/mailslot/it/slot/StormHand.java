package io.mailslot.it.slot;

import io.mailslot.Kernel;
import io.mailslot.api.DuplicateOptions;
import io.mailslot.api.MailslotOptions;
import io.mailslot.api.ProcessObject;
import io.mailslot.api.Receiver;
import io.mailslot.it.storm.HiccupMeter;
import io.mailslot.it.storm.Span;
import io.mailslot.it.storm.Stall;
import io.mailslot.it.storm.WorkerVoice;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.Random;

/**
 * One process of the storm; works until its input ends. What it took or wrote is in files that outlive it.
 */
public final class StormHand implements StormWriter.Listener {
    static final String TIMES = "times";

    static final String PLAIN = "storm";
    static final String BROADCAST = "\\\\*\\mailslot\\storm for all";

    private static final Duration NAP = Duration.ofMillis(50);
    private static final int REHEARSED = 150;

    private final WorkerVoice voice = new WorkerVoice();
    private final Path folder;
    private final Random random;
    private volatile boolean stopped;
    private volatile boolean measuring;

    private StormHand(Path folder, long seed) {
        this.folder = folder;
        this.random = new Random(seed);
    }

    /** Arguments: role, seed, folder for files, number of this process, and for readers pid and handles of the test. */
    public static void main(String[] args) throws InterruptedException, IOException {
        new StormHand(Path.of(args[2]), Long.parseLong(args[1])).run(args);
    }

    private void run(String[] args) throws InterruptedException, IOException {
        voice.work(String.join(" ", args), () -> operate(args), () -> stopped = true);
    }

    private void operate(String[] args) throws IOException {
        try (Kernel kernel = Kernel.attach()) {
            int number = Integer.parseInt(args[3]);
            switch (StormRole.valueOf(args[0])) {
                case WRITER -> write(kernel, number);
                case READER -> read(kernel, number, args);
                case LISTENER -> listen(kernel);
                case REHEARSAL -> rehearse(kernel);
            }
        }
    }

    private void write(Kernel kernel, int number) throws IOException {
        warmUp(kernel, "warm-up of " + number);
        StormWriter plain = new StormWriter(kernel, PLAIN, 2 * number, folder, random);
        StormWriter broadcast =
                new StormWriter(kernel, "\\\\.\\mailslot\\storm for all", 2 * number + 1, folder, random);
        begin();
        long told = System.nanoTime();
        while (!stopped) {
            StormWriter writer = random.nextBoolean() ? plain : broadcast;
            writer.step(this);
            if (System.nanoTime() - told > 200_000_000) {
                voice.say(TIMES, plain.takeTimes() + broadcast.takeTimes());
                told = System.nanoTime();
            }
        }
    }

    private void read(Kernel kernel, int number, String[] args) throws IOException {
        Receiver plain = kernel.receiver(handle(kernel, args[4], args[5]));
        Receiver broadcast = kernel.receiver(handle(kernel, args[4], args[6]));
        try (StormReader reader = new StormReader(folder.resolve("reader-" + number), random)) {
            begin();
            while (!stopped) {
                int taken = reader.step(plain) + reader.step(broadcast);
                if (taken == 0) {
                    kernel.waitForAny(NAP, plain.handle(), broadcast.handle());
                }
            }
        }
    }

    /** A handle that was inherited, or one to be taken from its owner. */
    private static int handle(Kernel kernel, String owner, String handle) {
        int theirs = Integer.parseInt(handle);
        if (owner.equals("-")) {
            return theirs;
        }
        try (ProcessObject process = Processes.open(kernel, Long.parseLong(owner))) {
            return kernel.duplicate(process.handle(), theirs, Kernel.CURRENT_PROCESS, DuplicateOptions.defaults());
        }
    }

    private void listen(Kernel kernel) {
        Receiver receiver = kernel.createMailslot(BROADCAST, MailslotOptions.defaults());
        Continuity heard = new Continuity("listener");
        begin();
        while (!stopped) {
            receiver.read(NAP).ifPresent(heard::hear);
        }
    }

    private void rehearse(Kernel kernel) throws IOException {
        Receiver broadcast = kernel.createMailslot(BROADCAST, MailslotOptions.defaults());
        warmUp(kernel, PLAIN);
        kernel.waitForAny(Duration.ofMillis(1), broadcast.handle());
        Processes.open(kernel, kernel.processId()).close();
    }

    /**
     * Loads classes: what a JVM does first takes it long whoever dies. Nobody else reads here, so all is read before the
     * next write, which would else wait for room for ever.
     */
    private void warmUp(Kernel kernel, String name) throws IOException {
        Path files = Files.createTempDirectory(folder.getParent(), "warm-up");
        try (Receiver receiver =
                        kernel.createMailslot(name, MailslotOptions.defaults().withCapacity(1 << 20));
                StormReader reader = new StormReader(files.resolve("taken"), random)) {
            StormWriter writer = new StormWriter(kernel, name, 0, files, random);
            for (int i = 0; i < REHEARSED; i++) {
                writer.step(this);
                while (reader.step(receiver) > 0) {
                    continue;
                }
            }
        }
    }

    @Override
    public void stall(Stall stall) {
        if (measuring) {
            voice.stall(stall);
        }
    }

    @Override
    public void hiccup(Span hiccup) {
        if (measuring) {
            voice.hiccup(hiccup);
        }
    }

    private void begin() {
        measuring = true;
        HiccupMeter.start(this::hiccup);
        voice.say(WorkerVoice.READY, "");
    }
}
