package io.mailslot.launcher.describe;

import java.util.List;
import java.util.Locale;
import java.util.stream.Collectors;

/** Completion for bash. */
final class BashScript {
    private BashScript() {}

    static String of(Described tool, List<Described> commands) {
        return Template.of("completion.bash")
                .with("OPTIONS", tool.options())
                .with("VALUED", tool.valued())
                .with("COMMANDS", lines(commands.stream().map(BashScript::command)))
                .with(
                        "VALUES",
                        values("*", tool) + '\n' + lines(commands.stream().map(each -> values(each.name(), each))))
                .with(
                        "NAMES",
                        String.join(" ", commands.stream().map(Described::name).toList()))
                .text();
    }

    private static String lines(java.util.stream.Stream<String> parts) {
        return parts.filter(part -> !part.isEmpty()).collect(Collectors.joining("\n"));
    }

    private static String command(Described command) {
        StringBuilder text = new StringBuilder("        " + command.name() + ")\n            options='"
                + command.options() + "' valued='" + command.valued() + "'\n            case ${2-} in\n");
        List<Word> words = command.words();
        for (int i = 0; i < words.size(); i++) {
            boolean more = command.repeats() && i == words.size() - 1;
            text.append("                ")
                    .append(more ? "*" : i)
                    .append(") ")
                    .append(kind(words.get(i)))
                    .append(" ;;\n");
        }
        return text.append("            esac\n            ;;").toString();
    }

    private static String values(String name, Described command) {
        return lines(command.choices().stream()
                .filter(Choice::hasValue)
                .filter(choice -> choice.value().kind() != Word.Kind.ANY)
                .map(choice -> "        "
                        + choice.names().stream().map(each -> name + ":" + each).collect(Collectors.joining(" | "))
                        + ") " + kind(choice.value()) + " ;;"));
    }

    private static String kind(Word word) {
        return switch (word.kind()) {
            case ANY -> "kind=''";
            case WORDS -> "kind=words words='" + String.join(" ", word.words()) + "'";
            default -> "kind=" + word.kind().name().toLowerCase(Locale.ROOT);
        };
    }
}
