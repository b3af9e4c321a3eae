package io.mailslot.launcher.describe;

import java.util.ArrayList;
import java.util.List;
import java.util.Set;
import picocli.CommandLine.Model.ArgSpec;
import picocli.CommandLine.Model.CommandSpec;

/**
 * What may stand at one place of a command line.
 *
 * @param kind what it is
 * @param words those that may stand there, for {@link Kind#WORDS}
 * @param label as help calls it
 */
record Word(Kind kind, List<String> words, String label) {
    /** Commands whose NAME is that of something else. */
    private static final Set<String> NO_MAILSLOTS = Set.of("mutex", "event", "semaphore");

    /** What else is the name of a mailslot: the ends of a pipe. */
    private static final Set<String> MAILSLOTS = Set.of("FROM", "TO");

    /** What a word names. */
    enum Kind {
        /** Anything: nothing can be proposed. */
        ANY,
        /** One of some words. */
        WORDS,
        MAILSLOT,
        FILE,
        FOLDER,
        /** A program that can be started. */
        PROGRAM
    }

    /** A value of an option, or a parameter of a command. */
    static Word of(CommandSpec command, ArgSpec argument) {
        List<String> candidates = new ArrayList<>();
        if (argument.completionCandidates() != null) {
            argument.completionCandidates().forEach(candidates::add);
        }
        String label = argument.paramLabel();
        Kind kind = candidates.isEmpty() ? kind(command.name(), argument.isPositional(), label) : Kind.WORDS;
        return new Word(kind, List.copyOf(candidates), label);
    }

    private static Kind kind(String command, boolean isPositional, String label) {
        return switch (label) {
            case "FILE", "BEFORE", "AFTER" -> Kind.FILE;
            case "DIR" -> Kind.FOLDER;
            case "COMMAND" -> isPositional ? Kind.PROGRAM : Kind.ANY;
            default -> isMailslot(command, label) ? Kind.MAILSLOT : Kind.ANY;
        };
    }

    private static boolean isMailslot(String command, String label) {
        return MAILSLOTS.contains(label)
                || List.of(label.split("\\|")).contains("NAME") && !NO_MAILSLOTS.contains(command);
    }
}
