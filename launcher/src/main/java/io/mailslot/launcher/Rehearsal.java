package io.mailslot.launcher;

import io.mailslot.Kernel;
import io.mailslot.api.EventOptions;
import io.mailslot.api.MutexOptions;
import io.mailslot.api.Receiver;
import io.mailslot.api.SemaphoreOptions;
import java.time.Duration;
import java.util.List;
import java.util.concurrent.CompletableFuture;

/**
 * One command line after the other in one JVM and one home, so that it loads what each of them does: an archive of classes is
 * made of that. What they print goes where the JVM's output does.
 */
final class Rehearsal {
    /** Set by bin/mailslot when it has an archive made. */
    static final String PROPERTY = "mailslot.rehearsal";

    /** With nobody else in the home: each begins it anew. */
    private static final List<String> ALONE = List.of("receive kept --cursor c --timeout 0", "send kept text", "ls");

    /** In this order: the first ones make what others work on. Wrong ones load what tells of mistakes. */
    private static final List<String> LINES = List.of(
            "receive spare --cursor c --timeout 0",
            "receive passing --timeout 0",
            "send kept text",
            "receive kept --cursor c --json --drain",
            "send kept text",
            "ls",
            "ls --json",
            "info kept",
            "info kept --json",
            "df",
            "peek kept",
            "peek kept --json -n 1",
            "ps",
            "handles",
            "objects --json",
            "tree",
            "why ledger",
            "why idle",
            "stat kept -n 1 --interval 50ms",
            "top --json -n 1 --interval 50ms",
            "graph",
            "graph --html",
            "doctor",
            "check",
            "errors",
            "metrics",
            "snapshot",
            "diff missing",
            "event ready --set",
            "wait --message nothing --event ready --timeout 0",
            "wait --event ready --timeout 0",
            "mutex other -- true",
            "run -- true",
            "create fresh --cursor c",
            "pipe kept fresh --cursor c -n 1",
            "rm spare",
            "close 1:4 --yes",
            "gc --dry-run --json",
            "bridge status",
            "example",
            "help",
            "help exit-codes",
            "send --help",
            "send nobody text",
            "wrong",
            "ls --wrong");

    private static final int WIDTH = 80;

    private Rehearsal() {}

    /** Plays them all; returns the exit code. */
    static int play() {
        Start.printVersion(Console.system());
        ALONE.forEach(Rehearsal::play);
        try (Kernel kernel = Kernel.attach()) {
            kernel.synchronization()
                    .createMutex(MutexOptions.defaults().withName("ledger"))
                    .await(Duration.ZERO);
            kernel.synchronization().createEvent(EventOptions.defaults().withName("ready"));
            kernel.synchronization().createSemaphore(SemaphoreOptions.of(3, 8).withName("permits"));
            Receiver idle = kernel.createMailslot("idle");
            CompletableFuture<Void> waiting =
                    CompletableFuture.runAsync(idle::read); // so that looks have a wait to tell of
            LINES.forEach(Rehearsal::play);
            kernel.openMailslot("idle").write("end");
            waiting.join();
        }
        return ExitCode.OK.value();
    }

    private static void play(String line) {
        String[] words = GivenWords.of(line.split(" "));
        Main.execute(Console.system(), words);
        Main.execute(onATerminal(Console.system()), words);
    }

    /** Colours, and tables that have to fit, are others' classes. */
    private static Console onATerminal(Console console) {
        return new Console(console.in(), console.out(), console.err(), new Terminal(false, true, true, WIDTH));
    }
}
