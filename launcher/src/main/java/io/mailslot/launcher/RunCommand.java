package io.mailslot.launcher;

import io.mailslot.Kernel;
import io.mailslot.api.ChildProcess;
import io.mailslot.api.ErrorCode;
import io.mailslot.api.HandleInfo;
import io.mailslot.api.Inheritance;
import io.mailslot.api.InvalidArgumentException;
import io.mailslot.api.ProcessStartException;
import java.io.File;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.concurrent.Callable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.ParameterException;
import picocli.CommandLine.Parameters;
import picocli.CommandLine.ParentCommand;
import picocli.CommandLine.Spec;

/** Starts a program as a child that inherits handles. */
@Command(
        name = "run",
        header = "Run a program as a process of the home, with inherited handles.",
        description = {
            "",
            "The program attaches with Kernel.attach() and finds the handles that this command inherited itself, "
                    + "under the same numbers. Ends with the program's exit code, or 128 + the number of the signal "
                    + "that ended it; with 3 if there is no such program. SIGTERM and SIGHUP are passed on to the "
                    + "program; Ctrl-C is left to it."
        },
        footer = {"  mailslot run -- java -cp app.jar shop.Orders", "  mailslot run --inherit 4,8 -- ./worker.sh"})
final class RunCommand implements Callable<Integer> {
    /** Set by bin/mailslot where it changes LC_ALL for this JVM: the value to give back to the program. */
    static final String LOCALE_PROPERTY = "mailslot.lc.all";

    @ParentCommand
    private Main main;

    @Spec
    private CommandSpec spec;

    @Option(
            names = "--inherit",
            paramLabel = "all|none|4,8",
            converter = InheritanceConverter.class,
            description = "Which inheritable handles the program receives. Default: all.")
    private Inheritance inheritance = Inheritance.all();

    @Parameters(arity = "1..*", paramLabel = "COMMAND", description = "The program and its arguments.")
    private List<String> command;

    @Override
    public Integer call() {
        command.forEach(RunCommand::checkPassable);
        ProcessBuilder builder = new ProcessBuilder(command).inheritIO();
        if (!GivenStream.hasInput()) {
            builder.redirectInput(new File("/dev/null")); // what Java has put there is not for the program
        }
        restoreLocale(builder.environment(), System.getProperty(LOCALE_PROPERTY));
        try (Kernel kernel = main.attachAsHeir()) {
            // Before the child starts: a signal in between would otherwise end only this side.
            SignalRelay signals = SignalRelay.start();
            try (ChildProcess child = start(kernel, builder)) {
                if (!signals.isComplete() && main.verbose()) {
                    main.console().say("cannot leave signals to the program: they end this command, too");
                }
                signals.passTo(child.process());
                return child.waitFor();
            }
        }
    }

    private ChildProcess start(Kernel kernel, ProcessBuilder builder) {
        if (!inheritance.handles().isEmpty()) {
            requireOpen(kernel.handles().stream().map(HandleInfo::handle).toList());
        }
        try {
            return kernel.createProcess(builder, inheritance);
        } catch (ProcessStartException e) {
            if (e.errorCode() == ErrorCode.FILE_NOT_FOUND) {
                throw new CommandFailure(ExitCode.NO_SUCH_OBJECT, missing(command.get(0)), e);
            }
            throw e;
        } catch (InvalidArgumentException wrong) {
            throw new ParameterException(spec.commandLine(), "--inherit: " + wrong.getMessage(), wrong);
        }
    }

    /** All of them were inherited, so all have the flag. */
    private void requireOpen(List<Integer> open) {
        for (int handle : inheritance.handles()) {
            if (!open.contains(handle)) {
                throw new ParameterException(
                        spec.commandLine(),
                        "--inherit: there is no handle " + handle + " to pass on: this command was started "
                                + (open.isEmpty() ? "without any" : "with " + open)
                                + "; a program has those that the one which started it let it inherit");
            }
        }
    }

    /** The system says the same of a program that is there, but not what it is to be run by. */
    private static String missing(String program) {
        return program.indexOf('/') >= 0 && Files.exists(Path.of(program))
                ? "'" + program
                        + "' is there, but not what runs it: the program that its first line names, or its loader"
                : "no such program: " + program;
    }

    private static void checkPassable(String word) {
        if (!GivenWords.fileNames().newEncoder().canEncode(word)) {
            throw new CommandFailure(
                    ExitCode.USAGE,
                    "'" + word + "' cannot be passed on: the character set " + GivenWords.fileNames()
                            + " lacks some of its letters; start Java with LC_ALL=C.UTF-8");
        }
    }

    static void restoreLocale(Map<String, String> environment, String original) {
        if (original == null) {
            return;
        }
        if (original.isEmpty()) {
            environment.remove("LC_ALL");
        } else {
            environment.put("LC_ALL", original);
        }
    }
}
