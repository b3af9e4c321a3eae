package io.mailslot.launcher.look;

import io.mailslot.inspect.HomeSnapshot;
import java.nio.file.Path;
import java.util.List;
import java.util.regex.Pattern;

/** What {@code why} advises for one thing. */
public final class Advice {
    /** What stands before a command: a word of what it does. Alternatives to it begin with another word. */
    private static final Pattern LABEL = Pattern.compile("^(?!or )[^:]*:\\s+");

    private Advice() {}

    /**
     * The commands that help.
     *
     * @param context of the command
     * @param from the file that the snapshot was read from; null for a home
     * @param home where it is
     * @param subject a name, a process id, or an object's identity that is in it
     * @return as a shell takes them; none where they would reach others
     */
    public static List<String> commands(LookContext context, Path from, HomeSnapshot home, String subject) {
        if (!Snapshots.isWithinReach(from, home)) {
            return List.of();
        }
        Reasons reasons = new Reasons(home, context, Snapshots.homeOption(context, from, home), true);
        reasons.explain(subject);
        return reasons.advice().stream()
                .filter(LABEL.asPredicate())
                .map(advice -> LABEL.matcher(advice).replaceFirst(""))
                .toList();
    }
}
