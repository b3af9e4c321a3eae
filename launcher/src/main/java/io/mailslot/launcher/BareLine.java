package io.mailslot.launcher;

import io.mailslot.launcher.parse.Parser;
import java.nio.file.InvalidPathException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.Callable;

/**
 * A command line that says nothing but which look, or what to send where, and in which home: most of those that people and scripts
 * write. It needs no parser, which takes as long as a look. All others, and what is wrong, are left to that.
 *
 * @param command its name
 * @param parameters what it is given
 * @param home the home that is named; null for the usual one
 */
record BareLine(String command, List<String> parameters, Path home) {
    private static final String HOME = "--home";

    /** Looks that need no words. */
    private static final List<String> LOOKS = List.of("ls", "ps", "handles", "objects", "tree", "df");

    private static final String SEND = "send";

    /** Null if it says more, or less. */
    static BareLine of(String[] words) {
        String command = null;
        Path home = null;
        List<String> parameters = new ArrayList<>();
        for (int i = 0; i < words.length; i++) {
            String word = words[i];
            if (home == null && word.equals(HOME) && i + 1 < words.length) {
                i++;
                home = path(words[i]);
                if (home == null) {
                    return null;
                }
            } else if (word.startsWith("-")) {
                return null;
            } else if (command == null) {
                command = word;
            } else {
                parameters.add(word);
            }
        }
        return command != null && parameters.size() == count(command) ? new BareLine(command, parameters, home) : null;
    }

    /** How many words a command has to be given; a number that none has if it is not among these. */
    private static int count(String command) {
        return LOOKS.contains(command) ? 0 : command.equals(SEND) ? 2 : Integer.MAX_VALUE;
    }

    /** Null for what the parser may say something about. */
    private static Path path(String word) {
        if (word.isEmpty() || word.startsWith("-")) {
            return null;
        }
        try {
            return Path.of(word);
        } catch (InvalidPathException unfit) {
            return null;
        }
    }

    /** What is to be called; null if the parser has to prepare it. */
    @SuppressWarnings("unchecked")
    Callable<Integer> prepared(Main main) {
        Object object = Commands.create(command);
        return Parser.prepare(object, command, parameters, main) ? (Callable<Integer>) object : null;
    }
}
