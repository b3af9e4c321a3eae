package io.mailslot.launcher.look;

import java.util.Map;
import java.util.Stack;
import picocli.CommandLine.IParameterPreprocessor;
import picocli.CommandLine.Model.ArgSpec;
import picocli.CommandLine.Model.CommandSpec;

/** Of an option whose value may be left out: it stands behind an equals sign, and the next word is never it. */
final class Attached implements IParameterPreprocessor {
    private static final String SEPARATOR = "separator";

    /** For the command line. */
    Attached() {}

    @Override
    public boolean preprocess(Stack<String> words, CommandSpec command, ArgSpec option, Map<String, Object> state) {
        if (!"=".equals(state.get(SEPARATOR))) {
            words.push(Watch.USUAL);
        }
        return false;
    }
}
