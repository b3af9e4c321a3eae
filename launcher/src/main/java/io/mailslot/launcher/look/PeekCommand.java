package io.mailslot.launcher.look;

import io.mailslot.api.MailslotNotFoundException;
import io.mailslot.inspect.HomeInspector;
import io.mailslot.inspect.PeekOptions;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.ByteBuffer;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.concurrent.Callable;
import picocli.CommandLine.ArgGroup;
import picocli.CommandLine.Command;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.ParameterException;
import picocli.CommandLine.Parameters;
import picocli.CommandLine.ParentCommand;
import picocli.CommandLine.Spec;

/** Prints unread messages and leaves them unread. */
@Command(
        name = "peek",
        header = "Print the unread messages of a mailslot, and leave them unread.",
        description = {
            "",
            "Prints those that are there when it begins, the oldest first, from the mailslot's files: nobody notices, also where all "
                    + "are dead or nobody may write. What is read or dropped meanwhile may be left out."
        },
        footer = {
            "  mailslot peek orders",
            "  mailslot peek orders -n 1 --json | jq .text",
            "  mailslot peek orders --at -20",
            "  mailslot peek news --at cursor:audit"
        })
public final class PeekCommand implements Callable<Integer> {
    private static final String FIRST = "first";
    private static final String CURSOR = "cursor:";
    private static final String LAST = "-[0-9]{1,18}";

    @ParentCommand
    private LookParent parent;

    @Spec
    private CommandSpec spec;

    @Parameters(paramLabel = "NAME", description = "The mailslot's name; letters' case does not matter.")
    private String name;

    @Option(
            names = {"-n", "--count"},
            paramLabel = "COUNT",
            description = "Print COUNT messages at most.")
    private Long count;

    @Option(
            names = "--at",
            paramLabel = "WHERE",
            parameterConsumer = AnyWord.class,
            description =
                    "Where to begin: first, the usual, at the oldest one that any receiver has not read; cursor:CURSOR, at "
                            + "what that cursor reads next; -20, at the last but 19.")
    private String at = FIRST;

    @ArgGroup
    private Form form = new Form();

    /** At most one of these. */
    static final class Form {
        @Option(names = "--raw", description = "Print the bytes of the messages and nothing else.")
        private boolean raw;

        @Option(
                names = {"-0", "--null"},
                description = "End each message with a NUL instead of a line feed.")
        private boolean nul;

        @Option(names = "--json", description = "Print one JSON object a line: mailslot, number, size, text or base64.")
        private boolean json;
    }

    /** For the command line. */
    public PeekCommand() {}

    @Override
    public Integer call() throws IOException {
        LookContext context = parent.looks();
        try {
            HomeInspector.peek(context.home(), name, options(), (number, message) -> {
                print(context, number, message);
                return true;
            });
            return 0;
        } catch (MailslotNotFoundException missing) {
            throw context.noSuchMailslot(name);
        } catch (UncheckedIOException unprinted) {
            throw unprinted.getCause();
        }
    }

    private PeekOptions options() {
        PeekOptions options = PeekOptions.defaults();
        if (count != null) {
            options = options.withMost(required("-n", count));
        }
        if (at.startsWith(CURSOR) && !at.equals(CURSOR)) {
            return options.withCursor(at.substring(CURSOR.length()));
        }
        if (at.matches(LAST)) {
            return options.withLast(required("--at", -Long.parseLong(at)));
        }
        if (!at.equals(FIRST)) {
            throw new ParameterException(
                    spec.commandLine(), "--at takes first, cursor:CURSOR, or a number such as -20, not '" + at + "'");
        }
        return options;
    }

    private long required(String option, long number) {
        if (number < 1) {
            throw new ParameterException(spec.commandLine(), option + " takes a count from 1 up, not " + number);
        }
        return number;
    }

    private void print(LookContext context, long number, ByteBuffer message) {
        byte[] bytes = new byte[message.remaining()];
        message.get(bytes);
        try {
            if (form.json) {
                Map<String, Object> object = new LinkedHashMap<>();
                object.put("mailslot", name);
                object.put("number", number);
                object.putAll(context.content(bytes));
                context.json(object);
            } else {
                context.message(bytes, form.raw, form.nul);
            }
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }
}
