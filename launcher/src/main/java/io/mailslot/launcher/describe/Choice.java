package io.mailslot.launcher.describe;

import java.util.List;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Model.OptionSpec;

/**
 * An option.
 *
 * @param names all it has, with their dashes
 * @param text what it does, in a line
 * @param value what follows it; null if nothing has to
 */
record Choice(List<String> names, String text, Word value) {
    static Choice of(CommandSpec command, OptionSpec option) {
        Word value = option.arity().min() > 0 ? Word.of(command, option) : null;
        return new Choice(List.of(option.names()), Plain.firstSentence(option.description()), value);
    }

    boolean hasValue() {
        return value != null;
    }
}
