package io.mailslot.launcher;

import io.mailslot.api.InvalidNameException;
import io.mailslot.api.MailslotException;
import io.mailslot.api.WaitInterruptedException;
import java.io.IOException;
import java.nio.file.AccessDeniedException;
import java.nio.file.NoSuchFileException;
import java.util.Arrays;
import java.util.List;
import java.util.regex.Pattern;
import picocli.CommandLine;
import picocli.CommandLine.IExecutionExceptionHandler;
import picocli.CommandLine.IParameterExceptionHandler;
import picocli.CommandLine.ParameterException;
import picocli.CommandLine.ParseResult;
import picocli.CommandLine.UnmatchedArgumentException;

/** Turns whatever went wrong into one line on standard error and an exit code. */
final class Failures implements IExecutionExceptionHandler, IParameterExceptionHandler {
    /** A name with one backslash in front. */
    private static final Pattern UNQUOTED = Pattern.compile("'\\\\[^\\\\']");

    private final Main main;
    private final Console console;

    Failures(Main main, Console console) {
        this.main = main;
        this.console = console;
    }

    @Override
    public int handleExecutionException(Exception failure, CommandLine command, ParseResult arguments) {
        return handle(failure, command);
    }

    /** Says what failed, also what no command counts on; returns the exit code, some commands having their own. */
    int handle(Throwable failure, CommandLine command) {
        ExitCode code = report(failure);
        int own = command.getCommandSpec().exitCodeOnExecutionException();
        return own == ExitCode.FAILURE.value() || code == ExitCode.INTERRUPTED ? code.value() : own;
    }

    /** Says what failed; the stack trace only when asked for. */
    ExitCode report(Throwable failure) {
        boolean ending = Interruption.jvmIsEnding();
        if (!ending && !isQuiet(failure)) {
            console.say(oneLine(failure));
        }
        if (main.verbose()) {
            failure.printStackTrace(console.err());
        }
        return ending ? ExitCode.INTERRUPTED : exitCode(failure);
    }

    @Override
    public int handleParseException(ParameterException failure, String[] arguments) {
        CommandLine command = failure.getCommandLine();
        console.say(usageProblem(failure));
        CommandLine.Help help = command.getHelp();
        command.getErr().print(help.synopsisHeading());
        command.getErr().print(help.synopsis(help.synopsisHeadingLength()));
        command.getErr()
                .println(
                        "Run '" + command.getCommandSpec().qualifiedName() + " --help' for every option and examples.");
        command.getErr().flush();
        return command.getCommandSpec().exitCodeOnInvalidInput(); // USAGE, but for commands with codes of their own
    }

    /** Nobody needs to be told of a pipe they closed, or of the Ctrl-C they pressed. */
    private static boolean isQuiet(Throwable failure) {
        return failure instanceof OutputClosedException || failure instanceof WaitInterruptedException;
    }

    static ExitCode exitCode(Throwable failure) {
        if (failure instanceof CommandFailure known) {
            return known.exitCode();
        }
        if (failure instanceof MailslotException known) {
            return ExitCode.of(known.errorCode());
        }
        if (failure instanceof NoSuchFileException) {
            return ExitCode.NO_SUCH_OBJECT;
        }
        if (failure instanceof AccessDeniedException) {
            return ExitCode.ACCESS_DENIED;
        }
        return ExitCode.FAILURE;
    }

    static String oneLine(Throwable failure) {
        String message =
                failure.getMessage() == null ? "" : failure.getMessage().strip();
        String text;
        if (failure instanceof NoSuchFileException) {
            text = "no such file: " + message;
        } else if (failure instanceof AccessDeniedException) {
            text = "access denied: " + message;
        } else if (failure instanceof OutOfMemoryError) {
            text = "out of memory: give Java more with MAILSLOT_JAVA_OPTS=-Xmx2g, or send smaller messages";
        } else if (failure instanceof StackOverflowError) {
            text =
                    "one thing leads to the next for longer than Java can follow: give it more with MAILSLOT_JAVA_OPTS=-Xss64m";
        } else if (failure instanceof InvalidNameException
                && UNQUOTED.matcher(message).find()) {
            text = message + "; a shell has taken backslashes away: put the name between single quotes, as in "
                    + "'\\\\B\\mailslot\\orders'";
        } else if (isExpected(failure) && !message.isEmpty()) {
            text = message;
        } else {
            text = "unexpected " + failure.getClass().getName() + ": " + message + " (add -v for the stack trace)";
        }
        return text.replaceAll("\\s*\\R\\s*", " ");
    }

    private static boolean isExpected(Throwable failure) {
        return failure instanceof CommandFailure
                || failure instanceof MailslotException
                || failure instanceof IOException;
    }

    static String unknownCommand(CommandLine command, String word) {
        String meant = Suggestions.didYouMean(word, command.getSubcommands().keySet());
        return "unknown command '" + word + "'"
                + (meant.isEmpty()
                        ? "; the commands are "
                                + String.join(", ", command.getSubcommands().keySet())
                        : meant);
    }

    private static List<String> optionNames(CommandLine command) {
        return command.getCommandSpec().options().stream()
                .flatMap(option -> Arrays.stream(option.names()))
                .toList();
    }

    /** What those expect who come from other tools. */
    private static String meantByOneMore(String command, String word) {
        return switch (command) {
            case "send" -> "; put quotes around a text of several words";
            case "ls" -> "; of one mailslot tells: mailslot info " + Humanize.shellWord(word);
            default -> "";
        };
    }

    private static String usageProblem(ParameterException failure) {
        CommandLine command = failure.getCommandLine();
        // what looks like an option but is the value of one is unmatched, too, and no word is named
        if (failure instanceof UnmatchedArgumentException unmatched
                && !unmatched.getUnmatched().isEmpty()) {
            String word = unmatched.getUnmatched().get(0);
            boolean isCommand = !command.getSubcommands().isEmpty() && !word.startsWith("-");
            if (isCommand) {
                return unknownCommand(command, word);
            }
            if (unmatched.isUnknownOption()) {
                String name = word.replaceFirst("=.*", "");
                // of one letter each may have been meant
                String meant = name.startsWith("--") ? Suggestions.didYouMean(name, optionNames(command)) : "";
                return "unknown option '" + name + "'" + meant;
            }
            return "'" + word + "' is one word too many" + meantByOneMore(command.getCommandName(), word);
        }
        String message = failure.getMessage() == null ? "wrong arguments" : failure.getMessage();
        // Some of picocli's messages begin with a label, some hold further lines of help.
        return message.lines().findFirst().orElse("").replaceFirst("^Error: ", "");
    }
}
