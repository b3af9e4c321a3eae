package io.mailslot.launcher;

import io.mailslot.Kernel;
import io.mailslot.api.ChildOptions;
import io.mailslot.api.ChildProcess;
import io.mailslot.api.ErrorCode;
import io.mailslot.api.ProcessStartException;
import io.mailslot.api.WaitInterruptedException;
import io.mailslot.launcher.sync.Preparation;
import java.io.File;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;

/** A program that a command runs as a process of the home: it has the command's streams, and is told what that is told. */
final class Program {
    /** Set by bin/mailslot where it changes LC_ALL for this JVM: the value to give back to the program. */
    static final String LOCALE_PROPERTY = "mailslot.lc.all";

    private final Main main;
    private final List<String> command;

    /**
     * A program that is to be run.
     *
     * @param command its name and its arguments
     */
    Program(Main main, List<String> command) {
        command.forEach(Program::checkPassable);
        this.main = main;
        this.command = command;
    }

    /**
     * Runs it to its end. Signals are for it, also those that come before it is started.
     *
     * @param before done first; what it returns is closed after the program's end
     * @return its exit code
     */
    int run(ChildOptions options, Preparation before) {
        return run(options, before, false);
    }

    /**
     * The same, for what may have to wait: a signal that comes before the program is started ends that instead.
     *
     * @return the program's exit code, or that of the signal
     */
    int runAfterWait(ChildOptions options, Preparation before) {
        return run(options, before, true);
    }

    private int run(ChildOptions options, Preparation before, boolean mayWait) {
        try (Kernel kernel = main.attachAsHeir()) {
            // Before the child starts: a signal in between would otherwise end only this side.
            SignalRelay signals = mayWait ? SignalRelay.interrupting() : SignalRelay.start();
            Preparation.Held held;
            try {
                held = before.prepare(kernel);
            } catch (WaitInterruptedException interrupted) {
                if (signals.exitCode() == 0) {
                    throw interrupted;
                }
                return signals.exitCode();
            }
            try {
                return signals.startsProgram() ? run(kernel, options, signals) : signals.exitCode();
            } finally {
                held.close();
            }
        }
    }

    private int run(Kernel kernel, ChildOptions options, SignalRelay signals) {
        try (ChildProcess child = start(kernel, options)) {
            if (!signals.isComplete() && main.verbose()) {
                main.console().say("cannot leave signals to the program: they end this command, too");
            }
            signals.passTo(child.process());
            return child.waitFor();
        }
    }

    private ChildProcess start(Kernel kernel, ChildOptions options) {
        ProcessBuilder builder = new ProcessBuilder(command).inheritIO();
        if (!GivenStream.hasInput()) {
            builder.redirectInput(new File("/dev/null")); // what Java has put there is not for the program
        }
        restoreLocale(builder.environment(), System.getProperty(LOCALE_PROPERTY));
        try {
            return kernel.createProcess(builder, options);
        } catch (ProcessStartException e) {
            if (e.errorCode() == ErrorCode.FILE_NOT_FOUND) {
                throw new CommandFailure(ExitCode.NO_SUCH_OBJECT, missing(command.get(0)), e);
            }
            throw e;
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
