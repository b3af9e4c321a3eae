package io.mailslot.it.soak;

import io.mailslot.Kernel;
import io.mailslot.api.DiskFullException;
import io.mailslot.api.DuplicateOptions;
import io.mailslot.api.MailslotOptions;
import io.mailslot.api.OpenOptions;
import io.mailslot.api.ProcessObject;
import io.mailslot.api.Receiver;
import io.mailslot.api.Sender;
import io.mailslot.it.slot.Processes;
import io.mailslot.it.storm.WorkerVoice;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.EnumMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Random;
import java.util.concurrent.Executor;
import java.util.concurrent.Executors;
import java.util.concurrent.locks.LockSupport;

/** One process of the soak; works until its input ends. What it wrote or took is in files that outlive it. */
public final class SoakHand {
    /** Begins a line of a {@link SoakTally}. */
    static final String TALLY = "tally";

    /** In the place of the process from which handles are taken: they were inherited. */
    static final String INHERITED = "-";

    static final Duration WRITE_TIMEOUT = Duration.ofMillis(1_500);

    private static final Duration NAP = Duration.ofMillis(50);
    private static final long TELL_NANOS = 200_000_000;
    private static final int LONGEST_PAUSE_NANOS = 20_000_000;
    private static final int REHEARSED = 300;

    private final WorkerVoice voice = new WorkerVoice();
    private final SoakTally tally = new SoakTally();
    private final Random random;
    private final Path folder;
    private final int number;
    private final String[] args;
    private final Executor elsewhere = Executors.newSingleThreadExecutor(SoakHand::daemon);
    private volatile boolean stopped;
    private long told = System.nanoTime();

    private SoakHand(String[] args) {
        this.random = new Random(Long.parseLong(args[1]));
        this.folder = Path.of(args[2]);
        this.number = Integer.parseInt(args[3]);
        this.args = args;
    }

    /**
     * Arguments: role, seed, folder for files, number of this process, of which process the handles are, and a handle for
     * each mailslot: of a sender for writers, else of a receiver, 0 for none.
     */
    public static void main(String[] args) throws InterruptedException, IOException {
        SoakHand hand = new SoakHand(args);
        hand.voice.work(String.join(" ", args), hand::operate, () -> hand.stopped = true);
    }

    static Thread daemon(Runnable work) {
        Thread thread = new Thread(work, "elsewhere");
        thread.setDaemon(true);
        return thread;
    }

    private void operate() throws Exception {
        try (Kernel kernel = Kernel.attach()) {
            switch (SoakRole.valueOf(args[0])) {
                case WRITER -> write(kernel);
                case READER -> read(kernel);
                case LISTENER -> listen(kernel);
                case LOOKER -> look(kernel);
                case TAKER -> take(kernel);
                case INSPECTOR -> inspect(kernel);
                case ECHO -> echo(kernel);
                case REHEARSAL -> rehearse(kernel);
            }
        }
    }

    private void write(Kernel kernel) throws Exception {
        Map<SoakSlot, List<Sender>> senders = new EnumMap<>(SoakSlot.class);
        for (SoakSlot slot : SoakSlot.values()) {
            senders.put(slot, senders(kernel, slot));
        }
        SoakWriter one = writer(2 * number, senders, folder);
        SoakWriter other = writer(2 * number + 1, senders, folder);
        ready();
        Thread second = new Thread(
                () -> {
                    while (!stopped) {
                        other.step();
                    }
                },
                "second");
        second.setUncaughtExceptionHandler((thread, failure) -> {
            failure.printStackTrace(); // which the test finds
            Runtime.getRuntime().halt(1);
        });
        second.start();
        while (!stopped) {
            one.step();
            tell();
        }
        second.join();
        voice.say(TALLY, tally.take());
    }

    private SoakWriter writer(int thread, Map<SoakSlot, List<Sender>> senders, Path where) throws IOException {
        SoakWriter writer = new SoakWriter(new Random(random.nextLong()), tally, elsewhere);
        for (SoakSlot slot : SoakSlot.values()) {
            writer.begin(slot, slot.stream(thread), senders.get(slot), where);
        }
        return writer;
    }

    /** By name and by handle; one that waits for room and one that does not. */
    private List<Sender> senders(Kernel kernel, SoakSlot slot) {
        List<Sender> senders = new ArrayList<>();
        OpenOptions patient = OpenOptions.defaults().withWriteTimeout(WRITE_TIMEOUT);
        senders.add(kernel.openMailslot(slot.local(), patient));
        senders.add(kernel.openMailslot(slot.local(), patient.withWriteTimeout(Duration.ZERO)));
        if (slot.isBroadcast()) {
            senders.add(kernel.openMailslot(slot.created(), patient)); // bound to the name
        }
        handle(kernel, slot).ifPresent(handle -> senders.add(kernel.sender(handle)));
        return senders;
    }

    /** A handle that was inherited, or one that is taken from its owner. */
    private Optional<Integer> handle(Kernel kernel, SoakSlot slot) {
        int theirs = Integer.parseInt(args[5 + slot.ordinal()]);
        if (theirs == 0 || args[4].equals(INHERITED)) {
            return theirs == 0 ? Optional.empty() : Optional.of(theirs);
        }
        try (ProcessObject process = Processes.open(kernel, Long.parseLong(args[4]))) {
            return Optional.of(
                    kernel.duplicate(process.handle(), theirs, Kernel.CURRENT_PROCESS, DuplicateOptions.defaults()));
        }
    }

    private void read(Kernel kernel) throws IOException {
        Receiver plain = kernel.receiver(handle(kernel, SoakSlot.PLAIN).orElseThrow());
        Receiver large = kernel.receiver(handle(kernel, SoakSlot.LARGE).orElseThrow());
        ReadForms plainForms = new ReadForms(SoakSlot.PLAIN, random, elsewhere);
        ReadForms largeForms = new ReadForms(SoakSlot.LARGE, random, elsewhere);
        try (SoakLog plainLog = log(SoakSlot.PLAIN, SoakAccounts.TAKEN);
                SoakLog largeLog = log(SoakSlot.LARGE, SoakAccounts.TAKEN)) {
            ready();
            while (!stopped) {
                int taken = plainForms.take(plain, message -> plainLog.add(message, 0))
                        + largeForms.take(large, message -> largeLog.add(message, 0));
                if (taken == 0) {
                    kernel.waitForAny(NAP, plain.handle(), large.handle());
                }
            }
        }
    }

    private SoakLog log(SoakSlot slot, String prefix) throws IOException {
        return new SoakLog(slot, folder.resolve(prefix + slot + "-" + number));
    }

    private void listen(Kernel kernel) {
        List<SoakListener> listeners = new ArrayList<>();
        List<Receiver> receivers = new ArrayList<>();
        for (SoakSlot slot : List.of(SoakSlot.NEWS, SoakSlot.RADIO)) {
            receivers.add(join(kernel, slot, slot.options()));
            listeners.add(new SoakListener(
                    slot, receivers.get(receivers.size() - 1), random.nextBoolean(), random, elsewhere));
        }
        int[] handles = receivers.stream().mapToInt(Receiver::handle).toArray();
        ready();
        while (!stopped) {
            if (listeners.stream().mapToInt(SoakListener::step).sum() == 0) {
                kernel.waitForAny(NAP, handles);
            }
        }
    }

    private Receiver ledger(Kernel kernel, String cursor) {
        return join(kernel, SoakSlot.LEDGER, SoakSlot.LEDGER.options().withCursor(cursor));
    }

    /** On a full disk it tries again. */
    private static Receiver join(Kernel kernel, SoakSlot slot, MailslotOptions options) {
        while (true) {
            try {
                return kernel.createMailslot(slot.created(), options);
            } catch (DiskFullException e) {
                LockSupport.parkNanos(LONGEST_PAUSE_NANOS);
            }
        }
    }

    private void take(Kernel kernel) throws IOException {
        Receiver receiver = ledger(kernel, SoakSlot.TAKER);
        ReadForms forms = new ReadForms(SoakSlot.LEDGER, random, elsewhere);
        try (SoakLog log = log(SoakSlot.LEDGER, SoakAccounts.TAKEN)) {
            ready();
            while (!stopped) {
                if (forms.take(receiver, message -> log.add(message, 0)) == 0) {
                    kernel.waitFor(NAP, receiver.handle());
                }
            }
        }
    }

    /** Looks on before it advances, writes down what it sees first, and waits for what it has not seen. */
    private void look(Kernel kernel) throws IOException {
        Receiver receiver = ledger(kernel, SoakSlot.LOOKER);
        try (SoakLog log = log(SoakSlot.LEDGER, SoakAccounts.SEEN)) {
            ready();
            long next = 0;
            while (!stopped) {
                long from = next;
                next = receiver.look(from, 1 + random.nextInt(100), (place, message) -> {
                    log.add(message, place);
                    return random.nextInt(50) > 0; // else it is shown again
                });
                if (random.nextInt(3) > 0) {
                    receiver.advance(next);
                }
                if (next == from) {
                    receiver.advance(next);
                    receiver.setSignaledFrom(next);
                    kernel.waitFor(NAP, receiver.handle());
                }
            }
            receiver.advance(next);
        }
    }

    private void inspect(Kernel kernel) {
        SoakInspector inspector = new SoakInspector(kernel, random, tally);
        ready();
        while (!stopped) {
            inspector.step();
            tell();
            LockSupport.parkNanos(random.nextInt(LONGEST_PAUSE_NANOS));
        }
    }

    private void echo(Kernel kernel) {
        SoakEcho echo = SoakEcho.of(kernel, SoakEcho.create(kernel, SoakEcho.QUESTIONS), SoakEcho.ANSWERS);
        ready();
        echo.answer(() -> stopped);
    }

    /** Nobody else is there: what is written is read before the next write, which would else find no room. */
    private void rehearse(Kernel kernel) throws IOException {
        Map<SoakSlot, Receiver> receivers = new EnumMap<>(SoakSlot.class);
        Map<SoakSlot, List<Sender>> senders = new EnumMap<>(SoakSlot.class);
        for (SoakSlot slot : SoakSlot.values()) {
            receivers.put(slot, kernel.createMailslot(slot.created(), slot.options()));
            senders.put(slot, List.of(kernel.openMailslot(slot.local()), kernel.openMailslot(slot.created())));
        }
        SoakWriter writer = writer(0, senders, Files.createTempDirectory(folder.getParent(), "rehearsed"));
        SoakInspector inspector = new SoakInspector(kernel, random, tally);
        for (int i = 0; i < REHEARSED; i++) {
            SoakSlot slot = SoakSlot.values()[i % SoakSlot.values().length];
            SoakListener listener = new SoakListener(slot, receivers.get(slot), i % 2 == 0, random, elsewhere);
            writer.step(slot);
            while (receivers.get(slot).info().messageCount() > 0) {
                listener.step();
            }
            inspector.step();
        }
        kernel.waitForAny(Duration.ofMillis(1), receivers.get(SoakSlot.NEWS).handle());
        Processes.open(kernel, kernel.processId()).close();
    }

    private void tell() {
        if (System.nanoTime() - told > TELL_NANOS) {
            voice.say(TALLY, tally.take());
            told = System.nanoTime();
        }
    }

    private void ready() {
        voice.say(WorkerVoice.READY, "");
    }
}
