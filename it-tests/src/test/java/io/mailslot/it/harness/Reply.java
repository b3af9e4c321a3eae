package io.mailslot.it.harness;

import java.util.Arrays;
import java.util.List;
import java.util.Map;

/**
 * What an {@link Agent} answers to one command.
 *
 * @param ok whether the command succeeded
 * @param values what it told, by key
 */
public record Reply(boolean ok, Map<String, String> values) {
    static final String OK = "ok";
    static final String ERROR = "error";

    /** Whether a line is an answer at all; anything else on a child's standard output is stray. */
    static boolean isReply(String line) {
        return line.equals(OK) || line.startsWith(OK + " ") || line.startsWith(ERROR + " ");
    }

    static Reply parse(String line) {
        return new Reply(!line.startsWith(ERROR), Words.splitPairs(line));
    }

    public String text(String key) {
        String value = values.get(key);
        if (value == null) {
            throw new AssertionError("the reply has no " + key + ": " + this);
        }
        return value;
    }

    public long number(String key) {
        return Long.parseLong(text(key));
    }

    public int handle() {
        return (int) number("handle");
    }

    /** The Win32 code of a refusal; 0 if the command succeeded. */
    public int code() {
        return ok ? 0 : (int) number("code");
    }

    /** The numbers of a {@code handles} reply, in the order told. */
    public List<Integer> handles() {
        String list = text("handles");
        return list.isEmpty()
                ? List.of()
                : Arrays.stream(list.split(",")).map(Integer::valueOf).toList();
    }
}
