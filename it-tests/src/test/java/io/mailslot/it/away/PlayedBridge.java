package io.mailslot.it.away;

import static java.nio.charset.StandardCharsets.UTF_8;

import io.mailslot.Kernel;
import io.mailslot.api.MailslotException;
import io.mailslot.api.MailslotNotFoundException;
import io.mailslot.api.MailslotOptions;
import io.mailslot.api.Receiver;
import io.mailslot.api.Sender;
import io.mailslot.testkit.ChildContext;
import java.util.ArrayList;
import java.util.Collections;
import java.util.HashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;

/**
 * The bridge of a home as the library sees it: it answers by the protocol and makes outboxes, and takes nothing anywhere. It
 * knows the computer B and all names on it, but for the last parts below.
 */
final class PlayedBridge implements Runnable {
    static final String CURSOR = "bridge";
    static final String NOT_SENT = "not in 'send' of shop.properties";
    static final String UNKNOWN = "no computer of that name in the domain shop";

    private static final String PROTOCOL = "mailslot-bridge 1";

    /** Of the child JVM that plays. */
    private static PlayedBridge played;

    private final Kernel kernel;
    private final Receiver questions;
    private final List<String> asked = Collections.synchronizedList(new ArrayList<>());
    private final Map<String, Receiver> outboxes = new HashMap<>();

    private PlayedBridge(Kernel kernel) {
        this.kernel = kernel;
        this.questions = kernel.createMailslot(
                "bridge",
                MailslotOptions.defaults().withMaxMessageSize(4 << 10).withCapacity(MailslotOptions.MIN_CAPACITY));
    }

    /** Begins to answer, in a child. */
    static void begin(ChildContext c) {
        played = new PlayedBridge(c.kernel());
        Thread thread = new Thread(played, "played-bridge");
        thread.setDaemon(true);
        thread.start();
    }

    /** What it was asked so far. */
    static ArrayList<String> asked(ChildContext c) {
        return new ArrayList<>(played.asked);
    }

    @Override
    public void run() {
        try {
            while (true) {
                String question = questions.readText();
                asked.add(question);
                String[] lines = question.split("\n");
                String answer = answer(lines[2]);
                if (!answer.isEmpty()) {
                    answer(lines[3], answer);
                }
            }
        } catch (MailslotException ended) {
            // with the kernel of the child
        }
    }

    private void answer(String mailslot, String answer) {
        try (Sender asker = kernel.openMailslot(mailslot)) {
            asker.write(answer.getBytes(UTF_8));
        } catch (MailslotNotFoundException gone) {
            // who asked has given up
        }
    }

    private String answer(String name) {
        String last = name.substring(name.lastIndexOf('\\') + 1);
        return switch (last) {
            case "silent" -> "";
            case "own" -> PROTOCOL + "\n0\nown";
            case "secret" -> PROTOCOL + "\n53\n'" + name + "' is " + NOT_SENT;
            case "large" -> PROTOCOL + "\n87\n'" + name + "' is too large";
            case "full" -> PROTOCOL + "\n1816\n'" + name + "' is full";
            case "odd" -> PROTOCOL + "\n4711\nodd";
            case "newer" -> "mailslot-bridge 2\n0\n" + name;
            case "garbage" -> "?";
            default ->
                name.toLowerCase(Locale.ROOT).startsWith("\\\\b\\")
                        ? outbox(name)
                        : PROTOCOL + "\n53\n'" + name + "': " + UNKNOWN;
        };
    }

    private String outbox(String name) {
        outboxes.computeIfAbsent(
                name,
                each -> kernel.createMailslot(each, MailslotOptions.defaults().withCursor(CURSOR)));
        return PROTOCOL + "\n0\n" + name + "\n";
    }
}
