package io.mailslot.launcher.sync;

import io.mailslot.api.ErrorCode;
import io.mailslot.api.InvalidHandleException;
import java.util.List;
import java.util.concurrent.Callable;
import java.util.function.Supplier;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.ParameterException;
import picocli.CommandLine.Parameters;
import picocli.CommandLine.ParentCommand;
import picocli.CommandLine.Spec;

/** What a command about one event, semaphore or mutex is given. */
abstract class NamedCommand implements Callable<Integer> {
    private static final String END_OF_OPTIONS = "--";

    @ParentCommand
    private SyncParent parent;

    @Spec
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

    /** What is to be run; empty if nothing is. */
    List<String> command() {
        if (!command.isEmpty()
                && !spec.commandLine().getParseResult().originalArgs().contains(END_OF_OPTIONS)) {
            throw usage(
                    "put '--' before " + command.get(0) + ", so that its options are not taken for those of mailslot");
        }
        return command;
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
