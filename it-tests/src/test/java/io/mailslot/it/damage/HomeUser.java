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
import java.io.BufferedReader;
import java.io.IOException;
import java.io.InputStreamReader;
import java.io.PrintWriter;
import java.io.StringWriter;
import java.net.URLDecoder;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Random;
import java.util.Set;
import java.util.TreeMap;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.locks.LockSupport;

/**
 * A child JVM that does with a home whatever a user can do, while somebody damages its files. Any outcome is good but a
 * failure that is not the library's own, one that takes for ever, and the end of this JVM. Where only the files of the
 * mailslot {@code sick} are damaged, nothing else may fail.
 *
 * <pre>
 * attach HOME      attaches, makes what it needs, and says: ready PID, or refused CODE
 * work PID ALL     begins to work, with that process as the other one; ALL is whether everything may fail
 * stop             ends that and says: sound OUTCOMES, or bad WHAT
 * look             does everything once and says the same
 * leave            lets go of the home and says the same
 * </pre>
 */
public final class HomeUser {
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

    public static void main(String[] arguments) throws IOException, InterruptedException {
        HomeUser user = new HomeUser();
        BufferedReader commands = new BufferedReader(new InputStreamReader(System.in, UTF_8));
        String line = commands.readLine();
        while (line != null) {
            System.out.println(
                    user.answer(URLDecoder.decode(line, UTF_8).split(" ")).replace('\n', ' '));
            line = commands.readLine();
        }
        // What a shutdown hook makes of a damaged home is another test.
        Runtime.getRuntime().halt(0);
    }

    private String answer(String... words) throws InterruptedException {
        return switch (words[0]) {
            case "attach" -> attach(Path.of(words[1]));
            case "work" -> work(Long.parseLong(words[1]), Boolean.parseBoolean(words[2]));
            case "stop" -> stop();
            case "look" -> look();
            case "leave" -> leave();
            default -> throw new IllegalArgumentException("no such command: " + words[0]);
        };
    }

    private String attach(Path path) {
        home = path;
        allMayFail = true;
        outcomes.clear();
        bad = "";
        kernel = null;
        attempt(() -> kernel = Kernel.attach(KernelOptions.defaults().withHome(path)));
        if (kernel == null) {
            return bad.isEmpty() ? "refused " + outcomes : "bad " + bad;
        }
        // The first of the users makes it, the other one finds it.
        attempt(() -> kernel.createMailslot(SICK, options()));
        return "ready " + kernel.processId();
    }

    private static MailslotOptions options() {
        return MailslotOptions.defaults().withMaxMessageSize(2_000).withInheritable(true);
    }

    private String work(long pid, boolean all) {
        otherPid = pid;
        allMayFail = all;
        outcomes.clear();
        bad = "";
        working = true;
        worker = new Thread(this::workOn, "worker");
        worker.setDaemon(true);
        worker.start();
        return "working";
    }

    private void workOn() {
        while (working && bad.isEmpty()) {
            everything();
        }
    }

    private String stop() throws InterruptedException {
        working = false;
        worker.join(LONGEST_CALL_MS);
        if (worker.isAlive()) {
            return "bad a call does not end: " + List.of(worker.getStackTrace());
        }
        return verdict();
    }

    private String look() throws InterruptedException {
        if (kernel == null) {
            return "sound refused";
        }
        working = false;
        allMayFail = true;
        worker = new Thread(this::everything, "looker");
        worker.setDaemon(true);
        worker.start();
        return stop();
    }

    private String verdict() {
        return bad.isEmpty() ? "sound " + outcomes : "bad " + bad;
    }

    private String leave() {
        allMayFail = true;
        if (kernel != null) {
            attempt(kernel::close);
        }
        return verdict();
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
