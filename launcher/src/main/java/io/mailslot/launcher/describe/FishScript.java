package io.mailslot.launcher.describe;

import java.util.ArrayList;
import java.util.List;

/** Completion for fish. */
final class FishScript {
    private FishScript() {}

    static String of(Described tool, List<Described> commands) {
        List<String> lines = new ArrayList<>();
        String noCommand = quoted("__mailslot_at ''");
        tool.choices().forEach(choice -> lines.add(choice(noCommand, choice)));
        commands.forEach(command ->
                lines.add("complete -c mailslot -n " + noCommand + " -a " + command.name() + text(command.text())));
        for (Described command : commands) {
            lines.add("");
            String about = quoted("__mailslot_at " + command.name());
            command.choices().forEach(choice -> lines.add(choice(about, choice)));
            List<Word> words = command.words();
            for (int i = 0; i < words.size(); i++) {
                boolean more = command.repeats() && i == words.size() - 1;
                String place = i + (more ? "+" : "");
                String there = quoted("__mailslot_at " + command.name() + " " + place + " " + command.valued());
                String values = values(words.get(i));
                if (!values.isEmpty()) {
                    lines.add("complete -c mailslot -n " + there + values);
                }
            }
        }
        return Template.of("completion.fish")
                .with("COMMANDS", String.join("\n", lines))
                .text();
    }

    private static String choice(String condition, Choice choice) {
        StringBuilder line = new StringBuilder("complete -c mailslot -n " + condition);
        for (String name : choice.names()) {
            line.append(name.startsWith("--") ? " -l " + name.substring(2) : " -s " + name.substring(1));
        }
        if (choice.hasValue()) {
            line.append(choice.value().kind() == Word.Kind.FILE ? " -r" : " -x").append(values(choice.value()));
        }
        return line + text(choice.text());
    }

    private static String text(String text) {
        return " -d " + quoted(text);
    }

    /** What may stand there, as options of "complete"; empty if nothing is known. */
    private static String values(Word word) {
        return switch (word.kind()) {
            case ANY -> "";
            case WORDS -> " -a " + quoted(String.join(" ", word.words()));
            case MAILSLOT -> " -a '(__mailslot_names)'";
            case FILE -> " -F";
            case FOLDER -> " -a '(__fish_complete_directories)'";
            case PROGRAM -> " -a '(__fish_complete_subcommand)'";
        };
    }

    private static String quoted(String text) {
        return "'" + text.replace("\\", "\\\\").replace("'", "\\'") + "'";
    }
}
