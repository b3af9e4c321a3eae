package io.mailslot.it.damage;

import static java.nio.charset.StandardCharsets.UTF_8;

import io.mailslot.Kernel;
import io.mailslot.KernelOptions;
import io.mailslot.api.AccessRight;
import io.mailslot.api.DuplicateOptions;
import io.mailslot.api.HandleFlag;
import io.mailslot.api.Inheritance;
import io.mailslot.api.MailslotException;
import io.mailslot.api.MailslotOptions;
import io.mailslot.api.ObjectOpenOptions;
import io.mailslot.api.OpenOptions;
import io.mailslot.api.Receiver;
import io.mailslot.api.SemaphoreOptions;
import io.mailslot.api.Sender;
import io.mailslot.inspect.HomeInspector;
import io.mailslot.inspect.HomeVerifier;
import java.io.PrintWriter;
import java.io.StringWriter;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Random;
import java.util.Set;
import java.util.TreeMap;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.locks.LockSupport;

/**
 * What a child does with a home, whatever a user can do, while somebody damages its files. Any outcome is good but a
 * failure that is not the library's own, one that takes for ever, and the end of the JVM. Where only the files of the
 * mailslot {@code sick} are damaged, nothing else may fail. There is one in a JVM.
 */
final class HomeUser {
    private static final HomeUser USER = new HomeUser();

    private static final String SICK = "sick";
    private static final String WELL = "well";
    private static final long LONGEST_CALL_MS = 20_000;
    private static final Duration SHORT = Duration.ofMillis(5);

    private final Random random = new Random();
    private final TreeMap<String, Integer> outcomes = new TreeMap<>();
    private Path home;
    private Kernel kernel;
    private long otherPid;
    private boolean allMayFail;
    private Thread worker;
    private volatile boolean working;
    private volatile String bad = "";
    private int numbers;

    private HomeUser() {}

    /** Attaches, or is refused, and makes what it needs. */
    static void attach(String home) {
        USER.attach(Path.of(home));
    }

    /** Begins to work, with that process as the other one. */
    static void begin(long otherPid, boolean allMayFail) {
        USER.work(otherPid, allMayFail);
    }

    /** Ends that; tells what has come of it. */
    static TreeMap<String, Integer> stop() throws InterruptedException {
        USER.working = false;
        return USER.awaitWorker();
    }

    /** Does everything once, if it is attached. */
    static void look() throws InterruptedException {
        if (USER.kernel != null) {
            USER.lookOnce();
        }
    }

    /** Lets go of the home; tells what has come of all. */
    static TreeMap<String, Integer> leave() {
        USER.allMayFail = true;
        if (USER.kernel != null) {
            USER.attempt(USER.kernel::close);
        }
        return USER.verdict();
    }

    private void attach(Path path) {
        home = path;
        allMayFail = true;
        outcomes.clear();
        bad = "";
        kernel = null;
        attempt(() -> kernel = Kernel.attach(KernelOptions.defaults().withHome(path)));
        if (kernel != null) {
            // The first of the users makes it, the other one finds it.
            attempt(() -> kernel.createMailslot(SICK, options()));
        }
        verdict();
    }

    private static MailslotOptions options() {
        return MailslotOptions.defaults().withMaxMessageSize(2_000).withInheritable(true);
    }

    private void work(long pid, boolean all) {
        otherPid = pid;
        allMayFail = all;
        outcomes.clear();
        bad = "";
        working = true;
        start(this::workOn);
    }

    private void start(Runnable work) {
        worker = new Thread(work, "worker");
        worker.setDaemon(true);
        worker.start();
    }

    private void workOn() {
        while (working && bad.isEmpty()) {
            everything();
        }
    }

    private void lookOnce() throws InterruptedException {
        allMayFail = true;
        start(this::everything);
        awaitWorker();
    }

    private TreeMap<String, Integer> awaitWorker() throws InterruptedException {
        worker.join(LONGEST_CALL_MS);
        if (worker.isAlive()) {
            throw new AssertionError("a call does not end: " + List.of(worker.getStackTrace()));
        }
        return verdict();
    }

    private TreeMap<String, Integer> verdict() {
        if (!bad.isEmpty()) {
            throw new AssertionError(bad);
        }
        return outcomes;
    }

    private void everything() {
        attempt(() -> HomeInspector.inspect(home));
        attempt(() -> HomeVerifier.verify(home, Duration.ZERO));
        sick();
        mustWork("a mailslot of its own", this::well);
        mustWork("events and semaphores", this::synchronize);
        mustWork("handles in the other process", this::reachOver);
        if (random.nextInt(20) == 0) {
            mustWork(
                    "a child",
                    () -> kernel.createProcess(new ProcessBuilder("true"), Inheritance.all())
                            .close());
        }
        LockSupport.parkNanos(100_000);
    }

    /** Of the mailslot whose files are damaged anything may be told. */
    private void sick() {
        attempt(() -> {
            try (Sender sender =
                    kernel.openMailslot(SICK, OpenOptions.defaults().withWriteTimeout(SHORT))) {
                attempt(() -> sender.write(new byte[random.nextInt(2_000)]));
                attempt(sender::info);
            }
        });
        for (int handle = 4; handle <= 8; handle += 4) {
            int each = handle;
            attempt(() -> {
                Receiver receiver = kernel.receiver(each);
                attempt(() -> receiver.read(SHORT));
                attempt(receiver::info);
                attempt(() -> kernel.waitFor(SHORT, each));
            });
        }
    }

    private void well() {
        String name = WELL + "/" + kernel.processId() + "/" + numbers++;
        try (Receiver receiver = kernel.createMailslot(name, options());
                Sender sender = kernel.openMailslot(name)) {
            for (int i = 0; i < 10; i++) {
                byte[] message = (name + " " + i).getBytes(UTF_8);
                sender.write(message);
                String read = new String(receiver.read(Duration.ofSeconds(5)).orElseThrow(), UTF_8);
                if (!allMayFail && !read.equals(name + " " + i)) {
                    bad = "wrote " + name + " " + i + ", read " + read;
                }
            }
        }
    }

    private void synchronize() {
        try (var semaphore = kernel.synchronization().createSemaphore(SemaphoreOptions.of(0, 10))) {
            semaphore.release(2);
            kernel.waitForAny(SHORT, semaphore.handle());
            int twin = kernel.duplicate(semaphore.handle(), DuplicateOptions.defaults());
            kernel.setFlags(twin, Set.of(HandleFlag.INHERIT), Set.of(HandleFlag.INHERIT));
            kernel.waitForAll(SHORT, twin);
            kernel.describe(twin);
            kernel.handles();
            kernel.closeHandle(twin);
        }
    }

    private void reachOver() {
        try (var other = kernel.openProcess(
                otherPid, ObjectOpenOptions.of(AccessRight.DUPLICATE_HANDLE, AccessRight.SYNCHRONIZE))) {
            int there = kernel.duplicate(-1, other.handle(), other.handle(), DuplicateOptions.defaults());
            kernel.closeHandleIn(other.handle(), there);
            other.waitForEnd(Duration.ZERO);
        }
    }

    private void mustWork(String what, Runnable action) {
        if (allMayFail) {
            attempt(action);
            return;
        }
        try {
            timed(action);
        } catch (MailslotException e) {
            bad = what + ", which is not damaged: " + text(e);
        }
    }

    private void attempt(Runnable action) {
        try {
            timed(action);
            count("well");
        } catch (MailslotException expected) {
            count(String.valueOf(expected.errorCode().value()));
        }
    }

    private void count(String outcome) {
        outcomes.merge(outcome, 1, Integer::sum);
    }

    private void timed(Runnable action) {
        long start = System.nanoTime();
        try {
            action.run();
        } catch (MailslotException e) {
            throw e;
        } catch (Throwable e) {
            bad = text(e);
        }
        long took = TimeUnit.NANOSECONDS.toMillis(System.nanoTime() - start);
        if (took > LONGEST_CALL_MS) {
            bad = "a call took " + took + " ms";
        }
    }

    private static String text(Throwable failure) {
        StringWriter text = new StringWriter();
        failure.printStackTrace(new PrintWriter(text));
        return text.toString();
    }
}
