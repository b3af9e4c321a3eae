package io.mailslot.launcher.health;

import io.mailslot.launcher.look.LookContext;
import io.mailslot.launcher.look.Tone;
import java.io.IOException;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;

/**
 * One thing that was looked at, and how it is.
 *
 * @param level how bad that is
 * @param about one word for programs
 * @param text value and bound, in one sentence
 * @param fixes commands that mend it
 * @param details commands that tell more
 */
record Remark(Level level, String about, String text, List<String> fixes, List<String> details) {
    /** How bad something is, as it is printed. */
    enum Level {
        ok,
        warn,
        FAIL
    }

    private static final String BELOW = "      ";

    Remark {
        fixes = List.copyOf(fixes);
        details = List.copyOf(details);
    }

    static Remark of(Level level, String about, String text) {
        return new Remark(level, about, text, List.of(), List.of());
    }

    static Remark ok(String about, String text) {
        return of(Level.ok, about, text);
    }

    static Remark warn(String about, String text) {
        return of(Level.warn, about, text);
    }

    static Remark fail(String about, String text) {
        return of(Level.FAIL, about, text);
    }

    Remark fix(List<String> commands) {
        List<String> all = new ArrayList<>(fixes);
        all.addAll(commands);
        return new Remark(level, about, text, all, details);
    }

    Remark fix(String command) {
        return fix(List.of(command));
    }

    Remark detail(String command) {
        List<String> all = new ArrayList<>(details);
        all.add(command);
        return new Remark(level, about, text, fixes, all);
    }

    void print(LookContext context) throws IOException {
        String line = (level + BELOW).substring(0, BELOW.length()) + text;
        context.line("", line, level == Level.FAIL ? Tone.BAD : Tone.PLAIN);
        for (String command : fixes) {
            context.line(BELOW + "fix: " + command);
        }
        for (String command : details) {
            context.line(BELOW + "detail: " + command);
        }
    }

    Map<String, Object> json() {
        Map<String, Object> object = new LinkedHashMap<>();
        object.put("level", level.name().toLowerCase(Locale.ROOT));
        object.put("about", about);
        object.put("text", text);
        object.put("fixes", fixes);
        object.put("details", details);
        return object;
    }
}
