package io.mailslot.launcher;

import io.mailslot.Kernel;
import io.mailslot.KernelOptions;
import io.mailslot.api.ErrorCode;
import io.mailslot.api.HomeException;
import io.mailslot.api.MailslotException;
import io.mailslot.inspect.HomeInspector;
import io.mailslot.inspect.HomeSnapshot;
import io.mailslot.inspect.MailslotStatus;
import io.mailslot.launcher.act.ActContext;
import io.mailslot.launcher.act.ActParent;
import io.mailslot.launcher.bench.BenchContext;
import io.mailslot.launcher.bench.BenchParent;
import io.mailslot.launcher.look.LookContext;
import io.mailslot.launcher.look.LookParent;
import io.mailslot.launcher.parse.Parser;
import io.mailslot.launcher.remote.RemoteContext;
import io.mailslot.launcher.remote.RemoteParent;
import io.mailslot.launcher.sync.SyncContext;
import io.mailslot.launcher.sync.SyncParent;
import java.io.IOException;
import java.io.PrintWriter;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.concurrent.Callable;
import picocli.CommandLine;
import picocli.CommandLine.Command;
import picocli.CommandLine.Help.Ansi;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Model.UsageMessageSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.ParameterException;
import picocli.CommandLine.ScopeType;
import picocli.CommandLine.Spec;

/** The {@code mailslot} command: options that every sub-command knows, and what they stand for. */
@Command(
        name = Main.NAME,
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
            "'mailslot help COMMAND' tells about one command; 'mailslot help exit-codes',",
            "names, units, environment, signals and output about what all have in common."
        })
final class Main implements Runnable, LookParent, ActParent, SyncParent, BenchParent, RemoteParent {
    static final String NAME = "mailslot";

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

    /** Read by the library when it attaches. */
    private static final String CLAIM_PROPERTY = "mailslot.claim";

    Main(Console console) {
        this.console = console;
    }

    /** Runs one command and ends the JVM with its exit code. */
    static void main(String[] arguments) {
        Console console = Console.system();
        String[] given;
        try {
            given = GivenWords.of(arguments);
        } catch (CommandFailure unreadable) {
            console.say(Failures.oneLine(unreadable));
            System.exit(unreadable.exitCode().value());
            return;
        }
        System.exit(Interruption.exitCode(execute(console, given)));
    }

    /** Says what went wrong before there was a command; returns the exit code. */
    static int report(Console console, IOException failure) {
        return new Failures(new Main(console), console).report(failure).value();
    }

    /** Runs one command on the given streams; returns its exit code. */
    static int execute(Console console, String... arguments) {
        Main main = new Main(console);
        Failures failures = new Failures(main, console);
        PrintWriter text = console.textOut();
        int code;
        try {
            code = main.run(failures, text, arguments);
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

    private int run(Failures failures, PrintWriter text, String[] arguments) {
        BareLine bare = BareLine.of(arguments);
        if (bare != null) {
            Callable<Integer> command = bare.prepared(this);
            if (command != null) {
                home = bare.home();
                return run(failures, command);
            }
        }
        excludeConverters();
        String wanted = Commands.wanted(arguments);
        CommandLine plain = wanted == null ? null : Parser.of(this, NAME, Commands.create(wanted), wanted);
        CommandLine command;
        if (plain == null) {
            command = commandLine(this, failures, arguments);
        } else {
            Main again = new Main(console);
            Attempt attempt = new Attempt(
                    failures,
                    () -> commandLine(again, new Failures(again, console), arguments)
                            .setOut(text)
                            .setErr(console.err()));
            command = configured(plain, failures).setExecutionStrategy(attempt).setParameterExceptionHandler(attempt);
        }
        try {
            return command.setOut(text).setErr(console.err()).execute(arguments);
        } catch (VirtualMachineError | LinkageError failure) {
            // what a command calls a failure of its own, and with which code, holds for those, too
            return failures.handle(
                    failure, wanted == null ? command : command.getSubcommands().getOrDefault(wanted, command));
        }
    }

    /** As the parser runs one; those that need none have no exit codes of their own. */
    static int run(Failures failures, Callable<Integer> command) {
        try {
            return command.call();
        } catch (Exception | VirtualMachineError | LinkageError failure) {
            return failures.report(failure).value();
        }
    }

    /** All commands, described and not to be run. */
    static CommandLine described() {
        Main main = new Main(Console.system());
        return commandLine(main, new Failures(main, main.console), new String[0]);
    }

    /** Looked for by name, with all that they load, and used by no option: dates, databases, and a path's that is not ours. */
    private static void excludeConverters() {
        System.setProperty("picocli.converters.excludes", "java[.].*");
    }

    private static CommandLine commandLine(Main main, Failures failures, String[] arguments) {
        excludeConverters();
        CommandLine command = new CommandLine(main);
        // To describe them all takes longer than most of them take.
        String wanted = Commands.wanted(arguments);
        for (String name : wanted == null ? Commands.NAMES : List.of(wanted)) {
            command.addSubcommand(name, Commands.create(name));
        }
        if (wanted == null) {
            command.getHelpSectionMap().put(UsageMessageSpec.SECTION_KEY_COMMAND_LIST_HEADING, help -> "");
            command.getHelpSectionMap().put(UsageMessageSpec.SECTION_KEY_COMMAND_LIST, CommandGroup::list);
        }
        CommandLine run = command.getSubcommands().get("run");
        if (run != null) {
            run.setStopAtPositional(true); // what follows the program's name is the program's: "run java -version"
        }
        Ansi ansi = main.console.terminal().colours() ? Ansi.ON : Ansi.OFF;
        return configured(command, failures).setColorScheme(CommandLine.Help.defaultColorScheme(ansi));
    }

    private static CommandLine configured(CommandLine command, Failures failures) {
        return command.setExecutionExceptionHandler(failures)
                .setParameterExceptionHandler(failures)
                .setExpandAtFiles(false) // "@x" is a text as any other
                .setUnmatchedOptionsAllowedAsOptionParameters(false)
                .registerConverter(Path.class, new PathConverter())
                .registerConverter(Duration.class, new DurationConverter());
    }

    @Override
    public void run() {
        throw new ParameterException(
                spec.commandLine(),
                "which command? One of "
                        + String.join(", ", spec.commandLine().getSubcommands().keySet()));
    }

    @Override
    public LookContext looks() {
        return new Looking(this);
    }

    @Override
    public ActContext acts() {
        return new Acting(this);
    }

    @Override
    public RemoteContext remotes() {
        return new Reaching(this);
    }

    @Override
    public BenchContext benches() {
        return new Benching(this);
    }

    @Override
    public SyncContext synchronization() {
        return new Synchronizing(this);
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

    /**
     * Makes this JVM a process of the home, creating the home if need be. In a script that was started as a child it leaves
     * what the script has inherited to the program that comes later.
     */
    Kernel attach() {
        System.setProperty(CLAIM_PROPERTY, "false");
        return attachAsHeir();
    }

    /** As {@link #attach}, but what a script has inherited is for this JVM. */
    Kernel attachAsHeir() {
        if (verbose) {
            // Read once, when the first logger is made; it beats simplelogger.properties.
            System.setProperty("org.slf4j.simpleLogger.defaultLogLevel", "info");
        }
        KernelOptions options = KernelOptions.defaults();
        try {
            return Kernel.attach(home == null ? options : options.withHome(home()));
        } catch (HomeException refused) {
            throw asALookSays(refused);
        }
    }

    /** What is no home is told in the same words, and with the same code, whether somebody looks at it or uses it. */
    private HomeException asALookSays(HomeException refused) {
        try {
            if (refused.errorCode() == ErrorCode.ACCESS_DENIED) {
                HomeInspector.inspect(home());
            }
        } catch (HomeException look) {
            return look.errorCode() == ErrorCode.FILE_NOT_FOUND ? look : refused;
        }
        return refused;
    }

    /** The failure for a name of another machine where nobody carries to others. */
    CommandFailure noBridge() {
        return new CommandFailure(
                ExitCode.NO_SUCH_OBJECT,
                "no bridge serves the home " + home() + "; start one with: mailslot bridge" + homeOption()
                        + " --config FILE");
    }

    /** The failure for a name that nothing has, with the command that would help. */
    CommandFailure noSuchMailslot(String name, RuntimeException cause) {
        String create = "; create it with: " + looks().about("mailslot receive" + homeOption(), name, "");
        return noSuchMailslot(name, create, cause);
    }

    /** As {@link #noSuchMailslot(String, RuntimeException)}, with other advice unless something has a name like that. */
    CommandFailure noSuchMailslot(String name, String advice, RuntimeException cause) {
        String meant = Suggestions.didYouMean(name, namesThatExist());
        return new CommandFailure(
                ExitCode.NO_SUCH_OBJECT,
                "no mailslot '" + name + "' in " + home() + (meant.isEmpty() ? advice : meant),
                cause);
    }

    /** For advice only: what cannot be looked at has no names. */
    private List<String> namesThatExist() {
        try {
            return HomeInspector.inspect(home()).map(HomeSnapshot::mailslots).orElse(List.of()).stream()
                    .map(MailslotStatus::name)
                    .toList();
        } catch (MailslotException cannotLook) {
            return List.of();
        }
    }

    /** What makes a command that is advised work on the same home: nothing, or a blank and the option. */
    String homeOption() {
        return home == null ? "" : " --home " + Humanize.shellWord(home.toString());
    }
}
