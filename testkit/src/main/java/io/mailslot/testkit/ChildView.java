package io.mailslot.testkit;

import java.io.IOException;
import java.nio.file.Files;
import java.util.List;
import java.util.Optional;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;

/** What is seen of a child from outside. */
final class ChildView {
    /** What a child says just before its end has been heard by then. */
    private static final long LAST_WORDS_NANOS = 500_000_000;

    /** So is what one says that has never been heard: as a rule it was killed before it could. */
    private static final long FIRST_WORDS_NANOS = 100_000_000;

    private static final long QUIT_NANOS = 2_000_000_000;
    private static final int DESCENDANTS = 20;

    private final String name;
    private final boolean jvm;
    private final Process process;
    private final Conversation conversation;
    private final ChildFiles files;
    private final Output out;
    private final Output err;
    private final @Nullable Breakpoint breakpoint;
    private volatile long endNanos;

    /**
     * Makes it.
     *
     * @param jvm whether it is known to be one
     * @param changed done when the child has ended
     */
    ChildView(
            String name,
            boolean jvm,
            Process process,
            Conversation conversation,
            ChildFiles files,
            @Nullable Breakpoint breakpoint,
            Runnable changed) {
        this.name = name;
        this.jvm = jvm;
        this.process = process;
        this.conversation = conversation;
        this.files = files;
        this.out = new Output(files.out());
        this.err = new Output(files.err());
        this.breakpoint = breakpoint;
        process.onExit().thenRun(() -> {
            endNanos = System.nanoTime();
            conversation.childHasEnded();
            changed.run();
        });
    }

    Output out() {
        return out;
    }

    Output err() {
        return err;
    }

    boolean isAlive() {
        return process.isAlive();
    }

    Exit exit() {
        return Exit.of(process.exitValue());
    }

    /** Whether it has ended, and all that it said is heard. */
    boolean isOver() {
        long end = endNanos;
        long limit = conversation.isConnected() ? LAST_WORDS_NANOS : FIRST_WORDS_NANOS;
        return !isAlive() && (conversation.isHeard() || end != 0 && System.nanoTime() - end > limit);
    }

    boolean isAtBreakpoint() {
        return breakpoint != null && breakpoint.isHit();
    }

    boolean isAtFaultPoint() {
        return Files.exists(files.stopped());
    }

    boolean isStoppedBySignal() {
        return Processes.isStopped(process.pid());
    }

    boolean standsStill() {
        return isAtBreakpoint() || isAtFaultPoint() || isStoppedBySignal();
    }

    /** Why it will never stand still where it is to. */
    Optional<String> problem() {
        return breakpoint == null ? Optional.empty() : breakpoint.problem();
    }

    List<ProcessHandle> descendants() {
        return process.descendants().toList();
    }

    /** How it ended or that it lives, and the end of what it has printed. */
    String evidence() {
        return "child '" + name + "', process " + process.pid() + ": " + state() + "\n--- output: " + files.out() + "\n"
                + out.tail() + "--- errors: " + files.err() + "\n" + err.tail();
    }

    private String state() {
        if (!isAlive()) {
            return "ended with " + exit();
        }
        List<ProcessHandle> below = descendants();
        String children = below.isEmpty()
                ? ""
                : "; below it: "
                        + below.stream()
                                .limit(DESCENDANTS)
                                .map(Processes::describe)
                                .collect(Collectors.joining("; "));
        return "alive" + stillness() + children;
    }

    private String stillness() {
        if (isStoppedBySignal()) {
            return ", stopped by a signal";
        }
        if (isAtFaultPoint()) {
            return ", at a fault point";
        }
        return breakpoint == null ? "" : (isAtBreakpoint() ? ", stands at " : ", to stand at ") + breakpoint.state();
    }

    /** What its threads are doing. */
    String threads() {
        if (!isAlive()) {
            return "";
        }
        if (breakpoint != null && breakpoint.isHit()) {
            return breakpoint.threads();
        }
        if (isStoppedBySignal()) {
            return "(no thread dump: it is stopped by a signal)\n";
        }
        if (!jvm) {
            return "(no thread dump: it is not known to be a JVM)\n";
        }
        return ThreadDump.isPossible() ? ThreadDump.of(process.pid(), files.threads()) : printedByItself();
    }

    /** Without jcmd: the JVM prints it on its own standard output. */
    private String printedByItself() {
        try {
            int before = out.text().length();
            Processes.signal(process.pid(), "QUIT");
            TestRun.Deadline deadline = new TestRun.Deadline(QUIT_NANOS);
            while (!out.text().substring(before).contains("JNI global ref") && !deadline.isOver()) {
                Thread.sleep(10);
            }
            return "--- threads\n" + out.text().substring(before);
        } catch (IOException e) {
            return "(no thread dump: " + e + ")\n";
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            return "(no thread dump: interrupted)\n";
        }
    }
}
