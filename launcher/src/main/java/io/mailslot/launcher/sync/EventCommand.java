package io.mailslot.launcher.sync;

import io.mailslot.Kernel;
import io.mailslot.api.AccessRight;
import io.mailslot.api.Event;
import io.mailslot.api.EventOptions;
import io.mailslot.api.ObjectOpenOptions;
import io.mailslot.api.ObjectType;
import io.mailslot.launcher.look.NamedObject;
import java.io.IOException;
import picocli.CommandLine.ArgGroup;
import picocli.CommandLine.Command;
import picocli.CommandLine.Option;

/** Sets, resets, holds or shows an event. */
@Command(
        name = "event",
        header = "Set or reset an event, have one be there, or tell its state.",
        showEndOfOptionsDelimiterInUsageHelp = true,
        description = {
            "",
            "Without an option it prints the state of the event, and changes nothing. An event is there while somebody has it "
                    + "open: a program, or this command with --hold."
        },
        footer = {
            "  mailslot event stop --set",
            "  mailslot event stop --hold -- ./pipeline.sh    there while that runs",
            "  mailslot wait --event stop                     in it, or elsewhere"
        })
public final class EventCommand extends NamedCommand {
    @ArgGroup
    private Action action = new Action();

    /** One at most. */
    static final class Action {
        @Option(
                names = "--set",
                description = "Set it. One of automatic reset lets a single wait pass, one of manual reset all.")
        private boolean set;

        @Option(names = "--reset", description = "Reset it.")
        private boolean reset;

        @Option(
                names = "--hold",
                description = "Make it, unless it is there, and hold it while COMMAND runs, or until Ctrl-C.")
        private boolean hold;
    }

    @Option(names = "--manual-reset", description = "With --hold: stay set until somebody resets it.")
    private boolean manualReset;

    @Option(names = "--initially-set", description = "With --hold: begin as set.")
    private boolean initiallySet;

    /** For the command line. */
    public EventCommand() {}

    @Override
    public Integer call() throws IOException {
        boolean particular = manualReset || initiallySet;
        require(
                action.hold || !particular,
                "--manual-reset and --initially-set are for an event that is made: add --hold");
        require(action.hold || command().isEmpty(), "COMMAND is what an event is held for: add --hold");
        boolean changes = action.set || action.reset || action.hold;
        require(!changes || !json(), "--json prints the state of the event; leave it, or what changes that, out");
        if (action.hold) {
            EventOptions options = EventOptions.defaults()
                    .withName(name())
                    .withManualReset(manualReset)
                    .withInitiallySet(initiallySet);
            return new Holding(
                            context(),
                            "event '" + name() + "'",
                            kernel -> kernel.synchronization().createEvent(options),
                            particular)
                    .during(command());
        }
        NamedObject found = NamedObject.require(context(), ObjectType.EVENT, name());
        if (!changes) {
            return found.show(context(), json());
        }
        change();
        return 0;
    }

    private void change() {
        try (Kernel kernel = context().attach();
                Event event = opening(() ->
                        kernel.synchronization().openEvent(name(), ObjectOpenOptions.of(AccessRight.MODIFY_STATE)))) {
            if (action.set) {
                event.set();
            } else {
                event.reset();
            }
        }
    }
}
