package io.mailslot.testkit;

import java.io.File;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Set;
import java.util.stream.Collectors;
import org.apache.maven.surefire.api.suite.RunResult;
import org.apache.maven.surefire.extensions.ForkedProcessTimeoutContext;
import org.apache.maven.surefire.extensions.ForkedProcessTimeoutExtension;

/**
 * Tells what children of tests were doing when Surefire or Failsafe, from 3.6 on, kills the JVM of the tests because its time is over
 * ({@code forkedProcessTimeoutInSeconds}). It is for Maven, which finds it when this artifact is a dependency of the plug-in.
 *
 * @since 0.1.0
 */
public final class SurefireTimeout implements ForkedProcessTimeoutExtension {
    /** Surefire gives up waiting after 30 s. */
    private static final long NANOS = 20_000_000_000L;

    /** For Maven. */
    public SurefireTimeout() {}

    @Override
    public void onTimeoutDetected(ForkedProcessTimeoutContext fork) throws IOException {
        List<ProcessHandle> children = childrenOf(fork.getPid());
        if (children.isEmpty()) {
            return;
        }
        File folder = fork.getReportsDirectory();
        Path report = Files.createDirectories(folder.toPath())
                .resolve("mailslot-testkit-timeout-" + fork.getForkNumber() + ".txt");
        List<String> text = new ArrayList<>();
        text.add("children of process " + fork.getPid() + ", a JVM with tests, after " + fork.getTimeoutSeconds()
                + " s\n");
        children.forEach(each -> text.add(Processes.describe(each) + "\n"));
        Files.writeString(report, String.join("", text)); // whatever becomes of the rest
        TestRun.Deadline deadline = new TestRun.Deadline(NANOS);
        for (ProcessHandle each : children) {
            if (!deadline.isOver()) {
                text.add("\n" + Processes.describe(each) + "\n" + tails(each.pid()) + threads(each.pid(), report));
                Files.writeString(report, String.join("", text));
            }
        }
        fork.getConsoleLogger().warning("children of tests, " + children.size() + " at the time limit: " + report);
    }

    /** By the environment: those whose parents have ended, too. */
    private static List<ProcessHandle> childrenOf(long fork) {
        Set<String> runs = ProcessHandle.of(fork).stream()
                .flatMap(ProcessHandle::descendants)
                .flatMap(each -> Processes.variable(each.pid(), Watchdog.VARIABLE).stream())
                .collect(Collectors.toSet());
        return runs.stream()
                .flatMap(run -> Processes.withVariable(Watchdog.VARIABLE, run).stream())
                .filter(each -> each.pid() != fork) // which may be the child of a test itself
                .toList();
    }

    private static String threads(long pid, Path report) {
        if (!Processes.isJvm(pid)) {
            return "";
        }
        if (Processes.isStopped(pid)) {
            return "(no thread dump: it is stopped by a signal)\n";
        }
        return ThreadDump.isPossible()
                ? ThreadDump.of(pid, report.resolveSibling(report.getFileName() + "." + pid + ".threads"))
                : "(no thread dump: the JDK that runs Maven has no jcmd)\n";
    }

    /** The end of what it has printed, which goes to files. */
    private static String tails(long pid) {
        return Processes.openFile(pid, 1)
                        .map(file -> "--- output: " + file + "\n" + new Output(file).tail())
                        .orElse("")
                + Processes.openFile(pid, 2)
                        .map(file -> "--- errors: " + file + "\n" + new Output(file).tail())
                        .orElse("");
    }

    @Override
    public void onForkExited(ForkedProcessTimeoutContext fork, RunResult result) {
        // the watchdog has ended its children
    }
}
