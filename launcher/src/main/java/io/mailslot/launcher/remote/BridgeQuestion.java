package io.mailslot.launcher.remote;

import io.mailslot.Kernel;
import io.mailslot.api.ErrorCode;
import io.mailslot.api.MailslotException;
import io.mailslot.api.MailslotFullException;
import io.mailslot.api.MailslotNotFoundException;
import io.mailslot.api.MailslotOptions;
import io.mailslot.api.OpenOptions;
import io.mailslot.api.Receiver;
import io.mailslot.api.Sender;
import io.mailslot.launcher.look.Bridging;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.time.Duration;
import java.util.Arrays;

/**
 * Asks the bridge of the home, as docs/remote.md has it: a message to its mailslot, which names the one for the answer.
 *
 * <pre>
 *   question: mailslot-bridge 1 | what | mailslot for the answer      lines of UTF-8
 *   answer:   mailslot-bridge 1 | code | what was asked for, or why not
 * </pre>
 */
final class BridgeQuestion {
    private static final String PROTOCOL = "mailslot-bridge 1";
    private static final int ANSWER_LINES = 3;
    private static final int LONGEST_ANSWER = 1 << 20;

    /** How long a bridge may take; it waits for other machines, for some questions. */
    private static final Duration PATIENCE = Duration.ofSeconds(5);

    private final RemoteContext context;
    private final Kernel kernel;

    private BridgeQuestion(RemoteContext context, Kernel kernel) {
        this.context = context;
        this.kernel = kernel;
    }

    /**
     * Asks.
     *
     * @param what one word of the protocol
     * @return the text of the answer
     */
    static String ask(RemoteContext context, String what) {
        if (Files.notExists(context.home())) {
            throw nobody(context); // to attach would make it
        }
        try (Kernel kernel = context.attach()) {
            return new BridgeQuestion(context, kernel).ask(what);
        }
    }

    private String ask(String what) {
        String name = Bridging.NAME + "/answer-" + ProcessHandle.current().pid() + "-tool";
        MailslotOptions options = MailslotOptions.defaults().withMaxMessageSize(LONGEST_ANSWER);
        long start = System.nanoTime();
        try (Sender bridge = kernel.openMailslot(
                        Bridging.NAME, OpenOptions.defaults().withWriteTimeout(PATIENCE));
                Receiver answers = kernel.createMailslot(name, options)) {
            bridge.write(String.join("\n", PROTOCOL, what, name));
            Duration left = PATIENCE.minusNanos(System.nanoTime() - start);
            return understood(answers.read(left.isNegative() ? Duration.ZERO : left)
                    .map(answer -> new String(answer, StandardCharsets.UTF_8))
                    .orElseThrow(this::silent));
        } catch (MailslotNotFoundException none) {
            throw nobody(context);
        } catch (MailslotFullException unread) {
            throw silent();
        }
    }

    private RuntimeException silent() {
        return context.failure(
                ErrorCode.SEM_TIMEOUT,
                "the bridge of " + context.home() + " has not answered within " + context.duration(PATIENCE)
                        + "; look whether it stands still: mailslot why" + context.homeOption() + " " + Bridging.NAME);
    }

    private static RuntimeException nobody(RemoteContext context) {
        return context.failure(
                ErrorCode.BAD_NETPATH,
                "no bridge serves the home " + context.home() + "; start one with: mailslot bridge"
                        + context.homeOption() + " --config FILE");
    }

    private String understood(String answer) {
        String[] lines = answer.split("\n", ANSWER_LINES);
        if (lines.length < ANSWER_LINES || !lines[0].equals(PROTOCOL)) {
            throw context.failure(
                    ErrorCode.REVISION_MISMATCH,
                    "the bridge answered '" + context.printable(lines[0]) + "', not '" + PROTOCOL
                            + "' as this version does: have both of one version");
        }
        String code = lines[1].strip();
        if (!code.equals("0")) {
            throw new MailslotException(known(code), context.printable(lines[2].strip()));
        }
        return lines[2].strip();
    }

    private static ErrorCode known(String code) {
        return Arrays.stream(ErrorCode.values())
                .filter(each -> String.valueOf(each.value()).equals(code))
                .findFirst()
                .orElse(ErrorCode.NOT_SUPPORTED);
    }
}
