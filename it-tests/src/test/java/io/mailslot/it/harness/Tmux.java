package io.mailslot.it.harness;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.function.Predicate;
import org.junit.jupiter.api.Assumptions;

/** A shell on a terminal whose screen can be read, in which {@code mailslot} is the real command in a test's home. */
public final class Tmux implements AutoCloseable {
    private static final Path PROGRAM = Path.of("/usr/bin/tmux");
    private static final String SHELL = String.join(" ", Cli.HEARING) + " /bin/bash --norc --noprofile";

    private final TestHome home;

    private Tmux(TestHome home) {
        this.home = home;
    }

    /** Starts it; the test is skipped where there is none. */
    public static Tmux in(TestHome home, int columns, int rows) {
        Assumptions.assumeTrue(Files.isExecutable(PROGRAM), PROGRAM + " makes terminals, and is not there");
        Tmux tmux = new Tmux(home);
        String size = columns + "x" + rows;
        tmux.run(
                "-f",
                "/dev/null",
                "new-session",
                "-d",
                "-x",
                String.valueOf(columns),
                "-y",
                String.valueOf(rows),
                SHELL);
        Deadline.await("a terminal of " + size)
                .until(() -> tmux.told("#{pane_width}x#{pane_height}").equals(size));
        return tmux;
    }

    private String run(String... words) {
        List<String> command = new ArrayList<>(List.of(PROGRAM.toString(), "-u", "-S", socket().toString()));
        command.addAll(List.of(words));
        ProcessBuilder builder =
                new ProcessBuilder(command).directory(home.scratch().toFile()).redirectErrorStream(true);
        builder.environment().remove("TMUX");
        builder.environment()
                .putAll(Map.of(
                        "LC_ALL",
                        "C.UTF-8",
                        "PATH",
                        Cli.script().getParent() + ":" + System.getenv("PATH"),
                        "MAILSLOT_HOME",
                        home.path().toString(),
                        "MAILSLOT_JAVA_OPTS",
                        ClassArchives.commandLineOptions(),
                        "MAILSLOT_NO_ARCHIVE",
                        "1"));
        try {
            Process process = builder.start();
            process.getOutputStream().close();
            return new String(process.getInputStream().readAllBytes(), StandardCharsets.UTF_8);
        } catch (IOException e) {
            throw new UncheckedIOException("cannot run " + command, e);
        }
    }

    /** As short as the names of sockets have to be. */
    private Path socket() {
        return home.scratch().resolve("t");
    }

    /** What tmux knows about the terminal, by its own names. */
    public String told(String format) {
        return run("display-message", "-p", format).strip();
    }

    /** Presses keys: texts, or what tmux calls them, as {@code Enter}. */
    public void press(String... keys) {
        List<String> words = new ArrayList<>(List.of("send-keys"));
        words.addAll(List.of(keys));
        run(words.toArray(String[]::new));
    }

    /** Gives the terminal another size. */
    public void resize(int columns, int rows) {
        run("resize-window", "-x", String.valueOf(columns), "-y", String.valueOf(rows));
    }

    /** The lines that are seen, without blanks at their ends. */
    public List<String> lines() {
        return run("capture-pane", "-p").lines().map(String::stripTrailing).toList();
    }

    /** Waits until the screen is as it should be. */
    public void await(String what, Predicate<List<String>> seen) {
        try {
            Deadline.await(what).until(() -> seen.test(lines()));
        } catch (RuntimeException late) {
            throw new AssertionError(what + " is not to be seen, but\n" + String.join("\n", lines()), late);
        }
    }

    /** Waits for a line that has a match. */
    public void awaitLine(String pattern) {
        await(
                "a line with " + pattern,
                lines -> lines.stream().anyMatch(line -> line.matches(".*(?:" + pattern + ").*")));
    }

    @Override
    public void close() {
        run("kill-server");
    }
}
