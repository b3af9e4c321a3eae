package io.mailslot.it.cli.guide;

import static java.nio.charset.StandardCharsets.UTF_8;

import io.mailslot.it.harness.Cli;
import io.mailslot.it.harness.Deadline;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.concurrent.TimeUnit;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/** A shell on a terminal of 80 columns, without echo; what it prints ends with a mark whenever it asks for the next command. */
final class Terminal implements AutoCloseable {
    private static final Pattern PROMPT = Pattern.compile("\u001e\\d+\u001e");
    private static final Pattern CONTROLS = Pattern.compile("\u001b\\[[0-9;?]*[a-zA-Z]|\u001b[=>]|\r");

    /** JDK 24 and later say this of the memory access of the library, and the guide tells so once. */
    private static final Pattern WARNINGS = Pattern.compile("(?m)^WARNING: .*\n");

    private final Process process;
    private final Path screen;

    /** How much of what it has printed was looked at. */
    private int seen;

    private boolean busy;

    private Terminal(Process process, Path screen) {
        this.process = process;
        this.screen = screen;
    }

    static Terminal open(Path folder, Path screen, Map<String, String> environment) throws IOException {
        String shell = "stty cols 80 rows 24 -echo; exec " + String.join(" ", Cli.HEARING)
                + " PS1= PS2= bash --norc --noprofile --noediting -i";
        ProcessBuilder builder = new ProcessBuilder("/usr/bin/script", "-q", "-e", "-c", shell, "/dev/null")
                .directory(folder.toFile())
                .redirectErrorStream(true)
                .redirectOutput(screen.toFile());
        builder.environment().putAll(environment);
        builder.environment()
                .putAll(Map.of(
                        "PROMPT_COMMAND", "printf '\\036%d\\036' $?",
                        "SHELL", "/bin/bash",
                        "LC_ALL", "C.UTF-8",
                        "TERM", "xterm",
                        "HISTFILE", "/dev/null"));
        Terminal terminal = new Terminal(builder.start(), screen);
        terminal.busy = true;
        terminal.untilPrompt();
        return terminal;
    }

    boolean busy() {
        return busy;
    }

    /** Types a command, and leaves it running. */
    void begin(String command) {
        type(command + "\n");
        busy = true;
    }

    /** Ctrl-C. */
    void interrupt() {
        type("\u0003");
    }

    private void type(String text) {
        try {
            process.getOutputStream().write(text.getBytes(UTF_8));
            process.getOutputStream().flush();
        } catch (IOException e) {
            throw new UncheckedIOException("cannot type " + text, e);
        }
    }

    /** What was printed since the last command ended, by now. */
    List<String> soFar() {
        return lines(text().substring(seen));
    }

    /** What was printed until the command ended. */
    List<String> untilPrompt() {
        Deadline.await("the command at the terminal has ended")
                .until(() -> PROMPT.matcher(text().substring(seen)).find());
        String rest = text().substring(seen);
        Matcher prompt = PROMPT.matcher(rest);
        busy = !prompt.find();
        seen += prompt.end();
        return lines(rest.substring(0, prompt.start()));
    }

    private static List<String> lines(String printed) {
        String plain = CONTROLS.matcher(printed).replaceAll("");
        return WARNINGS.matcher(plain).replaceAll("").lines().toList();
    }

    private String text() {
        try {
            return Files.readString(screen);
        } catch (java.nio.charset.MalformedInputException half) {
            return text();
        } catch (IOException e) {
            throw new UncheckedIOException("cannot read what the terminal shows", e);
        }
    }

    /** Ends the shell, and by force whatever a section that has failed has left there. */
    @Override
    public void close() throws IOException {
        if (busy) {
            process.descendants().forEach(ProcessHandle::destroyForcibly);
        } else {
            type("exit 0\n");
        }
        try {
            if (!process.waitFor(Deadline.PATIENCE.toMillis(), TimeUnit.MILLISECONDS)) {
                process.destroyForcibly();
            }
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        }
    }
}
