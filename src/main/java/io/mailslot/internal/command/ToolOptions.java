package io.mailslot.internal.command;

import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.function.Predicate;
import java.util.stream.Collectors;

/** The environment variables that a JVM takes options from: blanks between them, and quotes around what has blanks in it. */
final class ToolOptions {
    private static final List<String> VARIABLES = List.of("JAVA_TOOL_OPTIONS", "JDK_JAVA_OPTIONS", "_JAVA_OPTIONS");

    private ToolOptions() {}

    /** Whether an option has the JVM be debugged: two JVMs cannot be, at one port, or one waits for a debugger for ever. */
    static boolean isDebugger(String option) {
        return option.equals("-Xdebug")
                || option.equals("-Xnoagent")
                || option.startsWith("-Xrunjdwp")
                || option.equals("-agentlib:jdwp")
                || option.startsWith("-agentlib:jdwp=")
                || option.startsWith("-agentpath:") && fileOf(option).contains("jdwp");
    }

    private static String fileOf(String agent) {
        String path = agent.substring(agent.indexOf(':') + 1).split("=", 2)[0];
        return path.substring(path.lastIndexOf('/') + 1);
    }

    /** Takes the debugger out of an environment. */
    static void removeDebugger(Map<String, String> environment) {
        for (String variable : VARIABLES) {
            String value = environment.get(variable);
            if (value != null) {
                List<String> words = words(value);
                List<String> kept = words.stream()
                        .filter(Predicate.not(word -> isDebugger(unquoted(word))))
                        .toList();
                if (kept.isEmpty() && !words.isEmpty()) {
                    environment.remove(variable);
                } else if (kept.size() < words.size()) {
                    environment.put(variable, String.join(" ", kept));
                }
            }
        }
    }

    /** The options that a JVM finds in an environment. */
    static Set<String> in(Map<String, String> environment) {
        return VARIABLES.stream()
                .filter(environment::containsKey)
                .flatMap(variable -> words(environment.get(variable)).stream())
                .map(ToolOptions::unquoted)
                .collect(Collectors.toCollection(HashSet::new));
    }

    /** The words as they are written, with their quotes. */
    private static List<String> words(String value) {
        List<String> words = new ArrayList<>();
        StringBuilder word = new StringBuilder();
        char quote = 0;
        for (int i = 0; i < value.length(); i++) {
            char c = value.charAt(i);
            if (quote == 0 && Character.isWhitespace(c)) {
                addWord(words, word);
                continue;
            }
            if (c == quote) {
                quote = 0;
            } else if (quote == 0 && (c == '"' || c == '\'')) {
                quote = c;
            }
            word.append(c);
        }
        addWord(words, word);
        return words;
    }

    private static void addWord(List<String> words, StringBuilder word) {
        if (!word.isEmpty()) {
            words.add(word.toString());
            word.setLength(0);
        }
    }

    private static String unquoted(String word) {
        StringBuilder text = new StringBuilder();
        char quote = 0;
        for (int i = 0; i < word.length(); i++) {
            char c = word.charAt(i);
            if (c == quote) {
                quote = 0;
            } else if (quote == 0 && (c == '"' || c == '\'')) {
                quote = c;
            } else {
                text.append(c);
            }
        }
        return text.toString();
    }
}
