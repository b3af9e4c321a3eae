package io.mailslot.benchmarks.race;

import io.mailslot.JavaCommand;
import java.io.BufferedReader;
import java.io.IOException;
import java.io.InputStreamReader;
import java.lang.ProcessBuilder.Redirect;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;
import java.util.stream.Stream;

/** The processes of one measurement. Those that are left are killed at the end. */
final class Children implements AutoCloseable {
    private static final long PATIENCE_SECONDS = 120;

    private static final int HEAP_MEBIBYTES = 256;

    private final List<Child> started = new ArrayList<>();
    private final boolean pinned;
    private final String[] jvmOptions;

    /** Whole processes are pinned to a processor each, or left to the scheduler. */
    Children(boolean pinned, String... jvmOptions) {
        this.pinned = pinned;
        this.jvmOptions = jvmOptions;
    }

    /** A side in a JVM. */
    Child java(int processor, Task task) throws IOException {
        List<String> command = JavaCommand.of(Side.class)
                .withSystemProperty("org.slf4j.simpleLogger.defaultLogLevel", "error")
                .withJvmOptions(
                        "--add-opens=java.base/jdk.internal.misc=ALL-UNNAMED",
                        "--add-opens=java.base/sun.nio.ch=ALL-UNNAMED",
                        "--add-opens=java.base/java.lang=ALL-UNNAMED",
                        "-XX:+UseSerialGC",
                        // their processor time would go with them
                        "-XX:-UseDynamicNumberOfCompilerThreads",
                        "-Xmx" + HEAP_MEBIBYTES + "m")
                .withJvmOptions(jvmOptions)
                .withArguments(task.arguments().toArray(String[]::new))
                .toProcessBuilder()
                .command();
        return start(processor, command);
    }

    /** Any program. */
    Child start(int processor, List<String> command) throws IOException {
        List<String> whole = new ArrayList<>(command);
        if (pinned) {
            whole.addAll(0, List.of("taskset", "-c", Integer.toString(processor)));
        }
        Child child = new Child(
                new ProcessBuilder(whole).redirectError(Redirect.INHERIT).start());
        started.add(child);
        return child;
    }

    @Override
    public void close() {
        for (Child child : started) {
            child.process.destroyForcibly().onExit().join();
        }
    }

    /** One of them, and what it says. */
    static final class Child {
        private final Process process;
        private final BufferedReader output;

        private Child(Process process) {
            this.process = process;
            this.output =
                    new BufferedReader(new InputStreamReader(process.getInputStream(), StandardCharsets.US_ASCII));
        }

        /** The next line of its output. */
        String line() throws IOException, InterruptedException {
            CompletableFuture<String> line = CompletableFuture.supplyAsync(this::read);
            try {
                String text = line.get(PATIENCE_SECONDS, TimeUnit.SECONDS);
                if (text == null) {
                    throw new IOException("a side ended without a word, with exit code " + process.waitFor());
                }
                return text;
            } catch (ExecutionException | TimeoutException e) {
                throw new IOException("a side says nothing", e);
            }
        }

        private String read() {
            try {
                return output.readLine();
            } catch (IOException e) {
                return null;
            }
        }

        /** Its next line as figures. */
        long[] figures() throws IOException, InterruptedException {
            return Stream.of(line().split(" ")).mapToLong(Long::parseLong).toArray();
        }

        /** Says a line to it. */
        void tellLine(String words) throws IOException {
            process.getOutputStream().write((words + "\n").getBytes(StandardCharsets.US_ASCII));
            process.getOutputStream().flush();
        }

        /** Says one byte to it. */
        void tell(int value) throws IOException {
            process.getOutputStream().write(value);
            process.getOutputStream().flush();
        }
    }
}
