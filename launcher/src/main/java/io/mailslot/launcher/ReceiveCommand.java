package io.mailslot.launcher;

import io.mailslot.Kernel;
import io.mailslot.api.Receiver;
import io.mailslot.launcher.act.Limits;
import io.mailslot.launcher.act.MailslotChoice;
import io.mailslot.launcher.act.Taking;
import java.io.IOException;
import java.util.concurrent.Callable;
import picocli.CommandLine.ArgGroup;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;
import picocli.CommandLine.ParentCommand;

/** Creates a mailslot and prints its messages as they come. */
@Command(
        name = "receive",
        header = "Create a mailslot and print its messages as they come.",
        description = {
            "",
            "Prints each message followed by a line feed, until Ctrl-C or one of the limits below. The mailslot is "
                    + "gone when the command ends, unless it has a cursor: then it stays until it is deleted, and a message is taken "
                    + "when it has been written; one that could not be comes again."
        },
        footer = {
            "  mailslot receive orders",
            "  mailslot receive orders -n 1 --timeout 5s || echo 'nothing came'",
            "  mailslot receive orders --json | jq .text",
            "  mailslot receive orders --cursor shop     goes on where it ended last time"
        })
final class ReceiveCommand implements Callable<Integer> {
    @ParentCommand
    private Main main;

    @Parameters(paramLabel = "NAME", description = "The mailslot's name, for instance orders or shop/orders.")
    private String name;

    @Mixin
    private Limits limits;

    @Mixin
    private MailslotChoice choice;

    @ArgGroup
    private FormatChoice format = new FormatChoice();

    /** At most one of these. */
    static final class FormatChoice {
        @Option(names = "--raw", description = "Print the bytes of the messages and nothing else.")
        private boolean raw;

        @Option(
                names = {"-0", "--null"},
                description = "End each message with a NUL instead of a line feed.")
        private boolean nul;

        @Option(names = "--json", description = "Print one JSON object a line: mailslot, seq, size, text or base64.")
        private boolean json;

        private MessageFormat chosen(boolean forPeople) {
            if (raw) {
                return MessageFormat.RAW;
            }
            if (nul) {
                return MessageFormat.NUL;
            }
            if (json) {
                return MessageFormat.JSON_LINES;
            }
            return forPeople ? MessageFormat.SHOWN : MessageFormat.LINES;
        }
    }

    @Override
    public Integer call() throws IOException {
        limits.check();
        choice.check();
        try (Interruption interruption = Interruption.watch();
                Kernel kernel = main.attach();
                Receiver receiver = choice.create(kernel, name)) {
            choice.asMade(name, receiver).ifPresent(main.console()::say);
            Taking taking = new Taking(receiver, limits, new Printing(), interruption);
            return ExitCode.of(taking.run()).value();
        }
    }

    /** A message is taken when it is on standard output, and that has been flushed. */
    private final class Printing implements Taking.Delivery {
        private final DataOutput out = main.console().out();
        private final MessageFormat messageFormat =
                format.chosen(main.console().terminal().output());

        @Override
        public void deliver(long sequence, byte[] message) throws IOException {
            messageFormat.print(out, name, sequence, message);
        }

        @Override
        public void settle() throws IOException {
            out.flush();
            out.requireWhole();
        }
    }
}
