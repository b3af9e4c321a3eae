package io.mailslot.launcher;

import io.mailslot.Kernel;
import io.mailslot.api.InvalidArgumentException;
import io.mailslot.api.MailslotOptions;
import io.mailslot.api.Receiver;
import io.mailslot.api.WhenFull;
import java.io.IOException;
import java.time.Duration;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.Callable;
import picocli.CommandLine.ArgGroup;
import picocli.CommandLine.Command;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.ParameterException;
import picocli.CommandLine.Parameters;
import picocli.CommandLine.ParentCommand;
import picocli.CommandLine.Spec;

/** Creates a mailslot and prints its messages as they come. */
@Command(
        name = "receive",
        header = "Create a mailslot and print its messages as they come.",
        description = {
            "",
            "Prints each message followed by a line feed, until Ctrl-C or one of the limits below. The mailslot is "
                    + "gone when the command ends, unless it has a cursor: then it stays until it is deleted."
        },
        footer = {
            "  mailslot receive orders",
            "  mailslot receive orders -n 1 --timeout 5s || echo 'nothing came'",
            "  mailslot receive orders --json | jq .text",
            "  mailslot receive orders --cursor shop     goes on where it ended last time"
        })
final class ReceiveCommand implements Callable<Integer> {
    /** One wait at most; the library's own limit is 49.7 days, which nobody notices being split up. */
    private static final long LONGEST_WAIT_NANOS = Duration.ofDays(1).toNanos();

    @ParentCommand
    private Main main;

    @Spec
    private CommandSpec spec;

    @Parameters(paramLabel = "NAME", description = "The mailslot's name, for instance orders or shop/orders.")
    private String name;

    @Option(
            names = {"-n", "--count"},
            paramLabel = "COUNT",
            description = "End with 0 after COUNT messages.")
    private Long count;

    @Option(
            names = "--timeout",
            paramLabel = "TIME",
            converter = DurationConverter.class,
            description = "End with 124 after TIME in all, for instance 500ms, 5s or 2m; 0 for what is there.")
    private Duration timeout;

    @Option(
            names = "--idle",
            paramLabel = "TIME",
            converter = DurationConverter.class,
            description = "End with 124 when no message came for TIME.")
    private Duration idle;

    @Option(
            names = "--drain",
            description = "End with 0 at the end of what is unread when the command begins; with --cursor.")
    private boolean drain;

    @Option(
            names = "--max-size",
            paramLabel = "SIZE",
            defaultValue = "0",
            converter = SizeConverter.class,
            description =
                    "Largest message to take, for instance 400 or 64K; 0, the default, for any. This one and the next "
                            + "two are for a mailslot that is new: one that is there stays as it was made.")
    private long maxSize;

    @Option(
            names = "--capacity",
            paramLabel = "SIZE",
            defaultValue = "0",
            converter = SizeConverter.class,
            description = "How much may wait unread, 1M to 1G; 0 for 64M, less on a small file system.")
    private long capacity;

    @Option(
            names = "--drop-oldest",
            description = "Lose the oldest messages when it is full instead of having senders wait; "
                    + "for broadcast names only.")
    private boolean dropOldest;

    @Option(
            names = "--cursor",
            paramLabel = "CURSOR",
            converter = CursorConverter.class,
            description =
                    "Make the mailslot durable, or go on with a durable one where the cursor of that name was left.")
    private String cursor;

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

    private final long started = System.nanoTime();
    private long lastMessage;

    @Override
    public Integer call() throws IOException {
        if (count != null && count < 1) {
            throw new ParameterException(spec.commandLine(), "-n takes a count from 1 up, not " + count);
        }
        if (maxSize > MailslotOptions.MAX_MESSAGE_SIZE) {
            throw new ParameterException(
                    spec.commandLine(),
                    "--max-size is " + maxSize + " and no mailslot takes more than " + MailslotOptions.MAX_MESSAGE_SIZE
                            + " bytes at once; ask for less, or leave it out");
        }
        MailslotOptions options = MailslotOptions.defaults()
                .withMaxMessageSize((int) maxSize)
                .withCapacity(capacity)
                .withWhenFull(dropOldest ? WhenFull.DROP_OLDEST : WhenFull.WAIT)
                .withCursor(cursor == null ? "" : cursor);
        try (Interruption interruption = Interruption.watch();
                Kernel kernel = main.attach();
                Receiver receiver = create(kernel, options)) {
            asMade(receiver, options).ifPresent(main.console()::say);
            return printAll(receiver, interruption).value();
        }
    }

    private ExitCode printAll(Receiver receiver, Interruption interruption) throws IOException {
        DataOutput out = main.console().out();
        MessageFormat messageFormat = format.chosen(main.console().terminal().output());
        Backlog backlog = drain || takesWhatIsThere() ? Backlog.of(receiver) : null;
        lastMessage = System.nanoTime();
        try {
            for (long sequence = 1; count == null || sequence <= count; sequence++) {
                // A flood of messages never waits, so it is here that Ctrl-C gets a word in.
                if (interruption.requested()) {
                    return ExitCode.INTERRUPTED;
                }
                if (backlog != null && !backlog.isNext()) {
                    return drain ? ExitCode.OK : ExitCode.TIMED_OUT;
                }
                Optional<byte[]> message = backlog == null ? next(receiver, out) : pollInTime(receiver);
                if (message.isEmpty()) {
                    return ExitCode.TIMED_OUT;
                }
                messageFormat.print(out, name, sequence, message.get());
            }
            return ExitCode.OK;
        } finally {
            out.flush();
        }
    }

    /** What the library does not accept of the options is a wrong command line. */
    private Receiver create(Kernel kernel, MailslotOptions options) {
        try {
            return kernel.createMailslot(name, options);
        } catch (InvalidArgumentException wrong) {
            throw new ParameterException(spec.commandLine(), wrong.getMessage(), wrong);
        }
    }

    /**
     * Who joins a mailslot, or goes on with a durable one, takes it as it was made.
     *
     * @return what was asked for in vain; empty if nothing was
     */
    private Optional<String> asMade(Receiver receiver, MailslotOptions asked) {
        if (asked.maxMessageSize() == 0 && asked.capacity() == 0 && asked.whenFull() == WhenFull.WAIT) {
            return Optional.empty(); // counting what is unread may take a while
        }
        List<String> vain = Mailslots.inVain(asked, receiver.info());
        return vain.isEmpty()
                ? Optional.empty()
                : Optional.of("'" + name + "' was there already and stays as it was made, without "
                        + String.join(", ", vain));
    }

    private boolean takesWhatIsThere() {
        return timeout != null && timeout.isZero();
    }

    private Optional<byte[]> pollInTime(Receiver receiver) {
        return takesWhatIsThere() || totalNanos() > 0 ? receiver.poll() : Optional.empty();
    }

    /** The next message, or empty when the time is up. Flushes what is printed before it waits for more. */
    private Optional<byte[]> next(Receiver receiver, DataOutput out) throws IOException {
        // What is there has come, however long it took to print the one before.
        Optional<byte[]> message = totalNanos() > 0 ? receiver.poll() : Optional.empty();
        if (message.isEmpty()) {
            out.flush();
        }
        for (long left = remainingNanos(); message.isEmpty() && left > 0; left = remainingNanos()) {
            message = receiver.read(Duration.ofNanos(Math.min(left, LONGEST_WAIT_NANOS)));
        }
        lastMessage = idle == null ? 0 : System.nanoTime();
        return message;
    }

    private long remainingNanos() {
        long quiet = idle == null ? Long.MAX_VALUE : idle.toNanos() - (System.nanoTime() - lastMessage);
        return Math.min(totalNanos(), quiet);
    }

    private long totalNanos() {
        return timeout == null ? Long.MAX_VALUE : timeout.toNanos() - (System.nanoTime() - started);
    }
}
