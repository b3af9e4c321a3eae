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
import java.io.Serializable;
import java.io.StringWriter;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Random;
import java.util.Set;
import java.util.stream.Stream;

/**
 * What a child does with copies of a home that it damages, one in each round: whatever a user can do. Any outcome is good but a
 * failure that is not the library's own, one that takes for ever, and the end of the JVM.
 */
public final class Fuzzer {
    /** Far more than a round takes on a busy machine; a chain without an end takes longer. */
    private static final Duration ROUND_LIMIT = Duration.ofSeconds(15);

    private static final int START_EVERY = 25;

    private final Path original;
    private final Path copy;
    private final long otherPid;
    private final Random random;
    private final Damage damage;
    private final boolean kernelFile;
    private final boolean before;
    private final List<String> bad = new ArrayList<>();
    private String what = "";

    private Fuzzer(Plan plan, int round) {
        this.original = Path.of(plan.original);
        this.copy = Path.of(plan.copies, "copy-" + round);
        this.random = new Random(plan.seed + round);
        this.damage = new Damage(random);
        this.kernelFile = plan.kernelFile;
        this.before = plan.before;
        this.otherPid =
                HomeInspector.inspect(original).orElseThrow().processes().get(0).processId();
    }

    /**
     * What is done.
     *
     * @param original home that is copied
     * @param copies folder for the copies
     * @param seed of the first round
     * @param kernelFile whether kernel.dat is damaged, or all handle tables
     * @param before whether that is done before the child attaches, or after
     */
    public record Plan(String original, String copies, long seed, boolean kernelFile, boolean before)
            implements Serializable {}

    /** Does a round; tells what is bad, which is nothing as a rule. */
    public static String round(Plan plan, int round) throws IOException {
        Fuzzer fuzzer = new Fuzzer(plan, round);
        long start = System.nanoTime();
        fuzzer.run(round);
        Duration took = Duration.ofNanos(System.nanoTime() - start);
        if (took.compareTo(ROUND_LIMIT) > 0) {
            fuzzer.bad.add("it took " + took);
        }
        return fuzzer.bad.isEmpty() ? "" : "damage " + fuzzer.what + ": " + String.join("; ", fuzzer.bad);
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
        } catch (MailslotException expected) {
            return;
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
