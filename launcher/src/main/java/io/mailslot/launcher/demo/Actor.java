package io.mailslot.launcher.demo;

import io.mailslot.JavaCommand;
import java.io.BufferedReader;
import java.io.BufferedWriter;
import java.io.IOException;
import java.lang.ProcessBuilder.Redirect;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.BlockingQueue;
import java.util.concurrent.LinkedBlockingQueue;
import java.util.concurrent.TimeUnit;

/**
 * The director's view of one child JVM, and of the children which that one starts. Used by one thread; nothing waits
 * past the deadline.
 */
final class Actor implements AutoCloseable {
    /** A role lives for a moment only: no time to warm up. What the JVM has to say is no part of it. */
    private static final String[] OPTIONS = {
        "-XX:TieredStopAtLevel=1",
        "-XX:+UseSerialGC",
        "-Xshare:auto",
        "-XX:+DisplayVMOutputToStderr",
        "-Xlog:disable",
        "-Xlog:all=warning:stderr"
    };

    private final String name;
    private final Process process;
    private final Transcript transcript;
    private final long deadline;
    private final BufferedWriter cues;
    /** Lines of the actor; an empty one after the last. */
    private final BlockingQueue<Optional<String>> lines = new LinkedBlockingQueue<>();

    private final Map<String, List<HandleRow>> rows = new HashMap<>();

    /** Takes over a process whose standard input and output are pipes. */
    Actor(String name, Process process, Transcript transcript, long deadlineNanos) {
        this.name = name;
        this.process = process;
        this.transcript = transcript;
        this.deadline = deadlineNanos;
        this.cues = process.outputWriter(StandardCharsets.UTF_8);
        Thread listener = new Thread(this::listen, "listener of " + name);
        listener.setDaemon(true);
        listener.start();
    }

    /** A JVM that plays a role, says what it does where its parent does, and is given its cues through a pipe. */
    static JavaCommand command(Class<?> role) {
        return JavaCommand.of(role)
                .withJvmOptions(OPTIONS)
                .withInput(Redirect.PIPE)
                .withOutput(Redirect.INHERIT)
                .withErrors(Redirect.INHERIT);
    }

    /** Lets the actor go one step further. */
    void cue() {
        try {
            cues.write("go\n");
            cues.flush();
        } catch (IOException e) {
            throw new SceneFailure(name + " does not listen any more: " + e.getMessage(), e);
        }
    }

    /** Prints what the actor says up to a fact of its own, and returns that. */
    String fact(String key) throws InterruptedException {
        return fact(name, key);
    }

    /** Prints what is said up to a fact that {@code who}, this actor or a child of it, reports; returns that. */
    String fact(String who, String key) throws InterruptedException {
        return await(Report.FACT, who, key).get(3);
    }

    /** Prints what the actor says up to its next handle table, and returns that. */
    HandleTable table() throws InterruptedException {
        return table(name);
    }

    /** Prints what is said up to the next handle table of {@code who}, this actor or a child of it; returns that. */
    HandleTable table(String who) throws InterruptedException {
        await(Report.TABLE, who, null);
        HandleTable table = new HandleTable(rows.remove(who));
        transcript.table(who, table);
        return table;
    }

    /** Tells the actor that no cue follows, prints the rest of what it says, and returns its exit code. */
    int end() throws InterruptedException {
        try {
            cues.close();
        } catch (IOException e) {
            throw new SceneFailure(name + " does not listen any more: " + e.getMessage(), e);
        }
        for (Optional<String> line = nextLine("its end"); line.isPresent(); line = nextLine("its end")) {
            perform(line.get());
        }
        if (!process.waitFor(Math.max(1, deadline - System.nanoTime()), TimeUnit.NANOSECONDS)) {
            throw new SceneFailure("expected " + name + " to end, but the time is up");
        }
        return process.exitValue();
    }

    private List<String> await(String kind, String who, String key) throws InterruptedException {
        String what = kind.substring(1) + " of " + who + (key == null ? "" : ": " + key);
        while (true) {
            String line = nextLine(what)
                    .orElseThrow(() -> new SceneFailure(
                            "expected the " + what + ", but " + name + " ended with exit code " + exitCode()));
            List<String> words = perform(line);
            boolean wanted = words.get(0).equals(kind) && words.get(1).equals(who);
            if (wanted && (key == null || words.get(2).equals(key))) {
                return words;
            }
        }
    }

    /** Prints or collects one line; returns its words. */
    private List<String> perform(String line) {
        List<String> words = List.of(line.split(Report.SEPARATOR, -1));
        switch (words.get(0)) {
            case Report.SAY -> transcript.say(words.get(1), words.get(2));
            case Report.ROW -> rowsOf(words.get(1)).add(HandleRow.parse(words.subList(2, words.size())));
            case Report.TABLE -> rowsOf(words.get(1));
            case Report.FACT -> {
                // Facts are for the scene; what the audience needs has been said.
            }
            default -> transcript.say(name, line);
        }
        return words;
    }

    private List<HandleRow> rowsOf(String who) {
        return rows.computeIfAbsent(who, ignored -> new ArrayList<>());
    }

    private Optional<String> nextLine(String what) throws InterruptedException {
        Optional<String> line = lines.poll(deadline - System.nanoTime(), TimeUnit.NANOSECONDS);
        if (line == null) {
            throw new SceneFailure("expected the " + what + " from " + name + ", but the time is up");
        }
        return line;
    }

    private String exitCode() {
        return process.isAlive() ? "(none yet)" : String.valueOf(process.exitValue());
    }

    private void listen() {
        try (BufferedReader reader = process.inputReader(StandardCharsets.UTF_8)) {
            for (String line = reader.readLine(); line != null; line = reader.readLine()) {
                lines.add(Optional.of(line));
            }
        } catch (IOException e) {
            lines.add(Optional.of("cannot be heard any more: " + e.getMessage()));
        }
        lines.add(Optional.empty());
    }

    /** Ends the actor and its children if they are still there. */
    @Override
    public void close() {
        process.descendants().forEach(ProcessHandle::destroyForcibly);
        process.destroyForcibly();
    }
}
