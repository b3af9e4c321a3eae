package io.mailslot.launcher.act;

import io.mailslot.Kernel;
import io.mailslot.api.ErrorCode;
import io.mailslot.api.MailslotNotFoundException;
import io.mailslot.api.OpenOptions;
import io.mailslot.api.Receiver;
import io.mailslot.api.Sender;
import io.mailslot.api.Timeouts;
import io.mailslot.inspect.HomeInspector;
import io.mailslot.inspect.HomeSnapshot;
import io.mailslot.inspect.MailslotStatus;
import java.io.IOException;
import java.util.Optional;
import java.util.concurrent.Callable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.ParameterException;
import picocli.CommandLine.Parameters;
import picocli.CommandLine.ParentCommand;
import picocli.CommandLine.Spec;

/** Moves messages from one mailslot to another. */
@Command(
        name = "pipe",
        header = "Take messages from one mailslot and send them to another.",
        description = {
            "",
            "Receives from FROM as 'receive' does, creating it if need be, and sends each message to TO, which is there. A "
                    + "message is taken from FROM when TO has it: with a cursor nothing is lost by whatever ends the command, and the "
                    + "last message may be sent twice. While TO is full it waits, no longer than --timeout."
        },
        footer = {
            "  mailslot pipe orders archive --cursor shop",
            "  mailslot pipe '\\\\*\\mailslot\\news' mine -n 10",
            "  mailslot pipe old new --cursor c --drain     moves what is there"
        })
public final class PipeCommand implements Callable<Integer> {
    @ParentCommand
    private ActParent parent;

    @Spec
    private CommandSpec spec;

    @Parameters(index = "0", paramLabel = "FROM", description = "The mailslot to take messages from.")
    private String from;

    @Parameters(index = "1", paramLabel = "TO", description = "The mailslot to send them to.")
    private String to;

    @Mixin
    private Limits limits;

    @Mixin
    private MailslotChoice choice;

    /** For the command line. */
    public PipeCommand() {}

    @Override
    public Integer call() throws IOException {
        ActContext context = parent.acts();
        limits.check();
        choice.check();
        checkEnds(context);
        try (ActContext.Interruptible interrupted = context.interruptible();
                Kernel kernel = context.attach();
                Sender sender = open(context, kernel);
                Receiver receiver = choice.create(kernel, from)) {
            choice.asMade(from, receiver).ifPresent(context::say);
            return switch (new Taking(receiver, limits, new Sending(sender), interrupted).run()) {
                case DONE -> 0;
                case TIME_IS_UP -> context.exitCode(ErrorCode.SEM_TIMEOUT);
                case INTERRUPTED -> context.exitCode(ErrorCode.OPERATION_ABORTED);
            };
        }
    }

    /** Neither makes a home, or a source, for a destination that is not there, nor sends a mailslot what it has. */
    private void checkEnds(ActContext context) {
        HomeSnapshot home = HomeInspector.inspect(context.home()).orElseGet(() -> HomeSnapshot.empty(context.home()));
        Optional<MailslotStatus> source = home.mailslot(from);
        MailslotStatus destination = home.mailslot(to).orElseThrow(() -> context.noSuchMailslot(to));
        if (source.filter(mailslot -> mailslot.objectId() == destination.objectId())
                .isPresent()) {
            throw new ParameterException(
                    spec.commandLine(), "'" + from + "' and '" + to + "' are the same mailslot; name two");
        }
    }

    private Sender open(ActContext context, Kernel kernel) {
        OpenOptions options =
                OpenOptions.defaults().withWriteTimeout(limits.timeout() == null ? Timeouts.FOREVER : limits.timeout());
        try {
            return kernel.openMailslot(to, options);
        } catch (MailslotNotFoundException goneMeanwhile) {
            throw context.noSuchMailslot(to);
        }
    }

    /** A message that is in the other mailslot has arrived. */
    private record Sending(Sender sender) implements Taking.Delivery {
        @Override
        public void deliver(long sequence, byte[] message) {
            sender.write(message);
        }

        @Override
        public void settle() {}

        @Override
        public int most() {
            return 1;
        }
    }
}
