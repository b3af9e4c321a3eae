package io.mailslot.launcher.describe;

import java.util.List;
import picocli.CommandLine;
import picocli.CommandLine.Model.CommandSpec;

/**
 * A command, as completion needs it.
 *
 * @param name how it is called
 * @param text what it does, in a line
 * @param choices its options, those that all commands have included
 * @param words what may follow it, place by place; more of the last one where that may be repeated
 * @param repeats whether it may
 */
record Described(String name, String text, List<Choice> choices, List<Word> words, boolean repeats) {
    static Described of(CommandSpec command) {
        List<Choice> choices = command.options().stream()
                .filter(option -> !option.hidden())
                .map(option -> Choice.of(command, option))
                .toList();
        List<Word> words = command.positionalParameters().stream()
                .filter(parameter -> !parameter.hidden())
                .map(parameter -> Word.of(command, parameter))
                .toList();
        boolean repeats = command.positionalParameters().stream()
                .anyMatch(parameter -> parameter.arity().isVariable() || parameter.isMultiValue());
        String text = Plain.firstSentence(command.usageMessage().header());
        return new Described(command.name(), text, choices, words, repeats);
    }

    /** The commands of a command line, in its order. */
    static List<Described> all(CommandLine whole) {
        return whole.getSubcommands().values().stream()
                .map(CommandLine::getCommandSpec)
                .filter(command -> !command.usageMessage().hidden())
                .distinct()
                .map(Described::of)
                .toList();
    }

    /** Names of options that a value follows, separated by blanks. */
    String valued() {
        return String.join(
                " ",
                choices.stream()
                        .filter(Choice::hasValue)
                        .flatMap(choice -> choice.names().stream())
                        .toList());
    }

    /** Names of all options, separated by blanks. */
    String options() {
        return String.join(
                " ", choices.stream().flatMap(choice -> choice.names().stream()).toList());
    }
}
