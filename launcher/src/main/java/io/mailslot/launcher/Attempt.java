package io.mailslot.launcher;

import java.util.function.Supplier;
import picocli.CommandLine;
import picocli.CommandLine.IExecutionStrategy;
import picocli.CommandLine.IParameterExceptionHandler;
import picocli.CommandLine.ParameterException;
import picocli.CommandLine.ParseResult;

/**
 * Runs a command line by a description that parses and tells nothing. What that cannot read, because it is wrong or asks for help, is
 * read again by the whole description; that also says what is right where a command refuses what it was given.
 */
final class Attempt implements IExecutionStrategy, IParameterExceptionHandler {
    private final Failures failures;
    private final Supplier<CommandLine> whole;

    /** The name of the command that was begun; null before that. */
    private String begun;

    Attempt(Failures failures, Supplier<CommandLine> whole) {
        this.failures = failures;
        this.whole = whole;
    }

    @Override
    public int execute(ParseResult parsed) {
        ParseResult command = parsed.subcommand();
        begun = (command == null ? parsed : command).commandSpec().name();
        return new CommandLine.RunLast().execute(parsed);
    }

    @Override
    public int handleParseException(ParameterException failure, String[] words) {
        CommandLine described = whole.get();
        if (begun == null) {
            return described.execute(words);
        }
        CommandLine command = described.getSubcommands().getOrDefault(begun, described);
        return failures.handleParseException(new ParameterException(command, failure.getMessage(), failure), words);
    }
}
