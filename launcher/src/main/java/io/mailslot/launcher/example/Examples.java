package io.mailslot.launcher.example;

import io.mailslot.JavaCommand;
import io.mailslot.Kernel;
import java.io.BufferedReader;
import java.io.IOException;
import java.io.InputStream;
import java.io.InputStreamReader;
import java.io.PrintWriter;
import java.lang.ProcessBuilder.Redirect;
import java.nio.charset.StandardCharsets;
import java.util.Arrays;
import java.util.List;
import java.util.Optional;

/** All examples by name, and the main class of their child processes. */
public final class Examples {
    private static final List<Entry> ALL = List.of(
            new Entry("mail-receiver", "creates a mailslot and prints what comes, until \"exit\"", new MailReceiver()),
            new Entry("mail-sender", "writes lines of standard input to it, until \"exit\"", new MailSender()),
            new Entry("exit-code", "waits for a child's end and asks for its exit code", new ChildExitCode()),
            new Entry("inherit", "a child writes through a handle whose number is in a file", new InheritedHandle()),
            new Entry("pseudo-handle", "a child waits for its parent, through a duplicate of -1", new PseudoHandle()),
            new Entry("usage-count", "an object's usage count after each step", new UsageCount()));

    private Examples() {}

    /**
     * One example.
     *
     * @param name how it is called
     * @param description what it does
     * @param example the program
     */
    public record Entry(String name, String description, Example example) {
        /**
         * Runs it.
         *
         * @param kernel the process it runs as
         * @param in its standard input
         * @param out its standard output
         * @param arguments none, but for children
         * @return its exit code
         * @throws IOException if its streams or files fail
         */
        public int run(Kernel kernel, InputStream in, PrintWriter out, String... arguments) throws IOException {
            BufferedReader lines = new BufferedReader(new InputStreamReader(in, StandardCharsets.UTF_8));
            return example.main(new ExampleProcess(kernel, lines, out), arguments);
        }
    }

    /**
     * Every example.
     *
     * @return in the order in which to read them
     */
    public static List<Entry> all() {
        return ALL;
    }

    /**
     * Finds an example.
     *
     * @param name its name
     * @return the example, if there is one of that name
     */
    public static Optional<Entry> find(String name) {
        return ALL.stream().filter(entry -> entry.name().equals(name)).findFirst();
    }

    /** The command line of a child process. */
    static ProcessBuilder command(String... arguments) {
        return JavaCommand.of(Examples.class)
                .withJvmOptions(
                        "-XX:TieredStopAtLevel=1",
                        "-XX:+UseSerialGC",
                        "-Xshare:auto",
                        "-XX:+DisplayVMOutputToStderr",
                        "-Xlog:disable",
                        "-Xlog:all=warning:stderr")
                .withArguments(arguments)
                .withStreams(Redirect.INHERIT)
                .toProcessBuilder();
    }

    /**
     * A child process.
     *
     * @param arguments the example's name, and what its parent tells it
     * @throws IOException if its files fail
     */
    public static void main(String[] arguments) throws IOException {
        PrintWriter out = new PrintWriter(System.out, true, StandardCharsets.UTF_8);
        int exitCode;
        try (Kernel kernel = Kernel.attach()) {
            String[] rest = Arrays.copyOfRange(arguments, 1, arguments.length);
            exitCode = find(arguments[0]).orElseThrow().run(kernel, System.in, out, rest);
        }
        System.exit(exitCode);
    }
}
