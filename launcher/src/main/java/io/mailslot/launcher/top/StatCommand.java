package io.mailslot.launcher.top;

import io.mailslot.launcher.look.LookParent;
import java.io.IOException;
import java.util.List;
import java.util.concurrent.Callable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.ParameterException;
import picocli.CommandLine.Parameters;
import picocli.CommandLine.ParentCommand;
import picocli.CommandLine.Spec;

/** Prints what comes and goes, tick by tick. */
@Command(
        name = "stat",
        header = "Print what comes to mailslots and goes from them: a line for each at each tick.",
        description = {
            "",
            "IN/s, OUT/s and MB/s (10^6 bytes) are those of the tick; the rest is how it is at its end. OUT/s is of all receivers "
                    + "together, UNREAD and MISSED of the one that lags most. FILL%% is as in 'df'. What is sent and taken is "
                    + "counted by who does it: nothing is attached to, and it costs the same however much is unread."
        },
        footer = {
            "  mailslot stat",
            "  mailslot stat orders --interval 5s",
            "  mailslot stat -n 1 --json | jq '.rates[] | select(.fill > 0.8).name'"
        })
public final class StatCommand implements Callable<Integer> {
    @ParentCommand
    private LookParent parent;

    @Mixin
    private TickOptions options;

    @Option(names = "--no-header", description = "Leave out the line with the column names.")
    private boolean noHeader;

    @Parameters(paramLabel = "NAME", arity = "0..*", description = "Which mailslots; all if none is given.")
    private List<String> names = List.of();

    @Spec
    private CommandSpec spec;

    /** For the command line. */
    public StatCommand() {}

    @Override
    public Integer call() throws IOException {
        String problem = options.problem();
        if (problem != null) {
            throw new ParameterException(spec.commandLine(), problem);
        }
        return new Lines(parent.looks(), options, names, !noHeader).run();
    }
}
