package io.mailslot.benchmarks;

import io.mailslot.JavaCommand;
import io.mailslot.Kernel;
import io.mailslot.api.AccessRight;
import io.mailslot.api.ObjectOpenOptions;
import io.mailslot.api.ProcessObject;
import java.io.BufferedReader;
import java.io.IOException;
import java.io.InputStreamReader;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.Arrays;
import java.util.List;
import java.util.Locale;
import java.util.stream.Collectors;

/**
 * How long after {@code kill -9} a JVM that is not the parent knows the exit code of the killed one: a shell starts the
 * victim, this JVM opens it by its process id, kills it and waits for its end. Argument: number of rounds.
 */
public final class ExitCodeLatency {
    private static final int KILLED = 128 + 9;
    private static final Duration PATIENCE = Duration.ofSeconds(10);

    private ExitCodeLatency() {}

    /**
     * Measures and prints one line.
     *
     * @param arguments number of rounds
     * @throws Exception if a round fails
     */
    public static void main(String[] arguments) throws Exception {
        int rounds = arguments.length == 0 ? 30 : Integer.parseInt(arguments[0]);
        long[] nanos = new long[rounds];
        try (BenchmarkHome home = new BenchmarkHome()) {
            for (int i = 0; i < rounds; i++) {
                nanos[i] = round(home.kernel());
            }
        }
        Arrays.sort(nanos);
        System.out.printf(
                Locale.ROOT,
                "exit code of a killed stranger known after: p50 %.1f ms, p90 %.1f ms, max %.1f ms (%d rounds)%n",
                nanos[rounds / 2] / 1e6,
                nanos[rounds * 9 / 10] / 1e6,
                nanos[rounds - 1] / 1e6,
                rounds);
    }

    private static long round(Kernel kernel) throws IOException, InterruptedException {
        Process shell = startThroughShell(kernel);
        try (BufferedReader output =
                        new BufferedReader(new InputStreamReader(shell.getInputStream(), StandardCharsets.US_ASCII));
                ProcessObject victim = kernel.openProcess(
                        Long.parseLong(output.readLine()), ObjectOpenOptions.of(AccessRight.QUERY_INFORMATION))) {
            ProcessHandle program = ProcessHandle.of(victim.processId()).orElseThrow();
            long start = System.nanoTime();
            program.destroyForcibly();
            boolean ended = victim.waitForEnd(PATIENCE);
            long took = System.nanoTime() - start;
            if (!ended || victim.exitCode().orElseThrow() != KILLED) {
                throw new IllegalStateException("ended: " + ended + ", exit code " + victim.exitCode());
            }
            return took;
        } finally {
            shell.waitFor();
        }
    }

    /** The shell is the victim's parent, and not attached. */
    private static Process startThroughShell(Kernel kernel) throws IOException {
        ProcessBuilder victim = JavaCommand.of(Victim.class)
                .withJvmOptions("-XX:TieredStopAtLevel=1", "-XX:+UseSerialGC")
                .toProcessBuilder();
        String command = victim.command().stream()
                .map(word -> "'" + word.replace("'", "'\\''") + "'")
                .collect(Collectors.joining(" "));
        ProcessBuilder shell = new ProcessBuilder(List.of("sh", "-c", command + " & wait"));
        shell.environment().put("MAILSLOT_HOME", kernel.home().toString());
        return shell.start();
    }

    /** Attaches, prints its process id and stays until it is killed. */
    static final class Victim {
        private Victim() {}

        public static void main(String[] arguments) throws InterruptedException {
            try (Kernel kernel = Kernel.attach()) {
                System.out.println(kernel.processId());
                Thread.currentThread().join();
            }
        }
    }
}
