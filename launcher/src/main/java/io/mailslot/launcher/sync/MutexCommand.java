package io.mailslot.launcher.sync;

import io.mailslot.Kernel;
import io.mailslot.api.ErrorCode;
import io.mailslot.api.Mutex;
import io.mailslot.api.MutexOptions;
import io.mailslot.api.ObjectOpenOptions;
import io.mailslot.api.ObjectType;
import io.mailslot.api.WaitResult;
import io.mailslot.api.WaitResult.Outcome;
import io.mailslot.launcher.look.NamedObject;
import java.io.IOException;
import java.time.Duration;
import java.util.Optional;
import picocli.CommandLine.Command;
import picocli.CommandLine.Option;

/** Runs a program while it owns a mutex. */
@Command(
        name = "mutex",
        header = "Run a program that owns a mutex meanwhile, or tell who does.",
        showEndOfOptionsDelimiterInUsageHelp = true,
        description = {
            "",
            "Waits for the mutex of that name, which is made if it is missing, runs COMMAND, gives the mutex back, and ends "
                    + "as 'run' does: with the program's exit code. If an owner before has ended without giving the mutex back, that is "
                    + "said, since what it guards may be half changed, and its program may still run; COMMAND is run all "
                    + "the same.",
            "Without COMMAND it prints the state of the mutex, and changes nothing."
        },
        footer = {
            "  mailslot mutex ledger -- ./post.sh",
            "  mailslot mutex ledger --timeout 0 -- ./post.sh    if nobody else does",
            "  mailslot mutex ledger                             who owns it"
        })
public final class MutexCommand extends NamedCommand {
    @Option(
            names = "--timeout",
            paramLabel = "TIME",
            description =
                    "End with 124 if the mutex is not to be had within TIME, for instance 500ms or 5s; 0 to try only.")
    private Duration timeout;

    @Option(names = "--no-create", description = "End with 3 if there is no mutex of that name: nobody has it open.")
    private boolean noCreate;

    @Option(
            names = "--stop-if-abandoned",
            description = "End with 75, and do not run COMMAND, if an owner before has ended without giving it back. "
                    + "That is told once: the next one finds the mutex free.")
    private boolean stopIfAbandoned;

    /** Whether a dead process had it last, as it was before this one came and that was cleared away. */
    private boolean leftByTheDead;

    /** For the command line. */
    public MutexCommand() {}

    @Override
    public Integer call() throws IOException {
        if (command().isEmpty()) {
            boolean plain = timeout == null && !noCreate && !stopIfAbandoned;
            require(plain, "--timeout, --no-create and --stop-if-abandoned need a COMMAND behind '--'");
            return NamedObject.require(context(), ObjectType.MUTEX, name()).show(context(), json());
        }
        require(!json(), "--json prints the state of the mutex; leave it, or COMMAND, out");
        if (noCreate) {
            NamedObject.require(context(), ObjectType.MUTEX, name()); // before a home is made for nothing
        }
        leftByTheDead = find().filter(NamedObject::isLeftByTheDead).isPresent();
        return context().run(command(), this::take);
    }

    private Optional<NamedObject> find() {
        return NamedObject.find(NamedObject.home(context()), name());
    }

    private Preparation.Held take(Kernel kernel) {
        Mutex mutex = opening(() -> noCreate
                ? kernel.synchronization().openMutex(name(), ObjectOpenOptions.defaults())
                : kernel.synchronization().createMutex(MutexOptions.defaults().withName(name())));
        // If nobody else had it open it has gone with its dead owner, and this one is new.
        if (await(mutex) == Outcome.ABANDONED || leftByTheDead && !mutex.existed()) {
            String told =
                    "mutex '" + name() + "' was abandoned: its owner has ended without giving it back, and what it "
                            + "guards may be half changed, or its program still run";
            if (stopIfAbandoned) {
                mutex.release();
                throw context().abandoned(told + "; " + command().get(0) + " was not run");
            }
            context().say(told);
        }
        return mutex::release;
    }

    private Outcome await(Mutex mutex) {
        Limit limit = new Limit(timeout);
        Talk talk = new Talk(context(), () -> "waiting for mutex '" + name() + "': " + state());
        while (true) {
            WaitResult result = mutex.await(Limit.shorter(limit.left(), talk.silence()));
            if (result.signaled()) {
                return result.outcome();
            }
            if (limit.isOver()) {
                String within = timeout.isZero()
                        ? "is not free"
                        : "was not free within " + context().duration(timeout);
                throw context()
                        .failure(
                                ErrorCode.SEM_TIMEOUT,
                                "mutex '" + name() + "' " + within + ": " + state() + "; see: mailslot why"
                                        + context().homeOption() + " "
                                        + context().shellWord(name()));
            }
            talk.speak();
        }
    }

    /** As it is now, which may be free. */
    private String state() {
        return find().map(NamedObject::state).orElse("gone");
    }
}
