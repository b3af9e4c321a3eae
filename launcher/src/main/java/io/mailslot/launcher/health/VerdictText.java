package io.mailslot.launcher.health;

import io.mailslot.inspect.HomeSnapshot;
import io.mailslot.launcher.health.Exposition.Type;
import io.mailslot.launcher.health.Verdict.Figure;
import io.mailslot.launcher.look.LookContext;
import io.mailslot.launcher.look.SnapshotJson;
import java.nio.file.Path;
import java.util.LinkedHashMap;
import java.util.Locale;
import java.util.Map;
import java.util.stream.Collectors;

/** A verdict as one of those has it who ask for it. */
final class VerdictText {
    private static final String SPECIAL = " ='\"";

    /** Stands between words and figures, and so in neither. */
    private static final char BAR = '|';

    private static final String BAR_SHOWN = "\\x7c";

    private final Verdict verdict;
    private final LookContext context;

    VerdictText(Verdict verdict, LookContext context) {
        this.verdict = verdict;
        this.context = context;
    }

    /** As plugins of Nagios, and of all who took that over, print it. */
    String line(String summary) {
        String words = verdict.problems().isEmpty()
                ? summary
                : verdict.problems().stream().map(Verdict.Problem::text).collect(Collectors.joining(", "));
        String figures = verdict.figures().stream().map(VerdictText::figure).collect(Collectors.joining(" "));
        return "MAILSLOT " + verdict.status() + ": " + withoutBar(words) + (figures.isEmpty() ? "" : " | " + figures);
    }

    private static String figure(Figure figure) {
        String critical = figure.threshold().critical() == Threshold.NONE
                ? ""
                : String.valueOf(figure.threshold().critical());
        String label = withoutBar(figure.label());
        boolean quoted = label.chars().anyMatch(each -> SPECIAL.indexOf(each) >= 0);
        return (quoted ? "'" + label.replace("'", "''") + "'" : label) + "=" + figure.value() + figure.unit() + ";"
                + figure.threshold().warn() + ";" + critical;
    }

    private static String withoutBar(String text) {
        return text.replace(String.valueOf(BAR), BAR_SHOWN);
    }

    Map<String, Object> json(Path path, HomeSnapshot home) {
        Map<String, Object> document = SnapshotJson.head(home == null ? HomeSnapshot.empty(path) : home);
        document.put("status", word(verdict.status()));
        document.put("code", verdict.status().exitCode());
        document.put(
                "problems",
                verdict.problems().stream()
                        .map(problem -> Map.of("status", word(problem.status()), "text", problem.text()))
                        .toList());
        document.put(
                "figures", verdict.figures().stream().map(VerdictText::json).toList());
        return document;
    }

    private static Map<String, Object> json(Figure figure) {
        Map<String, Object> object = new LinkedHashMap<>();
        object.put("check", figure.check());
        object.put("mailslot", figure.mailslot().isEmpty() ? null : figure.mailslot());
        object.put("value", figure.value());
        object.put("warn", figure.threshold().warn());
        object.put(
                "critical",
                figure.threshold().critical() == Threshold.NONE
                        ? null
                        : figure.threshold().critical());
        return object;
    }

    private static String word(Status status) {
        return status.name().toLowerCase(Locale.ROOT);
    }

    String metrics() {
        Exposition out = new Exposition()
                .family("mailslot_check_status", Type.gauge, "", "0 ok, 1 warning, 2 critical, 3 unknown")
                .sample(verdict.status().exitCode());
        out.family("mailslot_check_value", Type.gauge, "", "What was looked at");
        for (Figure figure : verdict.figures()) {
            String check = figure.check();
            if (figure.mailslot().isEmpty()) {
                out.sample(figure.value(), "check", check);
            } else {
                out.sample(figure.value(), "check", check, "mailslot", context.printable(figure.mailslot()));
            }
        }
        return out.end();
    }
}
