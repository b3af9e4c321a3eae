package io.mailslot.launcher;

import io.mailslot.Kernel;
import io.mailslot.api.MailslotException;
import io.mailslot.api.MailslotNotFoundException;
import io.mailslot.api.OpenOptions;
import io.mailslot.api.Sender;
import io.mailslot.api.Timeouts;
import io.mailslot.inspect.HomeSnapshot;
import io.mailslot.launcher.look.Bridging.Outbox;
import java.io.FilterInputStream;
import java.io.IOException;
import java.io.InputStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.concurrent.Callable;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.TimeUnit;
import picocli.CommandLine.Command;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.ParameterException;
import picocli.CommandLine.Parameters;
import picocli.CommandLine.ParentCommand;
import picocli.CommandLine.Spec;

/** Sends messages to a mailslot that somebody has created. */
@Command(
        name = "send",
        header = "Send a message, or a stream of them, to a mailslot.",
        description = {
            "",
            "The message is TEXT, or the whole of a file or of standard input, byte for byte; with --lines each line "
                    + "is a message. Standard input is read when TEXT is '-', or is missing and the input is no "
                    + "terminal.",
            "",
            "A NAME of another machine, such as '\\\\B\\mailslot\\orders', stands between single quotes: shells take backslashes away. "
                    + "What is sent there is kept in this home, and the bridge carries it: 'mailslot help names'."
        },
        footer = {
            "  mailslot send orders 'two coffees'",
            "  tail -f app.log | mailslot send log --lines",
            "  mailslot send images --file cat.png",
            "  mailslot send ticks tick --repeat 10 --every 100ms",
            "  mailslot send '\\\\B\\mailslot\\orders' 'one tea'",
            "  mailslot send orders -- --text-with-dashes"
        })
final class SendCommand implements Callable<Integer> {
    private static final int LARGEST_ARRAY = Integer.MAX_VALUE - 8;

    @ParentCommand
    private Main main;

    /** Null where nothing but a name and a text was given. */
    @Spec
    private CommandSpec spec;

    @Parameters(index = "0", paramLabel = "NAME", description = "The mailslot's name.")
    private String name;

    @Parameters(
            index = "1",
            arity = "0..1",
            paramLabel = "TEXT",
            description = "The message; '-' for standard input. May be empty.")
    private String text;

    @Option(names = "--file", paramLabel = "FILE", description = "Send what is in FILE.")
    private Path file;

    @Option(names = "--lines", description = "Send each line of the input as a message, without its line feed.")
    private boolean lines;

    @Option(names = "--repeat", paramLabel = "N", description = "Send the message N times.")
    private Long repeat;

    @Option(
            names = "--every",
            paramLabel = "TIME",
            description = "With --repeat: the time from one message to the next, for instance 100ms.")
    private Duration every;

    @Option(
            names = "--timeout",
            paramLabel = "TIME",
            description = "How long to wait for room when the mailslot is full; 0 not to wait. For ever by default.")
    private Duration timeout = Timeouts.FOREVER;

    private long sent;

    @Override
    public Integer call() throws IOException {
        checkOptions();
        if (Files.notExists(main.home())) {
            // Attaching would make the home, only to find nothing in it.
            HomeSnapshot.empty(main.home()).mailslot(name); // else a malformed name would be told as a missing one
            if (Outbox.host(name).isPresent()) {
                throw main.noBridge();
            }
            throw main.noSuchMailslot(name, null);
        }
        // a stream shall not wait for its queue in the middle
        CompletableFuture<Void> prepared =
                lines || repeat != null ? CompletableFuture.completedFuture(null) : Kernel.prepareForFewMessages();
        try (Interruption interruption = Interruption.watch();
                Kernel kernel = main.attach();
                Sender sender = open(kernel)) {
            return send(sender, interruption).value();
        } finally {
            prepared.join();
        }
    }

    private void checkOptions() {
        String problem = null;
        if (text != null && file != null) {
            problem = "give TEXT or --file, not both";
        } else if (lines && text != null && !readsStandardInput()) {
            problem = "--lines reads standard input or a --file, not TEXT";
        } else if (lines && repeat != null) {
            problem = "--repeat repeats one message; --lines sends many";
        } else if (repeat != null && repeat < 1) {
            problem = "--repeat takes a number from 1 up, not " + repeat;
        } else if (every != null && repeat == null) {
            problem = "--every needs --repeat";
        } else if (text == null && file == null && main.console().terminal().input()) {
            problem = "nothing to send: give TEXT, or --file FILE, or '-' to type the message";
        }
        if (problem != null) {
            throw new ParameterException(spec.commandLine(), problem);
        }
    }

    private boolean readsStandardInput() {
        return file == null && (text == null || text.equals("-"));
    }

    private Sender open(Kernel kernel) {
        try {
            return kernel.openMailslot(name, OpenOptions.defaults().withWriteTimeout(timeout));
        } catch (MailslotNotFoundException e) {
            throw main.noSuchMailslot(name, e);
        }
    }

    private ExitCode send(Sender sender, Interruption interruption) throws IOException {
        try {
            if (lines) {
                sendLines(sender, interruption);
            } else {
                sendRepeatedly(sender, readMessage(sender), interruption);
            }
            return interruption.requested() ? ExitCode.INTERRUPTED : ExitCode.OK;
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            return ExitCode.INTERRUPTED;
        } catch (MailslotException e) {
            if (sent > 0) {
                String soFar = e.getMessage() + " (messages sent before that: " + sent + ")";
                throw new CommandFailure(ExitCode.of(e.errorCode()), soFar, e);
            }
            throw e;
        }
    }

    private void sendLines(Sender sender, Interruption interruption) throws IOException {
        try (InputStream in = input()) {
            LineReader reader = new LineReader(in, largest(sender));
            while (!interruption.requested() && reader.next()) {
                sender.write(reader.buffer(), reader.offset(), reader.length());
                sent++;
            }
        }
    }

    private void sendRepeatedly(Sender sender, byte[] message, Interruption interruption) throws InterruptedException {
        long times = repeat == null ? 1 : repeat;
        long period = every == null ? 0 : every.toNanos();
        long start = System.nanoTime();
        while (!interruption.requested()) {
            sender.write(message);
            sent++;
            if (sent == times) {
                return;
            }
            // Paced from the start, so that the time a send takes does not add up.
            TimeUnit.NANOSECONDS.sleep(start + sent * period - System.nanoTime());
        }
    }

    private byte[] readMessage(Sender sender) throws IOException {
        if (file == null && !readsStandardInput()) {
            return text.getBytes(StandardCharsets.UTF_8);
        }
        int largest = largest(sender);
        try (InputStream in = input()) {
            // One byte more than fits tells too large from just right, and keeps endless input out of the memory.
            byte[] message = in.readNBytes(Math.min(largest, LARGEST_ARRAY - 1) + 1);
            if (message.length > largest) {
                throw new CommandFailure(ExitCode.FAILURE, tooLarge(message.length, largest));
            }
            return message;
        }
    }

    private String tooLarge(int atLeast, int largest) throws IOException {
        String size = file != null && Files.isRegularFile(file) ? Files.size(file) + "" : atLeast + " or more";
        String source = file != null ? "'" + file + "'" : "standard input";
        return "message too large: " + source + " has " + size + " bytes, and the mailslot '" + name
                + "' takes at most " + largest;
    }

    private InputStream input() throws IOException {
        if (file != null) {
            if (Files.isDirectory(file)) {
                throw new CommandFailure(ExitCode.FAILURE, "'" + file + "' is a directory, not a file");
            }
            return Files.newInputStream(file);
        }
        return new FilterInputStream(main.console().in()) {
            @Override
            public int read(byte[] buffer, int offset, int length) {
                try {
                    return super.read(buffer, offset, length);
                } catch (IOException e) {
                    throw noInput(e);
                }
            }

            @Override
            public void close() {
                // Standard input stays open: it is not ours to close.
            }
        };
    }

    private static CommandFailure noInput(IOException cause) {
        return new CommandFailure(
                ExitCode.FAILURE,
                "cannot read standard input: " + cause.getMessage() + "; give TEXT or --file FILE",
                cause);
    }

    private static int largest(Sender sender) {
        int maximum = sender.info().maxMessageSize();
        return maximum > 0 ? maximum : LARGEST_ARRAY;
    }
}
