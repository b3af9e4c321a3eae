package io.mailslot.it.cli.guide;

import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.regex.MatchResult;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/**
 * What stands for what in a section. A number from 4700 to 4799 is a process id, and one that begins with 0x10 an object: the same
 * number stands for the same one from its first appearance on. Times are any time, runs of blanks any run, {@code …} is any
 * text, and a line of it alone any lines; there is one such line in an output at most. Two paths stand for the home and for the working directory.
 */
final class Stand {
    static final String HOME = "/dev/shm/mailslot-ann";
    static final String FOLDER = "/home/ann/shop";

    private static final String ANY = "…";

    private static final Pattern PART = Pattern.compile("(?<pid>\\b47\\d\\d\\b)"
            + "|(?<object>\\b0x10[0-9a-f]{3}\\b)"
            + "|(?<time>\\b(\\d+(\\.\\d+)?(ms|s|m|h|d))+\\b)"
            + "|(?<blanks>\\s+)"
            + "|(?<any>…)");

    private final Map<String, String> known = new LinkedHashMap<>();

    Stand(String home, String folder) {
        known.put(HOME, home);
        known.put(FOLDER, folder);
    }

    /** What is typed in place of a command of the guide. */
    String typed(String command) {
        String typed = command;
        for (Map.Entry<String, String> each : known.entrySet()) {
            typed = typed.replaceAll("(?<!\\w)" + Pattern.quote(each.getKey()) + "(?!\\w)", each.getValue());
        }
        Matcher unknown = Pattern.compile("\\b47\\d\\d\\b").matcher(command);
        while (unknown.find()) {
            if (!known.containsKey(unknown.group())) {
                throw new AssertionError("nothing has shown process " + unknown.group() + " before: " + command);
            }
        }
        return typed;
    }

    /** The first line that differs from what the guide shows; what its numbers stand for is known from then on. */
    Optional<String> difference(List<String> allShown, List<String> allSeen) {
        List<String> shown = allShown.stream().filter(line -> !line.isBlank()).toList();
        List<String> seen = allSeen.stream().filter(line -> !line.isBlank()).toList();
        int next = 0;
        for (int at = 0; at < shown.size(); at++) {
            String line = shown.get(at);
            if (line.equals(ANY)) {
                int rest = shown.size() - at - 1;
                next = Math.max(next, seen.size() - rest);
            } else if (next >= seen.size() || !matches(line, seen.get(next))) {
                return Optional.of(
                        next < seen.size()
                                ? "the line\n  " + seen.get(next) + "\nstands where the guide shows\n  " + line
                                : "nothing is where the guide shows\n  " + line);
            } else {
                next++;
            }
        }
        return next == seen.size()
                ? Optional.empty()
                : Optional.of("the guide does not show the line\n  " + seen.get(next));
    }

    private boolean matches(String shown, String seen) {
        StringBuilder pattern = new StringBuilder();
        Map<String, String> groups = new LinkedHashMap<>();
        String rest = shown.strip().replace(HOME, known.get(HOME)).replace(FOLDER, known.get(FOLDER));
        int from = 0;
        for (MatchResult part : (Iterable<MatchResult>) PART.matcher(rest).results()::iterator) {
            pattern.append(Pattern.quote(rest.substring(from, part.start()))).append(one(part, groups));
            from = part.end();
        }
        Matcher matcher =
                Pattern.compile(pattern + Pattern.quote(rest.substring(from))).matcher(seen.strip());
        if (!matcher.matches()) {
            return false;
        }
        groups.forEach((group, name) -> known.put(name, matcher.group(group)));
        return true;
    }

    private String one(MatchResult part, Map<String, String> groups) {
        String text = part.group();
        if (part.group(1) != null || part.group(2) != null) {
            String isKnown = known.get(text);
            if (isKnown != null) {
                return Pattern.quote(isKnown);
            }
            Optional<String> before = groups.entrySet().stream()
                    .filter(each -> each.getValue().equals(text))
                    .map(Map.Entry::getKey)
                    .findFirst();
            if (before.isPresent()) {
                return "\\k<" + before.get() + ">";
            }
            String group = "n" + groups.size();
            groups.put(group, text);
            return "(?<" + group + ">" + (part.group(1) != null ? "\\d+" : "0x[0-9a-f]+") + ")";
        }
        if (part.group(3) != null) {
            return "(?:\\d+(?:\\.\\d+)?(?:ms|s|m|h|d))+";
        }
        return text.isBlank() ? "\\s+" : ".*";
    }
}
