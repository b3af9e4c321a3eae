package io.mailslot.launcher.top;

import io.mailslot.launcher.look.LookContext;
import io.mailslot.launcher.look.LookParent;
import java.io.IOException;
import java.util.List;
import java.util.concurrent.Callable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.ParameterException;
import picocli.CommandLine.ParentCommand;
import picocli.CommandLine.Spec;

/** Shows what goes on in a home, all the time. */
@Command(
        name = "top",
        header = "Show what goes on: mailslots, their rates, processes and what they wait for.",
        description = {
            "",
            "Keys: 1 to 4 what is shown, arrows a row, Enter why it does not go on, / only rows with a text (Esc all), s sort by the "
                    + "next column, r turn the order round, p pause, Ctrl-L draw anew, q quit.",
            "",
            "! marks a mailslot for whose room senders sleep, * one for broadcast. Where standard input and output are no terminals "
                    + "it prints what 'stat' does."
        },
        footer = {"  mailslot top", "  mailslot top --interval 5s", "  mailslot top --batch -n 3"})
public final class TopCommand implements Callable<Integer> {
    @ParentCommand
    private LookParent parent;

    @Mixin
    private TickOptions options;

    @Option(names = "--batch", description = "Print lines as 'stat' does, also on a terminal.")
    private boolean batch;

    @Spec
    private CommandSpec spec;

    /** For the command line. */
    public TopCommand() {}

    @Override
    public Integer call() throws IOException {
        String problem = options.problem();
        if (problem != null) {
            throw new ParameterException(spec.commandLine(), problem);
        }
        LookContext context = parent.looks();
        boolean lines = batch || options.json() || !context.isInteractive();
        return lines ? new Lines(context, options, List.of(), true).run() : new Watching(context, options).run();
    }
}
