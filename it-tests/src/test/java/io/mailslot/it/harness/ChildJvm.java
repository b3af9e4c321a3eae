package io.mailslot.it.harness;

import static java.nio.charset.StandardCharsets.US_ASCII;
import static java.util.concurrent.TimeUnit.MILLISECONDS;

import io.mailslot.JavaCommand;
import io.mailslot.api.ChildProcess;
import java.io.IOException;
import java.io.OutputStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.Arrays;
import java.util.List;
import java.util.Optional;

/**
 * A child process of a test, usually a JVM that runs {@link Agent}. Its standard output is read line by line, its
 * standard error goes to a file; both are evidence when something fails. It is ended by its own {@link Process}
 * object, never by name. A child that a test did not kill or expect to fail must end with exit code 0 and print
 * nothing on standard error.
 */
public final class ChildJvm {
    private static final int KILLED = 128 + 9;
    private static final int TERMINATED = 128 + 15;
    private static final String TOOL_OPTIONS_NOTE = "Picked up ";

    private final Process process;
    private Optional<ChildProcess> kernelObject;
    private final LineReader output;
    private final Path errors;
    private int expectedExit;
    private boolean anyExit;
    private boolean silenceExpected = true;

    ChildJvm(Process process, Optional<ChildProcess> kernelObject, Path errors) {
        this.process = process;
        this.kernelObject = kernelObject;
        this.errors = errors;
        this.output = LineReader.start("output of child " + process.pid(), process.getInputStream());
    }

    /** As {@link QuickJvm#of}. */
    public static JavaCommand quick(JavaCommand command) {
        return QuickJvm.of(command);
    }

    public long pid() {
        return process.pid();
    }

    public Process process() {
        return process;
    }

    /** The handle to the child's process object, for a child that came from {@code Kernel.createProcess}. */
    public ChildProcess kernelObject() {
        return kernelObject.orElseThrow(() -> new AssertionError("the child was started plainly"));
    }

    void forgetKernelObject() {
        kernelObject = Optional.empty();
    }

    /** Sends a command without waiting for the answer; {@link #reply()} fetches that. */
    public void tell(Object... words) {
        try {
            OutputStream input = process.getOutputStream();
            input.write((Words.join(texts(words)) + System.lineSeparator()).getBytes(US_ASCII));
            input.flush();
        } catch (IOException e) {
            throw failure("cannot send it " + String.join(" ", texts(words)), e);
        }
    }

    /** Waits for the answer to the oldest command that has none yet. */
    public Reply reply() {
        String line = line();
        if (!Reply.isReply(line)) {
            throw failure("printed a stray line: " + line, null);
        }
        return Reply.parse(line);
    }

    /** Whether no further line of output comes within the given time. */
    public boolean saysNothingFor(Duration duration) {
        return output.next(duration).isEmpty();
    }

    /** Waits for the next line on standard output; empty once there will be none. */
    public Optional<String> lineIfAny() {
        Optional<String> line = output.next(Duration.ofMillis(100));
        long deadline = System.nanoTime() + Deadline.PATIENCE.toNanos();
        while (line.isEmpty() && process.isAlive() && deadline - System.nanoTime() > 0) {
            line = output.next(Duration.ofMillis(100));
        }
        return line.isPresent() ? line : output.next(Duration.ofMillis(100));
    }

    /** Waits for the next line on standard output. */
    public String line() {
        return output.next(Deadline.PATIENCE).orElseThrow(() -> failure("printed no line in time", null));
    }

    /** Sends a command and waits for its answer, good or bad. */
    public Reply ask(Object... words) {
        tell(words);
        return reply();
    }

    /** Sends a command that must succeed. */
    public Reply must(Object... words) {
        return succeeded(ask(words), words);
    }

    /** Sends a command that must succeed to one of the agent's own children. */
    public Reply mustTell(long grandchild, Object... words) {
        Object[] command = new Object[words.length + 2];
        command[0] = "tell";
        command[1] = grandchild;
        System.arraycopy(words, 0, command, 2, words.length);
        return must(command);
    }

    private static String[] texts(Object... words) {
        return Arrays.stream(words).map(String::valueOf).toArray(String[]::new);
    }

    private Reply succeeded(Reply reply, Object... words) {
        if (!reply.ok()) {
            throw failure("refused " + String.join(" ", texts(words)) + ": " + reply.values(), null);
        }
        return reply;
    }

    /** Kills the child the hard way (SIGKILL) and waits until it is gone. */
    public void kill() {
        killWithoutWaiting();
        awaitExit(Deadline.PATIENCE);
    }

    /** Kills the child the hard way (SIGKILL); it may take some milliseconds to be gone. */
    public void killWithoutWaiting() {
        expectedExit = KILLED;
        process.destroyForcibly();
    }

    /** Has the child stand still (SIGSTOP) until {@link #goOn}: alive, and doing nothing. */
    public void standStill() {
        signal("-STOP");
    }

    /** Has a child that stands still go on. */
    public void goOn() {
        signal("-CONT");
    }

    /** Asks the child to end (SIGTERM). */
    public void terminate() {
        expectedExit = TERMINATED;
        signal("-TERM");
    }

    private void signal(String signal) {
        try {
            Process kill = new ProcessBuilder("kill", signal, Long.toString(pid())).start();
            if (kill.waitFor() != 0) {
                throw failure("did not get the signal " + signal, null);
            }
        } catch (IOException e) {
            throw failure("cannot be sent the signal " + signal, e);
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            throw failure("was to get the signal " + signal + " when the test was interrupted", e);
        }
    }

    public boolean isAlive() {
        return process.isAlive();
    }

    /** Lets the child's end be something other than success. */
    public ChildJvm expectExit(int code) {
        expectedExit = code;
        return this;
    }

    /** Lets the child end in whatever way. */
    public ChildJvm expectAnyExit() {
        anyExit = true;
        return this;
    }

    /** Lets the child print on standard error. */
    public ChildJvm expectErrorOutput() {
        silenceExpected = false;
        return this;
    }

    /** Waits for the child's end and checks that it is the expected one. */
    public int awaitExit(Duration atMost) {
        try {
            if (!process.waitFor(atMost.toMillis(), MILLISECONDS)) {
                throw failure("did not end within " + atMost + "; its threads:\n" + StackDump.of(process), null);
            }
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            throw failure("the test was interrupted while it waited for the child's end", e);
        }
        if (!anyExit && process.exitValue() != expectedExit) {
            throw failure("ended with " + process.exitValue() + " instead of " + expectedExit, null);
        }
        return process.exitValue();
    }

    /** Ends the child politely: closes its input, waits, and checks how it ended and what it printed. */
    public void end() {
        closeInput();
        awaitExit(Deadline.PATIENCE);
        String unexpected = silenceExpected ? errorOutput() : "";
        if (!unexpected.isEmpty()) {
            throw failure("printed on standard error", null);
        }
    }

    public void closeInput() {
        try {
            process.getOutputStream().close();
        } catch (IOException e) {
            if (process.isAlive()) {
                throw failure("its input cannot be closed", e);
            }
        }
    }

    /** Whatever the child printed on standard error so far, but for the JVM's note of its options. */
    public String errorOutput() {
        try (var lines = Files.lines(errors)) {
            List<String> kept =
                    lines.filter(line -> !line.startsWith(TOOL_OPTIONS_NOTE)).toList();
            return String.join("\n", kept);
        } catch (IOException e) {
            throw new AssertionError("the error output of child " + pid() + " cannot be read", e);
        }
    }

    /** Makes sure that nothing is left of the child, however the test went. */
    void forceEnd() {
        process.destroyForcibly();
        try {
            process.waitFor(Deadline.PATIENCE.toMillis(), MILLISECONDS);
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        }
    }

    /** What the child said, for the report of a failure. */
    String evidence() {
        String state = process.isAlive() ? "running" : "ended with " + process.exitValue();
        return "child " + pid() + " (" + state + ")\n--- standard output\n" + output.transcript()
                + "\n--- standard error\n" + errorOutput();
    }

    private AssertionError failure(String what, Throwable cause) {
        return new AssertionError("child " + pid() + " " + what + "\n" + evidence(), cause);
    }
}
