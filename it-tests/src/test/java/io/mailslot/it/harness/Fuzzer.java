package io.mailslot.it.harness;

import io.mailslot.Kernel;
import io.mailslot.KernelOptions;
import io.mailslot.api.AccessRight;
import io.mailslot.api.DuplicateOptions;
import io.mailslot.api.HandleFlag;
import io.mailslot.api.HandleInfo;
import io.mailslot.api.Inheritance;
import io.mailslot.api.MailslotException;
import io.mailslot.api.MailslotOptions;
import io.mailslot.api.ObjectOpenOptions;
import io.mailslot.api.Receiver;
import io.mailslot.api.Sender;
import io.mailslot.inspect.HomeInspector;
import io.mailslot.inspect.HomeVerifier;
import java.io.IOException;
import java.io.PrintWriter;
import java.io.StringWriter;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Random;
import java.util.Set;
import java.util.TreeMap;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;
import java.util.stream.Stream;

/**
 * A child JVM that damages copies of a home, again and again, and does with them whatever a user can do. Any outcome is
 * good but a failure that is not the library's own, one that takes for ever, and the end of this JVM. Prints one line at
 * the end, and one after each round so that nobody loses patience.
 *
 * <pre>
 * Fuzzer ORIGINAL COPIES SEED ROUNDS FILE WHEN
 * </pre>
 *
 * FILE is {@code kernel} or {@code handles}; WHEN is {@code before} attaching or {@code after}.
 */
public final class Fuzzer {
    /** What the lines begin with that tell of a round that has ended. */
    public static final String PROGRESS = "done ";

    /** Far more than a round takes on a busy machine; a chain without an end takes longer. */
    private static final long ROUND_LIMIT_MS = 15_000;

    private static final int START_EVERY = 25;

    private final Path original;
    private final Path copy;
    private final long otherPid;
    private final Random random;
    private final Damage damage;
    private final boolean kernelFile;
    private final boolean before;
    private final TreeMap<String, Integer> outcomes = new TreeMap<>();
    private final List<String> bad = new ArrayList<>();
    private String what = "";

    /** The one thread that does all rounds, and can be seen where it hangs. */
    private record Worker(ExecutorService executor, Thread thread) {
        static Worker start() {
            Thread[] made = new Thread[1];
            ExecutorService executor = Executors.newSingleThreadExecutor(task -> made[0] = new Thread(task, "rounds"));
            executor.submit(() -> {});
            return new Worker(executor, made[0]);
        }
    }

    private Fuzzer(String[] arguments, int round) {
        this.original = Path.of(arguments[0]);
        this.copy = Path.of(arguments[1], "copy-" + round);
        this.random = new Random(Long.parseLong(arguments[2]) + round);
        this.damage = new Damage(random);
        this.kernelFile = arguments[4].equals("kernel");
        this.before = arguments[5].equals("before");
        this.otherPid =
                HomeInspector.inspect(original).orElseThrow().processes().get(0).processId();
    }

    public static void main(String[] arguments) throws IOException, InterruptedException {
        TreeMap<String, Integer> outcomes = new TreeMap<>();
        Worker worker = Worker.start();
        for (int round = 0; round < Integer.parseInt(arguments[3]); round++) {
            Fuzzer fuzzer = new Fuzzer(arguments, round);
            fuzzer.runWithinLimit(round, worker);
            System.out.println(PROGRESS + round);
            fuzzer.outcomes.forEach((outcome, count) -> outcomes.merge(outcome, count, Integer::sum));
            if (!fuzzer.bad.isEmpty()) {
                finish("round " + round + ", damage " + fuzzer.what + ": " + String.join("; ", fuzzer.bad));
            }
        }
        finish("sound " + outcomes);
    }

    /** Shutdown hooks have nothing to do here; what a damaged home makes of them is another test. */
    private static void finish(String line) {
        System.out.println(line.replace('\n', ' '));
        System.out.flush();
        Runtime.getRuntime().halt(0);
    }

    private void runWithinLimit(int round, Worker worker) throws InterruptedException {
        Future<?> done = worker.executor().submit(() -> {
            run(round);
            return null;
        });
        try {
            done.get(ROUND_LIMIT_MS, TimeUnit.MILLISECONDS);
        } catch (ExecutionException e) {
            bad.add(text(e.getCause()));
        } catch (TimeoutException e) {
            finish("round " + round + " of damage " + what + " never ends: "
                    + List.of(worker.thread().getStackTrace()));
        }
    }

    private void run(int round) throws IOException {
        HomeCopy.make(original, copy);
        try {
            if (before) {
                damage();
                lookAround();
            }
            Kernel[] kernel = new Kernel[1];
            attempt(() -> kernel[0] = Kernel.attach(KernelOptions.defaults().withHome(copy)));
            if (kernel[0] != null) {
                use(kernel[0], round);
                if (!before) {
                    damage();
                    use(kernel[0], round);
                }
                lookAround();
                attempt(kernel[0]::close);
            }
        } finally {
            TestHome.deleteTree(copy);
        }
    }

    private void damage() throws IOException {
        if (kernelFile) {
            what = damage.kernelData(copy.resolve("kernel.dat"));
            return;
        }
        try (Stream<Path> processes = Files.list(copy.resolve("processes"))) {
            for (Path process : processes.toList()) {
                what += damage.handles(process.resolve("handles.dat"));
            }
        }
    }

    private void lookAround() {
        attempt(() -> HomeInspector.inspect(copy));
        attempt(() -> HomeVerifier.verify(copy, Duration.ZERO));
    }

    private void use(Kernel kernel, int round) {
        attempt(() -> talk(kernel.createMailslot(
                "fuzz/" + round,
                MailslotOptions.defaults().withMaxMessageSize(424).withInheritable(true))));
        attempt(() -> talk(kernel.openMailslot("alpha")));
        attempt(() -> talk(kernel.openMailslot("fuzz/" + round)));
        attempt(() -> kernel.duplicate(-1, DuplicateOptions.defaults()));
        attempt(() -> steal(kernel));
        if (round % START_EVERY == 0) {
            attempt(() -> kernel.createProcess(new ProcessBuilder("true"), Inheritance.all())
                    .waitFor());
        }
        List<HandleInfo> handles = new ArrayList<>();
        attempt(() -> handles.addAll(kernel.handles()));
        for (int handle = 4; handle <= 40; handle += 4) {
            int each = handle;
            attempt(() -> kernel.describe(each));
            attempt(() -> kernel.duplicate(each, DuplicateOptions.defaults()));
            attempt(() -> kernel.setFlags(each, Set.of(HandleFlag.INHERIT), Set.of()));
            attempt(() -> talk(kernel.receiver(each)));
            attempt(() -> talk(kernel.sender(each)));
            attempt(() -> kernel.process(each).exitCode());
            if (random.nextBoolean()) {
                attempt(() -> kernel.closeHandle(each));
            }
        }
    }

    /** Takes a handle of the other process, gives it one, closes one there. */
    private void steal(Kernel kernel) {
        int other = kernel.openProcess(
                        otherPid, ObjectOpenOptions.of(AccessRight.DUPLICATE_HANDLE, AccessRight.QUERY_INFORMATION))
                .handle();
        attempt(() -> kernel.duplicate(other, 4, -1, DuplicateOptions.defaults()));
        attempt(() -> kernel.duplicate(-1, 4, other, DuplicateOptions.defaults()));
        attempt(() -> kernel.closeHandleIn(other, 8));
    }

    private static void talk(Receiver receiver) {
        receiver.info();
        receiver.poll();
    }

    private static void talk(Sender sender) {
        sender.write(new byte[100]);
        sender.info();
    }

    private void attempt(Runnable action) {
        try {
            action.run();
            outcomes.merge("well", 1, Integer::sum);
        } catch (MailslotException expected) {
            outcomes.merge(String.valueOf(expected.errorCode().value()), 1, Integer::sum);
        } catch (Throwable e) {
            bad.add(text(e));
        }
    }

    private static String text(Throwable failure) {
        StringWriter text = new StringWriter();
        failure.printStackTrace(new PrintWriter(text));
        return text.toString();
    }
}
