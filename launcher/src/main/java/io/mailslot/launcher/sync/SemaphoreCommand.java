package io.mailslot.launcher.sync;

import io.mailslot.Kernel;
import io.mailslot.api.AccessRight;
import io.mailslot.api.InvalidArgumentException;
import io.mailslot.api.ObjectOpenOptions;
import io.mailslot.api.ObjectType;
import io.mailslot.api.Semaphore;
import io.mailslot.api.SemaphoreOptions;
import io.mailslot.launcher.look.NamedObject;
import java.io.IOException;
import picocli.CommandLine.ArgGroup;
import picocli.CommandLine.Command;
import picocli.CommandLine.Option;

/** Adds to, holds or shows a semaphore. */
@Command(
        name = "semaphore",
        header = "Add to a semaphore, have one be there, or tell its count.",
        showEndOfOptionsDelimiterInUsageHelp = true,
        description = {
            "",
            "Without an option it prints the count of the semaphore, and changes nothing. To take one of it is to wait for it: "
                    + "'mailslot wait --semaphore NAME'. A semaphore is there while somebody has it open: a program, or this "
                    + "command with --hold."
        },
        footer = {
            "  mailslot semaphore permits --hold --maximum 3 -- ./all-jobs.sh",
            "  mailslot wait --semaphore permits    takes one, in each of the jobs",
            "  mailslot semaphore permits --release 1"
        })
public final class SemaphoreCommand extends NamedCommand {
    @ArgGroup
    private Action action = new Action();

    /** One at most. */
    static final class Action {
        @Option(names = "--release", paramLabel = "COUNT", description = "Add COUNT to it, not beyond its maximum.")
        private Integer release;

        @Option(
                names = "--hold",
                description = "Make it, unless it is there, and hold it while COMMAND runs, or until Ctrl-C.")
        private boolean hold;
    }

    @Option(names = "--maximum", paramLabel = "COUNT", description = "With --hold: the most that it counts to.")
    private Integer maximum;

    @Option(
            names = "--count",
            paramLabel = "COUNT",
            description = "With --hold: what it begins with. Default: its maximum.")
    private Integer count;

    /** For the command line. */
    public SemaphoreCommand() {}

    @Override
    public Integer call() throws IOException {
        boolean particular = maximum != null || count != null;
        require(action.hold || !particular, "--maximum and --count are for a semaphore that is made: add --hold");
        require(action.hold || command().isEmpty(), "COMMAND is what a semaphore is held for: add --hold");
        boolean changes = action.release != null || action.hold;
        require(!changes || !json(), "--json prints the count of the semaphore; leave it, or what changes that, out");
        if (action.hold) {
            SemaphoreOptions options = options();
            return new Holding(
                            context(),
                            "semaphore '" + name() + "'",
                            kernel -> kernel.synchronization().createSemaphore(options),
                            true)
                    .during(command());
        }
        require(!changes || action.release >= 1, "--release takes a count from 1 up, not " + action.release);
        NamedObject found = NamedObject.require(context(), ObjectType.SEMAPHORE, name());
        if (!changes) {
            return found.show(context(), json());
        }
        release();
        return 0;
    }

    private SemaphoreOptions options() {
        require(maximum != null, "--hold makes a semaphore: say with --maximum how far it counts");
        try {
            return SemaphoreOptions.of(count == null ? maximum : count, maximum).withName(name());
        } catch (InvalidArgumentException wrong) {
            throw usage(wrong.getMessage());
        }
    }

    private void release() {
        try (Kernel kernel = context().attach();
                Semaphore semaphore = opening(() -> kernel.synchronization()
                        .openSemaphore(name(), ObjectOpenOptions.of(AccessRight.MODIFY_STATE)))) {
            semaphore.release(action.release);
        }
    }
}
