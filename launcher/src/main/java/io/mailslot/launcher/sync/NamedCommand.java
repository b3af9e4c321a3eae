package io.mailslot.launcher.sync;

import io.mailslot.api.ErrorCode;
import io.mailslot.api.InvalidHandleException;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.Callable;
import java.util.function.Supplier;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.ParameterException;
import picocli.CommandLine.Parameters;
import picocli.CommandLine.ParentCommand;
import picocli.CommandLine.Spec;
import picocli.CommandLine.UnmatchedArgumentException;

/** What a command about one event, semaphore or mutex is given. */
abstract class NamedCommand implements Callable<Integer> {
    private static final String END_OF_OPTIONS = "--";

    @ParentCommand
    private SyncParent parent;

    private CommandSpec spec;

    @Parameters(index = "0", paramLabel = "NAME", description = "Its name; the case of letters counts.")
    private String name;

    @Parameters(
            index = "1..*",
            arity = "0..*",
            paramLabel = "COMMAND",
            description = "The program and its arguments, behind '--'.")
    private List<String> command = List.of();

    @Option(names = "--json", description = "Print the state as one JSON document, a part of what 'snapshot' prints.")
    private boolean json;

    /** Only for what is asked for more than once. */
    private SyncContext context;

    /** What looks like an option may be the program's: whose it is tells {@link #command}, which knows what stands before it. */
    @Spec
    void describedBy(CommandSpec given) {
        spec = given;
        spec.parser().unmatchedOptionsArePositionalParams(true);
    }

    SyncContext context() {
        if (context == null) {
            context = parent.synchronization();
        }
        return context;
    }

    String name() {
        return name;
    }

    boolean json() {
        return json;
    }

    /** What is to be run; empty if nothing is. All of it stands behind the first '--'. */
    List<String> command() {
        List<String> words = new ArrayList<>(List.of(name));
        words.addAll(command);
        int before = words.size() - behindEndOfOptions(words);
        for (int i = 0; i < before; i++) {
            String word = words.get(i);
            if (word.startsWith("-") && word.length() > 1) {
                throw new UnmatchedArgumentException(spec.commandLine(), List.of(word));
            }
            if (i > 0) {
                throw usage("put '--' before " + word
                        + ", so that its options are not taken for those of mailslot, which stand before it");
            }
        }
        return command;
    }

    /** How many of the last words that are no options stand behind the '--' that ends the options. */
    private int behindEndOfOptions(List<String> words) {
        List<String> given = spec.commandLine().getParseResult().originalArgs();
        for (int count = words.size(); count > 0; count--) {
            int end = given.size() - count - 1;
            if (end >= 0
                    && given.get(end).equals(END_OF_OPTIONS)
                    && given.subList(end + 1, given.size()).equals(words.subList(words.size() - count, words.size()))) {
                return count;
            }
        }
        return 0;
    }

    ParameterException usage(String message) {
        return new ParameterException(spec.commandLine(), message);
    }

    /** Refuses an option where it would mean nothing. */
    void require(boolean sensible, String message) {
        if (!sensible) {
            throw usage(message);
        }
    }

    /** Opens or creates it; that something else has the name is no failure of the handle that there is none of. */
    <T> T opening(Supplier<T> opening) {
        return opening(context(), opening);
    }

    static <T> T opening(SyncContext context, Supplier<T> opening) {
        try {
            return opening.get();
        } catch (InvalidHandleException otherType) {
            throw context.failure(ErrorCode.ALREADY_EXISTS, otherType.getMessage());
        }
    }
}
