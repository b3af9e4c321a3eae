package io.mailslot.internal.command;

import java.io.File;
import java.lang.ProcessBuilder.Redirect;
import java.nio.file.Path;
import java.util.Collections;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.Optional;

/**
 * What a child finds around itself. Immutable.
 *
 * @param directory none for that of this process
 * @param environment what is changed of that of this process; no value for a variable that is taken out
 * @param input of the child
 * @param output of the child
 * @param errors of the child
 */
public record Surroundings(
        Optional<Path> directory,
        Map<String, Optional<String>> environment,
        Redirect input,
        Redirect output,
        Redirect errors) {
    private static final File NULL = new File(File.separatorChar == '\\' ? "NUL" : "/dev/null");

    /** Nothing of this process's streams, which may be somebody else's channel to it. */
    public static final Surroundings DEFAULTS =
            new Surroundings(Optional.empty(), Map.of(), Redirect.from(NULL), Redirect.DISCARD, Redirect.DISCARD);

    public Surroundings {
        environment = Collections.unmodifiableMap(new LinkedHashMap<>(environment));
    }

    public Surroundings withDirectory(Path other) {
        return new Surroundings(Optional.of(other), environment, input, output, errors);
    }

    /** Sets a variable, or takes it out. */
    public Surroundings withVariable(String name, Optional<String> value) {
        Map<String, Optional<String>> changed = new LinkedHashMap<>(environment);
        changed.put(name, value);
        return new Surroundings(directory, changed, input, output, errors);
    }

    public Surroundings withInput(Redirect other) {
        return new Surroundings(directory, environment, other, output, errors);
    }

    public Surroundings withOutput(Redirect other) {
        return new Surroundings(directory, environment, input, other, errors);
    }

    public Surroundings withErrors(Redirect other) {
        return new Surroundings(directory, environment, input, output, other);
    }

    /** A builder with all of it, and no command. */
    ProcessBuilder builder() {
        ProcessBuilder builder =
                new ProcessBuilder().redirectInput(input).redirectOutput(output).redirectError(errors);
        directory.ifPresent(folder -> builder.directory(folder.toFile()));
        Map<String, String> variables = builder.environment();
        ToolOptions.removeDebugger(variables);
        environment.forEach((name, value) ->
                value.ifPresentOrElse(text -> variables.put(name, text), () -> variables.remove(name)));
        return builder;
    }
}
