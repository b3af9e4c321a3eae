package io.mailslot.launcher.sync;

import io.mailslot.Kernel;
import io.mailslot.api.ErrorCode;
import io.mailslot.inspect.HomeSnapshot;
import io.mailslot.launcher.sync.Awaited.Kind;
import java.io.IOException;
import java.time.Duration;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.concurrent.Callable;
import picocli.CommandLine.ArgGroup;
import picocli.CommandLine.Command;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.ParameterException;
import picocli.CommandLine.ParentCommand;
import picocli.CommandLine.Spec;

/** Waits for messages, ends of processes, events, semaphores and mutexes. */
@Command(
        name = "wait",
        header = "Wait for messages, processes, events, semaphores or mutexes.",
        description = {
            "",
            "Prints what has ended the wait. If one of several did, the exit code tells which: 10 for the first that is named, "
                    + "11 for the second; 0 for one alone, and for --all. What is not there yet is waited for, but for a "
                    + "process.",
            "An event of automatic reset is reset, and of a semaphore one is taken, as by any wait; a mutex is given back at "
                    + "once. A message stays. For that, and for what is not there yet, it looks again and again: every 50 ms at first, "
                    + "every second at last."
        },
        footer = {
            "  mailslot wait --process 4711 --event stop --timeout 30s",
            "  mailslot wait --message orders && ./read-orders.sh",
            "  mailslot wait --all --event fetched --event parsed"
        })
public final class WaitCommand implements Callable<Integer> {
    /** Which of several ended the wait: the exit code of the first. */
    private static final int FIRST_CODE = 10;

    /** As on Windows; so the exit codes stay below those of signals, and others of the command line. */
    private static final int MOST = 64;

    @ParentCommand
    private SyncParent parent;

    @Spec
    private CommandSpec spec;

    @ArgGroup
    private Mode mode = new Mode();

    /** One at most. */
    static final class Mode {
        @Option(names = "--any", description = "Until one of them ends the wait; the default.")
        private boolean any;

        @Option(names = "--all", description = "Until all of them do, at the same moment; until then nothing is taken.")
        private boolean all;
    }

    @ArgGroup(multiplicity = "0..*")
    private final List<Thing> things = new ArrayList<>();

    /** One exactly. A group, so that their order is known. */
    static final class Thing {
        @Option(
                names = "--message",
                paramLabel = "NAME",
                description = "Until that mailslot has an unread one, or one has come since this began.")
        private String message;

        @Option(names = "--process", paramLabel = "PID", description = "Until a process of the home has ended.")
        private Long process;

        @Option(names = "--event", paramLabel = "EVENT", description = "Until it is set.")
        private String event;

        @Option(names = "--semaphore", paramLabel = "SEMAPHORE", description = "Until one can be taken.")
        private String semaphore;

        @Option(names = "--mutex", paramLabel = "MUTEX", description = "Until nobody owns it.")
        private String mutex;

        private Awaited named(int index) {
            if (message != null) {
                return new Awaited(index, Kind.message, message);
            }
            if (process != null) {
                return new Awaited(index, Kind.process, process.toString());
            }
            if (event != null) {
                return new Awaited(index, Kind.event, event);
            }
            return semaphore != null
                    ? new Awaited(index, Kind.semaphore, semaphore)
                    : new Awaited(index, Kind.mutex, mutex);
        }
    }

    @Option(names = "--timeout", paramLabel = "TIME", description = "End with 124 after TIME; 0 to look only.")
    private Duration timeout;

    @Option(
            names = "--json",
            description = "Print one JSON object: 'outcome', signaled or timed-out, and what has ended the wait, 'by'.")
    private boolean json;

    /** For the command line. */
    public WaitCommand() {}

    @Override
    public Integer call() throws IOException {
        List<Awaited> awaited = awaited();
        SyncContext context = parent.synchronization();
        // A malformed name is told before anything is waited for.
        awaited.stream()
                .filter(thing -> thing.kind() == Kind.message)
                .forEach(thing -> HomeSnapshot.empty(context.home()).mailslot(thing.name()));
        return context.interruptibly(() -> await(context, awaited));
    }

    private int await(SyncContext context, List<Awaited> awaited) throws IOException {
        boolean looksOnly = awaited.stream().allMatch(thing -> thing.kind() == Kind.message);
        try (Kernel kernel = looksOnly ? null : context.attach()) {
            WaitLoop loop = new WaitLoop(context, kernel, awaited, new Limit(timeout));
            List<Awaited> ended = loop.await(mode.all);
            print(context, ended);
            if (ended.isEmpty()) {
                throw context.failure(
                        ErrorCode.SEM_TIMEOUT,
                        "nothing " + (timeout.isZero() ? "now" : "within " + context.duration(timeout)) + ": "
                                + loop.describe());
            }
            return mode.all || awaited.size() == 1
                    ? 0
                    : FIRST_CODE + ended.get(0).index();
        }
    }

    private List<Awaited> awaited() {
        if (things.isEmpty() || things.size() > MOST) {
            throw usage(
                    things.isEmpty()
                            ? "wait for what? Give --message, --process, --event, --semaphore or --mutex"
                            : "waits for " + MOST + " things at most, not " + things.size()
                                    + "; wait for some of them");
        }
        List<Awaited> awaited = new ArrayList<>();
        for (Thing thing : things) {
            Awaited next = thing.named(awaited.size());
            if (mode.all && awaited.stream().anyMatch(next::is)) {
                throw usage(next + " is named twice; name it once for --all");
            }
            awaited.add(next);
        }
        return awaited;
    }

    private ParameterException usage(String message) {
        return new ParameterException(spec.commandLine(), message);
    }

    private void print(SyncContext context, List<Awaited> ended) throws IOException {
        if (json) {
            Map<String, Object> document = new LinkedHashMap<>();
            document.put("outcome", ended.isEmpty() ? "timed-out" : "signaled");
            document.put("by", ended.stream().map(Awaited::json).toList());
            context.json(document);
            return;
        }
        for (Awaited thing : ended) {
            context.line(thing.toString());
        }
    }
}
