package io.mailslot.launcher.describe;

import java.util.ArrayList;
import java.util.List;
import java.util.stream.Collectors;

/** Completion for zsh. */
final class ZshScript {
    private ZshScript() {}

    static String of(Described tool, List<Described> commands) {
        return Template.of("completion.zsh")
                .with("OPTIONS", choices(tool))
                .with(
                        "NAMES",
                        commands.stream()
                                .map(each -> "    "
                                        + quoted(each.name() + ":" + each.text().replace(":", "\\:")))
                                .collect(Collectors.joining("\n")))
                .with("COMMANDS", commands.stream().map(ZshScript::command).collect(Collectors.joining("\n")))
                .text();
    }

    private static String command(Described command) {
        List<String> words = new ArrayList<>();
        for (int i = 0; i < command.words().size(); i++) {
            boolean more = command.repeats() && i == command.words().size() - 1;
            Word word = command.words().get(i);
            if (word.kind() == Word.Kind.PROGRAM) {
                words.add("        " + quoted("(-)1:" + label(word) + ":_command_names -e"));
            }
            String place = word.kind() == Word.Kind.PROGRAM ? "*:" : more ? "*" : Integer.toString(i + 1);
            words.add("        " + quoted(place + ":" + label(word) + ":" + action(word)));
        }
        String all = choices(command) + (words.isEmpty() ? "" : "\n" + String.join(" \\\n", words));
        return "    argument:" + command.name() + ")\n      _arguments -S \\\n"
                + (words.isEmpty() ? all.substring(0, all.length() - 2) : all) + "\n      ;;";
    }

    /** Each ends with a backslash: something follows. */
    private static String choices(Described command) {
        List<String> lines = new ArrayList<>();
        for (Choice choice : command.choices()) {
            String others = choice.names().size() > 1 ? "(" + String.join(" ", choice.names()) + ")" : "";
            for (String name : choice.names()) {
                lines.add("        " + quoted(others + spec(name, choice)) + " \\");
            }
        }
        return String.join("\n", lines);
    }

    private static String spec(String name, Choice choice) {
        String text = "[" + choice.text().replaceAll("([\\[\\]\\\\])", "\\\\$1") + "]";
        if (!choice.hasValue()) {
            return name + text;
        }
        String glued = name.startsWith("--") ? "=" : "+";
        return name + glued + text + ":" + label(choice.value()) + ":" + action(choice.value());
    }

    private static String label(Word word) {
        return word.label().replace(":", "\\:");
    }

    private static String action(Word word) {
        return switch (word.kind()) {
            case ANY -> " ";
            case WORDS -> "(" + String.join(" ", word.words()) + ")";
            case MAILSLOT -> "_mailslot_names";
            case FILE -> "_files";
            case FOLDER -> "_files -/";
            case PROGRAM -> "_normal";
        };
    }

    private static String quoted(String text) {
        return "'" + text.replace("'", "'\\''") + "'";
    }
}
