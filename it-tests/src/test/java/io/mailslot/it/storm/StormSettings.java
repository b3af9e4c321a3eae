package io.mailslot.it.storm;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.lang.ProcessBuilder.Redirect;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;

/**
 * What a worker is told.
 *
 * @param kind whether it may have workers as children
 * @param seed of its random choices
 * @param commandFile holds the command by which a worker starts workers, one word a line, to which the settings are added
 */
record StormSettings(Kind kind, long seed, Path commandFile) {
    /** What a worker does. */
    enum Kind {
        WORKER,
        CHILD,
        /** Only warms up, for the archive of classes. */
        REHEARSAL
    }

    static StormSettings parse(String[] args) {
        return new StormSettings(Kind.valueOf(args[0]), Long.parseLong(args[1]), Path.of(args[2]));
    }

    boolean isChild() {
        return kind == Kind.CHILD;
    }

    boolean onlyWarmsUp() {
        return kind == Kind.REHEARSAL;
    }

    StormSettings child(long childSeed) {
        return new StormSettings(Kind.CHILD, childSeed, commandFile);
    }

    String[] toArguments() {
        return new String[] {kind.name(), Long.toString(seed), commandFile.toString()};
    }

    /** Starts a worker that says how it fares where its parent does. */
    ProcessBuilder toProcessBuilder() {
        try {
            List<String> words = new ArrayList<>(Files.readAllLines(commandFile));
            words.addAll(List.of(toArguments()));
            return new ProcessBuilder(words)
                    .redirectInput(Redirect.PIPE)
                    .redirectOutput(Redirect.INHERIT)
                    .redirectError(Redirect.INHERIT);
        } catch (IOException e) {
            throw new UncheckedIOException("the command of a worker cannot be read", e);
        }
    }
}
