package io.mailslot.it.harness;

import static java.nio.charset.StandardCharsets.UTF_8;
import static java.util.concurrent.TimeUnit.MILLISECONDS;

import io.mailslot.inspect.HomeInspector;
import io.mailslot.inspect.HomeSnapshot;
import java.io.IOException;
import java.io.OutputStream;
import java.io.UncheckedIOException;
import java.lang.ProcessBuilder.Redirect;
import java.nio.file.DirectoryStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.Assumptions;

/** Runs the real {@code bin/mailslot} in a test's home, as a user does. */
public final class Cli {
    /**
     * Whether what goes the same way through the program for each command is looked at for all of them, and not for some. The
     * profile "storm" says so.
     */
    public static final boolean EVERYTHING = Boolean.getBoolean("mailslot.cli.everything");

    /** For {@link #through}: standard output is a pipe whose reader has gone before the command begins. */
    public static final String WITHOUT_A_READER = "exec > >(:); wait $!; exec \"$0\" \"$@\"";

    private static final String PROJECT_PROPERTY = "mailslot.project.dir";

    /** The program, not the class: it runs another one on a terminal of its own. */
    private static final Path SCRIPT = Path.of("/usr/bin/script");

    private final TestHome home;
    /** Before a command, so that it hears signals also if this JVM was started in the background, or by nohup. */
    public static final List<String> HEARING = List.of("env", "--default-signal=HUP,INT,QUIT");

    private final List<String> program;

    private Cli(TestHome home, List<String> program) {
        this.home = home;
        this.program = program;
    }

    public static Cli in(TestHome home) {
        return new Cli(home, List.of(script().toString()));
    }

    /** The same command under another path. */
    public Cli calledAs(Path path) {
        return new Cli(home, List.of(path.toString()));
    }

    /** The same command with a folder of its own for temporary files. */
    public Cli withTemporary(Path folder) {
        List<String> withFolder = new ArrayList<>(List.of(
                "env", "MAILSLOT_JAVA_OPTS=" + ClassArchives.commandLineOptions() + " -Djava.io.tmpdir=" + folder));
        withFolder.addAll(program);
        return new Cli(home, withFolder);
    }

    /** The same command with standard input closed, as daemons start programs. */
    public Cli withoutInput() {
        return through("exec \"$0\" \"$@\" <&-");
    }

    /** The same command by a script of the shell, in which {@code "$0" "$@"} is the command. */
    public Cli through(String script) {
        List<String> shell = new ArrayList<>(List.of("bash", "-c", script));
        shell.addAll(program);
        return new Cli(home, shell);
    }

    /** The executable jar, as people start it who do not know of the script. */
    public static Cli jarIn(TestHome home) {
        String java = Path.of(System.getProperty("java.home"), "bin", "java").toString();
        String jar =
                project().resolve("launcher/target/mailslot.jar").normalize().toString();
        List<String> words = new ArrayList<>(List.of(java, "-XX:TieredStopAtLevel=1"));
        words.addAll(ClassArchives.jarOptions());
        words.addAll(List.of("-jar", jar));
        return new Cli(home, words);
    }

    /** The same command on a terminal of so many columns; what it prints ends its lines with a carriage return, too. */
    public Cli onTerminal(int columns) {
        // Its own input never ends, and is none of the command's.
        return onTerminal("p=in.$$; mkfifo $p; exec 0<>$p; rm $p; ", columns);
    }

    /** The same on a terminal of 80 columns, on which a test {@link Running#type types}. */
    public Cli onTypedTerminal() {
        return onTerminal("", 80);
    }

    private Cli onTerminal(String input, int columns) {
        Assumptions.assumeTrue(Files.isExecutable(SCRIPT), SCRIPT + " makes terminals, and is not there");
        String shell = input + "printf -v line '%q ' \"$@\"; SHELL=/bin/sh exec " + SCRIPT + " -q -e -c \"stty cols "
                + columns + " rows 24; exec $line\" /dev/null";
        List<String> words = new ArrayList<>(List.of("bash", "-c", shell, "on-terminal"));
        words.addAll(program);
        return new Cli(home, words);
    }

    /** The project's root. */
    public static Path project() {
        String project = System.getProperty(PROJECT_PROPERTY);
        return project == null ? Path.of("").toAbsolutePath().getParent() : Path.of(project);
    }

    public static Path script() {
        Path script = project().resolve("launcher/bin/mailslot");
        if (!Files.isExecutable(script)) {
            throw new AssertionError(script + " is missing; set -D" + PROJECT_PROPERTY + " to the project's root");
        }
        return script;
    }

    /** For {@code MAILSLOT_JAVA_OPTS} of commands that a test does not start by itself. */
    public static String quickOptions() {
        return ClassArchives.commandLineOptions();
    }

    /** Runs to the end with nothing on standard input. */
    public Outcome run(String... arguments) {
        return runWith(new byte[0], arguments);
    }

    /** Runs to the end with the given standard input. */
    public Outcome runWith(byte[] input, String... arguments) {
        Running running = start(arguments);
        running.write(input);
        return running.outcome();
    }

    /** Starts a command and leaves its input open. */
    public Running start(String... arguments) {
        List<String> command = new ArrayList<>(HEARING);
        command.addAll(program);
        command.addAll(List.of(arguments));
        try {
            Path output = Files.createTempFile(home.scratch(), "cli-", ".out");
            Path errors = Files.createTempFile(home.scratch(), "cli-", ".err");
            ProcessBuilder builder = new ProcessBuilder(command)
                    .directory(home.scratch().toFile())
                    .redirectOutput(Redirect.to(output.toFile()))
                    .redirectError(Redirect.to(errors.toFile()));
            builder.environment().put("MAILSLOT_HOME", home.path().toString());
            builder.environment().put("MAILSLOT_JAVA_OPTS", ClassArchives.commandLineOptions());
            builder.environment().put("TERM", "xterm"); // whatever this JVM has
            builder.environment().put("MAILSLOT_NO_ARCHIVE", "1"); // it has that of the tests
            return new Running(command, builder.start(), output, errors);
        } catch (IOException e) {
            throw new UncheckedIOException("cannot start " + command, e);
        }
    }

    /** Starts {@code receive NAME ...} and waits until the mailslot exists. */
    public Running receive(String name, String... options) {
        List<String> arguments = new ArrayList<>(List.of("receive", name));
        arguments.addAll(List.of(options));
        Running running = start(arguments.toArray(String[]::new));
        Deadline.await("the mailslot " + name + " exists, or its command ended")
                .until(() -> exists(name) || !running.process().isAlive());
        return running;
    }

    private boolean exists(String name) {
        return HomeInspector.inspect(home.path()).map(HomeSnapshot::mailslots).orElse(List.of()).stream()
                .anyMatch(mailslot -> mailslot.name().equals(name));
    }

    /**
     * A command that runs.
     *
     * @param command its command line
     * @param process its process
     * @param output where its standard output goes
     * @param errors where its standard error goes
     */
    public record Running(List<String> command, Process process, Path output, Path errors) {
        /** Writes standard input and ends it. */
        public void write(byte[] input) {
            try (OutputStream stream = process.getOutputStream()) {
                stream.write(input);
            } catch (IOException e) {
                if (process.isAlive()) {
                    throw new UncheckedIOException("cannot write the input of " + command, e);
                }
            }
        }

        /** Types something, and leaves the input open. */
        public void type(String text) {
            try {
                process.getOutputStream().write(text.getBytes(UTF_8));
                process.getOutputStream().flush();
            } catch (IOException e) {
                throw new UncheckedIOException("cannot type for " + command, e);
            }
        }

        /** Sends the command a signal, and it alone. */
        public void signal(String name) {
            try {
                Process kill = new ProcessBuilder("kill", "-s", name, String.valueOf(process.pid())).start();
                if (kill.waitFor() != 0) {
                    throw new AssertionError(command + " cannot be sent SIG" + name);
                }
            } catch (IOException e) {
                throw new UncheckedIOException("no kill", e);
            } catch (InterruptedException e) {
                Thread.currentThread().interrupt();
                throw new AssertionError("interrupted", e);
            }
        }

        /** Whether it is in a call of write(2) with 1 as its first argument, here or on an ARM. */
        public boolean isWriting() {
            Path tasks = Path.of("/proc/" + process.pid() + "/task");
            try (DirectoryStream<Path> threads = Files.newDirectoryStream(tasks)) {
                for (Path thread : threads) {
                    if (Files.readString(thread.resolve("syscall")).matches("(?s)(1|64) 0x1 .*")) {
                        return true;
                    }
                }
                return false;
            } catch (IOException ended) {
                return false;
            }
        }

        /** Waits for the end. */
        public Outcome outcome() {
            try {
                if (!process.waitFor(Deadline.PATIENCE.toMillis(), MILLISECONDS)) {
                    throw new AssertionError(command + " did not end; its threads:\n" + StackDump.of(process));
                }
                return new Outcome(process.exitValue(), Files.readAllBytes(output), Files.readString(errors));
            } catch (InterruptedException e) {
                Thread.currentThread().interrupt();
                throw new AssertionError("interrupted while " + command + " ran", e);
            } catch (IOException e) {
                throw new UncheckedIOException("cannot read the output of " + command, e);
            }
        }
    }

    /**
     * How a command ended.
     *
     * @param exit its exit code
     * @param output the bytes on standard output
     * @param errors the text on standard error
     */
    public record Outcome(int exit, byte[] output, String errors) {
        public String text() {
            return new String(output, UTF_8);
        }

        @Override
        public String toString() {
            return "exit " + exit + "\n--- standard output\n" + text() + "\n--- standard error\n" + errors;
        }
    }
}
