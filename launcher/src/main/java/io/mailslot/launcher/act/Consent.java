package io.mailslot.launcher.act;

import java.io.IOException;
import java.util.Locale;
import java.util.Set;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.ParameterException;
import picocli.CommandLine.Spec;

/** Whether to do what cannot be undone. */
public final class Consent {
    private static final Set<String> YES = Set.of("y", "yes");

    @Spec(Spec.Target.MIXEE)
    private CommandSpec command;

    @Option(
            names = {"-y", "--yes"},
            description = "Do it without asking.")
    private boolean yes;

    @Option(names = "--dry-run", description = "Say what would be done, and do nothing.")
    private boolean dryRun;

    /** For the command line. */
    public Consent() {}

    boolean isDryRun() {
        return dryRun;
    }

    /**
     * Says what is about to be done, and asks. Where nobody can be asked that is refused.
     *
     * @param deed as in "close handle 28"
     * @return whether to do it
     */
    boolean isGiven(ActContext context, String deed) throws IOException {
        if (!dryRun && !yes && !context.canAsk()) {
            throw new ParameterException(
                    command.commandLine(),
                    "this would " + deed + "; nobody can be asked here: add --yes to have it done");
        }
        return isGivenOrNobodyThere(context, deed);
    }

    /** As {@link #isGiven}, but where nobody can be asked it is done, without a word. */
    boolean isGivenOrNobodyThere(ActContext context, String deed) throws IOException {
        if (dryRun) {
            context.say("would " + deed);
            return false;
        }
        if (yes || !context.canAsk()) {
            if (yes) {
                context.say("about to " + deed);
            }
            return true;
        }
        return YES.contains(context.ask(deed + "? [y/N] ").strip().toLowerCase(Locale.ROOT));
    }

    /** The exit code for what was not done, which is told. */
    int refused(ActContext context) {
        if (dryRun) {
            return 0;
        }
        context.say("nothing was done");
        return 1;
    }
}
