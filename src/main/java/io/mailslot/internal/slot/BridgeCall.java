package io.mailslot.internal.slot;

import io.mailslot.api.AlreadyExistsException;
import io.mailslot.api.ErrorCode;
import io.mailslot.api.InvalidNameException;
import io.mailslot.api.MailslotException;
import io.mailslot.api.MailslotFullException;
import io.mailslot.api.MailslotNotFoundException;
import io.mailslot.api.MailslotOptions;
import io.mailslot.api.OpenOptions;
import io.mailslot.api.ReadTimeoutException;
import io.mailslot.api.Receiver;
import io.mailslot.api.ReceiverGoneException;
import io.mailslot.api.Sender;
import io.mailslot.internal.memory.Patience;
import io.mailslot.internal.object.MailslotName;
import io.mailslot.internal.wait.WaitTimeouts;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.time.Duration;
import java.util.Optional;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicLong;

/**
 * Asks the bridge of the home which of its mailslots takes messages to another computer. The bridge is a process like any
 * other, which receives from the mailslot {@code bridge}; each question names a mailslot for its answer. Thread-safe.
 *
 * <pre>
 *   question: mailslot-bridge 1 | open | name | mailslot for the answer      lines of UTF-8
 *   answer:   mailslot-bridge 1 | code | name to open, or why not
 * </pre>
 */
final class BridgeCall {
    private static final String MAILSLOT = "bridge";
    private static final String PROTOCOL = "mailslot-bridge 1";
    private static final int LONGEST_ANSWER = 1 << 20;
    private static final int ANSWER_LINES = 3;

    /** How long a bridge may take to answer. */
    private static final long PATIENCE_NANOS = TimeUnit.SECONDS.toNanos(5);

    /** How often to look whether the bridge is still there. */
    private static final long LOOK_NANOS = TimeUnit.MILLISECONDS.toNanos(250);

    private static final AtomicLong CALLS = new AtomicLong();

    private final Mailslots mailslots;
    private final Path home;
    private final Runnable reapDead;

    /**
     * For one process.
     *
     * @param home to tell people
     * @param reapDead closes the handles of processes that have died
     */
    BridgeCall(Mailslots mailslots, Path home, Runnable reapDead) {
        this.mailslots = mailslots;
        this.home = home;
        this.reapDead = reapDead;
    }

    /**
     * The mailslot to open instead of a name of another computer.
     *
     * @param openTimeout how long to wait for the answer if that is less than the usual time; zero for the usual
     * @throws InvalidNameException with code 53 if there is no bridge, or it does not know the computer or the name
     * @throws ReadTimeoutException if the bridge does not answer (121)
     */
    MailslotName mailslotFor(MailslotName name, Duration openTimeout) {
        Patience patience = patience(openTimeout);
        try (Sender bridge = bridge(name, patience);
                Receiver answers = answers()) {
            ask(bridge, name, answers.info().name(), patience);
            return understood(name, answer(bridge, answers, name, patience));
        } catch (ReceiverGoneException gone) {
            throw new InvalidNameException(
                    ErrorCode.BAD_NETPATH,
                    "'" + name.text() + "' cannot be reached: the bridge that serves the home " + home
                            + " ended while it was asked; start it again, or try again if another one has taken over",
                    gone);
        }
    }

    private static Patience patience(Duration openTimeout) {
        long limit = WaitTimeouts.toNanos(openTimeout);
        return Patience.of(limit == 0 ? PATIENCE_NANOS : Math.min(limit, PATIENCE_NANOS), TimeUnit.NANOSECONDS);
    }

    private Sender bridge(MailslotName name, Patience patience) {
        try {
            return mailslots.open(
                    MAILSLOT,
                    OpenOptions.defaults()
                            .withWriteTimeout(Duration.ofNanos(Math.min(LOOK_NANOS, patience.totalNanos()))));
        } catch (MailslotNotFoundException none) {
            throw new InvalidNameException(
                    ErrorCode.BAD_NETPATH,
                    "'" + name.text() + "' names a mailslot of another computer, and no bridge serves the home " + home
                            + "; start one with 'mailslot bridge --config FILE', or use \\\\.\\mailslot\\name for one of"
                            + " this machine",
                    none);
        }
    }

    /** Who has the same process id in another container may have the first name. */
    private Receiver answers() {
        while (true) {
            String name = MAILSLOT + "/answer-" + ProcessHandle.current().pid() + "-" + CALLS.incrementAndGet();
            try {
                return mailslots.create(name, MailslotOptions.defaults().withMaxMessageSize(LONGEST_ANSWER));
            } catch (AlreadyExistsException taken) {
                // the next one, then
            }
        }
    }

    /** A bridge that is busy may have many questions before it comes to this one. */
    private void ask(Sender bridge, MailslotName name, String answers, Patience patience) {
        byte[] question =
                String.join("\n", PROTOCOL, "open", name.text(), answers).getBytes(StandardCharsets.UTF_8);
        while (!isAsked(bridge, question)) {
            reapDead.run();
            if (patience.isOver()) {
                throw silent(name, patience);
            }
        }
    }

    private static boolean isAsked(Sender bridge, byte[] question) {
        try {
            bridge.write(question); // fails if it is gone
            return true;
        } catch (MailslotFullException unread) {
            return false;
        }
    }

    private String answer(Sender bridge, Receiver answers, MailslotName name, Patience patience) {
        while (true) {
            long nanos = Math.max(0, Math.min(LOOK_NANOS, patience.leftNanos()));
            Optional<byte[]> answer = answers.read(Duration.ofNanos(nanos));
            if (answer.isPresent()) {
                return new String(answer.get(), StandardCharsets.UTF_8);
            }
            reapDead.run();
            bridge.info(); // fails if it is gone
            if (patience.isOver()) {
                throw silent(name, patience);
            }
        }
    }

    private ReadTimeoutException silent(MailslotName name, Patience patience) {
        return new ReadTimeoutException("'" + name.text() + "' cannot be opened: the bridge that serves the home "
                + home + " has not answered within " + patience
                + "; look whether it stands still, or end it and start it again");
    }

    private MailslotName understood(MailslotName name, String answer) {
        String[] lines = answer.split("\n", ANSWER_LINES);
        int code = lines.length == ANSWER_LINES && lines[0].equals(PROTOCOL) ? number(lines[1]) : -1;
        if (code < 0) {
            throw new MailslotException(
                    ErrorCode.REVISION_MISMATCH,
                    "the bridge that serves the home " + home + " answered '" + lines[0] + "', not '" + PROTOCOL
                            + "' as this version does: have both of one version");
        }
        String text = lines[2].strip();
        if (code != 0) {
            throw BridgeRefusal.of(code, text, name);
        }
        return MailslotName.parse(text);
    }

    private static int number(String text) {
        try {
            return Integer.parseInt(text.strip());
        } catch (NumberFormatException none) {
            return -1;
        }
    }
}
