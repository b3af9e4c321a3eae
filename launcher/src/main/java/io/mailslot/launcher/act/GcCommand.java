package io.mailslot.launcher.act;

import io.mailslot.Kernel;
import io.mailslot.inspect.Detail;
import io.mailslot.inspect.HomeInspector;
import io.mailslot.inspect.HomeSnapshot;
import io.mailslot.inspect.HomeVerifier;
import io.mailslot.launcher.act.Remains.Leftover;
import java.io.IOException;
import java.nio.file.Path;
import java.time.Duration;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.concurrent.Callable;
import java.util.concurrent.locks.LockSupport;
import java.util.stream.Collectors;
import picocli.CommandLine.Command;
import picocli.CommandLine.Option;
import picocli.CommandLine.ParentCommand;

/** Clears away what the dead have left. */
@Command(
        name = "gc",
        header = "Clear away what dead processes have left, also where nobody lives.",
        description = {
            "",
            "Closes their handles, so that what only they had open goes, gives up their mutexes, and deletes files that are "
                    + "nobody's. Whoever attaches does the same, and processes that live do it by themselves within seconds: this is for a "
                    + "home in which nobody does. Durable mailslots stay."
        },
        footer = {"  mailslot gc --dry-run", "  mailslot gc", "  mailslot gc --json | jq '.mailslots[].name'"})
public final class GcCommand implements Callable<Integer> {
    private static final int SCHEMA = 1;

    /** How long to stand by what looks as if it were left over: others may be about to finish it. */
    private static final Duration SECOND_THOUGHTS = Duration.ofMillis(200);

    /** Some of it is seen to by a thread that looks twice, with pauses of more than a second. */
    private static final long PATIENCE_NANOS = Duration.ofSeconds(8).toNanos();

    private static final long PAUSE_NANOS = Duration.ofMillis(20).toNanos();

    @ParentCommand
    private ActParent parent;

    @Option(names = "--dry-run", description = "Say what would be cleared away, and change nothing.")
    private boolean dryRun;

    @Option(names = "--json", description = "Print one JSON document.")
    private boolean json;

    /** For the command line. */
    public GcCommand() {}

    @Override
    public Integer call() throws IOException {
        ActContext context = parent.acts();
        HomeSnapshot seen = snapshot(context.home());
        Remains found = Remains.of(seen, HomeVerifier.verify(context.home(), SECOND_THOUGHTS));
        List<Leftover> left = dryRun || found.isEmpty() ? List.of() : clear(context, found);
        if (json) {
            Map<String, Object> document = new LinkedHashMap<>();
            document.put("schema", SCHEMA);
            document.put("home", context.home().toString());
            document.put("done", !dryRun);
            found.describe(document);
            document.put("left", left.stream().map(Leftover::words).toList());
            context.json(document);
        } else {
            Set<Object> still = left.stream().map(Leftover::identity).collect(Collectors.toSet());
            for (Leftover each : found.all(context)) {
                if (!still.contains(each.identity())) {
                    context.line((dryRun ? "would clear " : "cleared ") + each.words());
                }
            }
            if (found.isEmpty()) {
                context.say("nothing is left over in " + context.home());
            }
        }
        left.forEach(each -> context.say("cannot clear " + each.words()));
        seen.unseen().forEach(each -> context.say(each.detail()));
        if (!left.isEmpty() || seen.unseen().isEmpty()) {
            return left.isEmpty() ? 0 : 1;
        }
        return context.exitCode(seen.unseen().get(0).code());
    }

    private static HomeSnapshot snapshot(Path home) {
        return HomeInspector.inspect(home, Detail.ALLOCATED_BYTES).orElseGet(() -> HomeSnapshot.empty(home));
    }

    /** Whoever attaches clears away; what is left when the time is up is returned. */
    private static List<Leftover> clear(ActContext context, Remains found) {
        long deadline = System.nanoTime() + PATIENCE_NANOS;
        try (Kernel kernel = context.attach()) {
            while (true) {
                Remains now = Remains.of(snapshot(kernel.home()), HomeVerifier.verify(kernel.home(), SECOND_THOUGHTS));
                List<Leftover> left = found.stillIn(now, context);
                if (left.isEmpty() || System.nanoTime() - deadline >= 0) {
                    return left;
                }
                LockSupport.parkNanos(PAUSE_NANOS);
            }
        }
    }
}
