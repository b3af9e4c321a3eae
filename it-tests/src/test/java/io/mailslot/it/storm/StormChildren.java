package io.mailslot.it.storm;

import static io.mailslot.it.storm.Calls.codes;

import io.mailslot.Kernel;
import io.mailslot.api.ChildProcess;
import io.mailslot.api.HandleInfo;
import io.mailslot.api.Inheritance;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Iterator;
import java.util.List;
import java.util.Optional;
import java.util.Random;
import java.util.Set;
import java.util.function.Supplier;

/**
 * Starts children with inheritance, ends some of them, and checks how they ended: a child is either a worker as its
 * parent, or a short program that never attaches, or none because it does not start. For one thread.
 */
final class StormChildren {
    private static final int MOST_PROGRAMS = 2;
    private static final int TERMINATED = 77;
    private static final int KILLED = 128 + 9;
    private static final Set<Integer> EXIT_CODES = codes(0, KILLED, TERMINATED);

    /** Far longer than it may take: that it comes at all is what is checked, the stalls tell how fast. */
    private static final Duration END_TOLD = Duration.ofSeconds(5);

    private final Random random;
    private final Calls calls;

    /** Null if children that are workers are not wanted. */
    private final Supplier<ProcessBuilder> worker;

    private final List<ChildProcess> programs = new ArrayList<>();
    private final List<ChildProcess> workers = new ArrayList<>();

    StormChildren(Random random, Calls calls, Supplier<ProcessBuilder> worker) {
        this.random = random;
        this.calls = calls;
        this.worker = worker;
    }

    /** Starts or ends something, sometimes. */
    void step(Kernel kernel) {
        int dice = random.nextInt(1_000);
        if (dice < 2) {
            start(kernel, new ProcessBuilder("/no/such/program"), codes(2));
        } else if (dice < 6 && programs.size() < MOST_PROGRAMS) {
            program(kernel);
        } else if (dice < 7 && worker != null && workers.isEmpty()) {
            start(kernel, worker.get(), codes()).ifPresent(workers::add);
        } else if (dice < 10) {
            terminateOne();
        }
        checkEnded(programs);
        checkEnded(workers);
    }

    private void program(Kernel kernel) {
        ProcessBuilder builder = random.nextBoolean() ? new ProcessBuilder("true") : new ProcessBuilder("sleep", "0.2");
        start(kernel, builder, codes()).ifPresent(programs::add);
    }

    private Optional<ChildProcess> start(Kernel kernel, ProcessBuilder builder, Set<Integer> codes) {
        Inheritance inheritance = inheritance(kernel);
        // Another process has closed the child's handle already; the child was killed before its program ran.
        Set<Integer> allCodes = codes(6, 11);
        allCodes.addAll(codes);
        if (!inheritance.handles().isEmpty()) {
            allCodes.add(87);
        }
        return calls.call("createProcess", allCodes, () -> kernel.createProcess(builder, inheritance));
    }

    private Inheritance inheritance(Kernel kernel) {
        List<HandleInfo> open = kernel.handles();
        return switch (open.isEmpty() ? 0 : random.nextInt(4)) {
            case 0 -> Inheritance.none();
            case 1 -> Inheritance.only(open.get(random.nextInt(open.size())).handle());
            default -> Inheritance.all();
        };
    }

    private void terminateOne() {
        List<ChildProcess> all = random.nextInt(8) == 0 ? workers : programs;
        if (!all.isEmpty()) {
            ChildProcess child = all.get(random.nextInt(all.size()));
            calls.run("terminate", codes(5, 6), () -> child.terminate(TERMINATED));
        }
    }

    private void checkEnded(List<ChildProcess> children) {
        for (Iterator<ChildProcess> each = children.iterator(); each.hasNext(); ) {
            ChildProcess child = each.next();
            if (!child.process().isAlive()) {
                each.remove();
                check(child);
            }
        }
    }

    private void check(ChildProcess child) {
        int seenByJvm = child.process().exitValue();
        if (seenByJvm != 0 && seenByJvm != KILLED) {
            throw new AssertionError("child " + child.process().pid() + " ended with " + seenByJvm);
        }
        Optional<Boolean> told = calls.call("awaitEnd", codes(5, 6), () -> child.waitForEnd(END_TOLD));
        if (told.isPresent() && !told.get()) {
            throw new AssertionError("the end of child " + child.process().pid() + " is not told");
        }
        calls.call("exitCode", codes(5, 6), child::exitCode).ifPresent(code -> {
            if (code.isEmpty() || !EXIT_CODES.contains(code.getAsInt())) {
                throw new AssertionError("child " + child.process().pid() + " is said to have ended with " + code);
            }
        });
        calls.run("close", codes(6), child::close);
    }

    /** Has the workers end by themselves. */
    void close() {
        programs.clear();
        workers.clear();
    }
}
