package io.mailslot.launcher;

import io.mailslot.Kernel;
import io.mailslot.KernelOptions;
import io.mailslot.inspect.HomeInspector;
import java.io.IOException;
import java.io.PrintWriter;
import java.nio.file.Path;
import picocli.CommandLine;
import picocli.CommandLine.Command;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.ParameterException;
import picocli.CommandLine.ScopeType;
import picocli.CommandLine.Spec;

/** The {@code mailslot} command: options that every sub-command knows, and what they stand for. */
@Command(
        name = "mailslot",
        scope = ScopeType.INHERIT,
        mixinStandardHelpOptions = true,
        versionProvider = VersionProvider.class,
        sortOptions = false,
        usageHelpAutoWidth = true,
        synopsisSubcommandLabel = "COMMAND",
        header = "Mailslots and inheritable handles between the JVMs of one machine; no broker.",
        footerHeading = "%nExamples:%n",
        footer = {
            "  mailslot receive orders        creates a mailslot, prints what comes",
            "  mailslot send orders 'one tea' in another terminal",
            "  mailslot ls                    what exists, and who reads it",
            "  mailslot demo                  handles passed between processes, live",
            "",
            "'mailslot COMMAND --help' tells about one command."
        },
        subcommands = {
            ReceiveCommand.class,
            SendCommand.class,
            LsCommand.class,
            InfoCommand.class,
            DeleteCommand.class,
            RunCommand.class,
            DemoCommand.class,
            ExampleCommand.class,
            HelpCommand.class
        })
public final class Main implements Runnable {
    private final Console console;

    @Option(
            names = "--home",
            paramLabel = "DIR",
            scope = ScopeType.INHERIT,
            description = {
                "Directory that holds all shared state.",
                "Default: $$MAILSLOT_HOME, else a directory of your own in /dev/shm."
            })
    private Path home;

    @Option(
            names = {"-v", "--verbose"},
            scope = ScopeType.INHERIT,
            description = "Say more on standard error; failures with stack traces.")
    private boolean verbose;

    @Spec
    private CommandSpec spec;

    private Main(Console console) {
        this.console = console;
    }

    /**
     * Runs one command and ends the JVM with its exit code.
     *
     * @param arguments the command line
     */
    public static void main(String[] arguments) {
        Console console = Console.system();
        String[] given;
        try {
            given = GivenWords.of(arguments);
        } catch (CommandFailure unreadable) {
            console.say(Failures.oneLine(unreadable));
            System.exit(unreadable.exitCode().value());
            return;
        }
        System.exit(execute(console, given));
    }

    /** Runs one command on the given streams; returns its exit code. */
    static int execute(Console console, String... arguments) {
        Main main = new Main(console);
        Failures failures = new Failures(main, console);
        PrintWriter text = console.textOut();
        CommandLine command = commandLine(main, failures).setOut(text).setErr(console.err());
        int code;
        try {
            code = command.execute(arguments);
            text.flush();
            console.out().flush();
            if (code == ExitCode.OK.value()) {
                console.out().requireWhole();
            }
        } catch (IOException | OutOfMemoryError e) {
            code = failures.report(e).value();
        }
        console.err().flush();
        return code;
    }

    private static CommandLine commandLine(Main main, Failures failures) {
        CommandLine command = new CommandLine(main)
                .setExecutionExceptionHandler(failures)
                .setParameterExceptionHandler(failures)
                .setUnmatchedOptionsAllowedAsOptionParameters(false)
                .registerConverter(Path.class, new PathConverter());
        // What follows the program's name belongs to the program: "run java -version".
        command.getSubcommands().get("run").setStopAtPositional(true);
        return command;
    }

    @Override
    public void run() {
        throw new ParameterException(
                spec.commandLine(),
                "which command? One of "
                        + String.join(", ", spec.commandLine().getSubcommands().keySet()));
    }

    Console console() {
        return console;
    }

    boolean verbose() {
        return verbose;
    }

    /** The home that the command works on, whether it exists or not. */
    Path home() {
        if (home == null) {
            return HomeInspector.defaultHome();
        }
        if (home.toString().isEmpty()) {
            // The empty path is the working directory: an unset variable in a script would make a home of anything.
            throw new ParameterException(
                    spec.commandLine(), "--home is empty; give a directory, or leave the option out");
        }
        return home.toAbsolutePath().normalize();
    }

    /** Makes this JVM a process of the home, creating the home if need be. */
    Kernel attach() {
        if (verbose) {
            // Read once, when the first logger is made; it beats simplelogger.properties.
            System.setProperty("org.slf4j.simpleLogger.defaultLogLevel", "info");
        }
        return Kernel.attach(
                home == null
                        ? KernelOptions.defaults()
                        : KernelOptions.defaults().withHome(home()));
    }

    /** The failure for a name that nothing has, with the command that would help. */
    CommandFailure noSuchMailslot(String name, RuntimeException cause) {
        return new CommandFailure(
                ExitCode.NO_SUCH_OBJECT,
                "no mailslot '" + name + "' in " + home() + "; create it with: mailslot receive" + homeOption() + " "
                        + Humanize.shellWord(name),
                cause);
    }

    /** What makes a command that is advised work on the same home: nothing, or a blank and the option. */
    String homeOption() {
        return home == null ? "" : " --home " + Humanize.shellWord(home.toString());
    }
}
