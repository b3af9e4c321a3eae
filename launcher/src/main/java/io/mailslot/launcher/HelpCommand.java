package io.mailslot.launcher;

import java.util.concurrent.Callable;
import picocli.CommandLine;
import picocli.CommandLine.Command;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.ParameterException;
import picocli.CommandLine.Parameters;
import picocli.CommandLine.Spec;

/** What {@code --help} says, for those who ask for it by a command. */
@Command(
        name = "help",
        header = "Tell about a command, or about all of them.",
        footer = {"  mailslot help", "  mailslot help send"})
final class HelpCommand implements Callable<Integer> {
    @Spec
    private CommandSpec spec;

    @Parameters(arity = "0..1", paramLabel = "COMMAND", description = "Which command.")
    private String command;

    @Override
    public Integer call() {
        CommandLine all = spec.commandLine().getParent();
        CommandLine told = command == null ? all : all.getSubcommands().get(command);
        if (told == null) {
            throw new ParameterException(all, Failures.unknownCommand(all, command));
        }
        told.usage(told.getOut(), told.getColorScheme());
        return ExitCode.OK.value();
    }
}
