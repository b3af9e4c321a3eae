package io.mailslot.benchmarks.race;

import io.mailslot.benchmarks.transport.Inbox;
import io.mailslot.benchmarks.transport.Outbox;
import io.mailslot.benchmarks.transport.Pauses;
import java.io.IOException;
import java.lang.ref.Reference;
import java.util.concurrent.TimeUnit;

/** Receivers for whom nothing ever comes. */
final class IdleSide {
    private IdleSide() {}

    /** Is told for how many seconds to measure. Says parts per million of one processor. */
    static void idle(Task task) throws IOException {
        for (int i = 0; i < task.number("amount"); i++) {
            Inbox inbox = task.transport().inbox(task.port("idle" + i));
            Thread thread = new Thread(() -> inbox.receive(1, (memory, offset, length) -> {}), "waiter");
            thread.setDaemon(true);
            thread.start();
        }
        Side.say("ready");
        long seconds = Side.listen();
        Pauses.pause(TimeUnit.MILLISECONDS.toNanos(task.number("settle")));
        long start = System.nanoTime();
        long cpu = CpuTime.ofThisProcess();
        Pauses.pause(TimeUnit.SECONDS.toNanos(seconds));
        double share = (double) (CpuTime.ofThisProcess() - cpu) / (System.nanoTime() - start);
        Side.say((long) (share * 1e6) + " 0");
    }

    /** Keeps the other end open. */
    static void hold(Task task) throws IOException {
        Outbox outbox = task.transport().outbox(task.port("idle0"));
        Side.say("ready");
        Side.listen();
        Reference.reachabilityFence(outbox);
    }
}
