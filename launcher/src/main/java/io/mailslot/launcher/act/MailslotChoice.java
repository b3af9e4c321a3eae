package io.mailslot.launcher.act;

import io.mailslot.Kernel;
import io.mailslot.api.InvalidArgumentException;
import io.mailslot.api.MailslotInfo;
import io.mailslot.api.MailslotOptions;
import io.mailslot.api.Receiver;
import io.mailslot.api.WhenFull;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.ParameterException;
import picocli.CommandLine.Spec;

/** The options that say how a mailslot is made. */
public final class MailslotChoice {
    @Spec(Spec.Target.MIXEE)
    private CommandSpec command;

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

    /** For the command line. */
    public MailslotChoice() {}

    /** {@return whether it is to be durable} */
    boolean isDurable() {
        return cursor != null;
    }

    String cursor() {
        return cursor;
    }

    /** Refuses what no mailslot can be. */
    public void check() {
        if (maxSize > MailslotOptions.MAX_MESSAGE_SIZE) {
            throw new ParameterException(
                    command.commandLine(),
                    "--max-size is " + maxSize + " and no mailslot takes more than " + MailslotOptions.MAX_MESSAGE_SIZE
                            + " bytes at once; ask for less, or leave it out");
        }
    }

    private MailslotOptions options() {
        return MailslotOptions.defaults()
                .withMaxMessageSize((int) maxSize)
                .withCapacity(capacity)
                .withWhenFull(dropOldest ? WhenFull.DROP_OLDEST : WhenFull.WAIT)
                .withCursor(cursor == null ? "" : cursor);
    }

    /**
     * Makes the mailslot, joins it, or goes on with it. What the library does not accept of the options is a wrong command
     * line.
     *
     * @param kernel of the home
     * @param name the mailslot's
     * @return its receiver
     */
    public Receiver create(Kernel kernel, String name) {
        try {
            return kernel.createMailslot(name, options());
        } catch (InvalidArgumentException wrong) {
            throw new ParameterException(command.commandLine(), wrong.getMessage(), wrong);
        }
    }

    /**
     * Who joins a mailslot, or goes on with a durable one, takes it as it was made.
     *
     * @param name the mailslot's
     * @param receiver what {@link #create} returned
     * @return what was asked for in vain, in a sentence; empty if nothing was
     */
    public Optional<String> asMade(String name, Receiver receiver) {
        MailslotOptions asked = options();
        if (asked.maxMessageSize() == 0 && asked.capacity() == 0 && asked.whenFull() == WhenFull.WAIT) {
            return Optional.empty(); // counting what is unread may take a while
        }
        List<String> vain = inVain(asked, receiver.info());
        return vain.isEmpty()
                ? Optional.empty()
                : Optional.of("'" + name + "' was there already and stays as it was made, without "
                        + String.join(", ", vain));
    }

    /** The options that were asked for and are not so, each with what is there. */
    static List<String> inVain(MailslotOptions asked, MailslotInfo there) {
        List<String> vain = new ArrayList<>();
        if (asked.maxMessageSize() != 0 && asked.maxMessageSize() != there.maxMessageSize()) {
            String largest = there.maxMessageSize() <= 0 ? "any" : String.valueOf(there.maxMessageSize());
            vain.add("--max-size " + asked.maxMessageSize() + " (it takes " + largest + ")");
        }
        if (asked.capacity() != 0 && asked.capacity() != there.capacity()) {
            vain.add("--capacity " + asked.capacity() + " (it has " + there.capacity() + ")");
        }
        if (asked.whenFull() == WhenFull.DROP_OLDEST && there.whenFull() != WhenFull.DROP_OLDEST) {
            vain.add("--drop-oldest (senders wait when it is full)");
        }
        return vain;
    }
}
