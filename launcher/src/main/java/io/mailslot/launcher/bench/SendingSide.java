package io.mailslot.launcher.bench;

import java.io.IOException;
import java.util.concurrent.atomic.AtomicLong;
import java.util.concurrent.locks.LockSupport;

/**
 * Sends as fast as it can ({@code flood}, until {@code stop}), or at given times ({@code pace START COUNTS-FROM END INTERVAL},
 * in nanoseconds of {@link System#nanoTime}, until {@code paced}).
 */
final class SendingSide implements Side.Part {
    /** A sleep ends that much too late, or less. */
    private static final long SLEEP_NANOS = 150_000;

    private final Outbox outbox;
    private final int batch;
    /** Whether to wait for a time on a core that nobody else has a use for. */
    private final boolean spins = Runtime.getRuntime().availableProcessors() > 2;

    private final AtomicLong sent = new AtomicLong();
    private volatile boolean stopped;
    private Thread worker;
    private long timed;
    private long unsent;

    SendingSide(Task task) throws IOException {
        outbox = task.carrier() == Carrier.MAILSLOT ? Mailslots.outbox(task) : Streams.outbox(task);
        batch = task.batch();
    }

    @Override
    public String answer(String[] words) throws InterruptedException {
        switch (words[0]) {
            case "flood" -> {
                stopped = false;
                worker = Side.start("flood", this::flood);
            }
            case "stop" -> {
                stopped = true;
                worker.join();
            }
            case "pace" ->
                worker = Side.start(
                        "pace",
                        () -> pace(
                                Long.parseLong(words[1]),
                                Long.parseLong(words[2]),
                                Long.parseLong(words[3]),
                                Long.parseLong(words[4])));
            case "paced" -> worker.join();
            default -> {
                // only asks for the numbers
            }
        }
        return sent.get() + " " + System.nanoTime() + " " + timed + " " + unsent;
    }

    private void flood() throws IOException {
        while (!stopped) {
            send(Outbox.NOT_TIMED);
        }
    }

    private void send(long due) throws IOException {
        outbox.send(due);
        sent.lazySet(sent.get() + batch);
    }

    /** What is late is sent at once, with the time that it was due: who was held up counts as slow. */
    private void pace(long start, long countsFrom, long end, long interval) throws IOException {
        long due = start;
        for (; due < end; due += interval) {
            await(due);
            if (System.nanoTime() > end) {
                break;
            }
            boolean counts = due >= countsFrom;
            send(counts ? due : Outbox.NOT_TIMED);
            timed += counts ? batch : 0;
        }
        unsent = Figures.dueWithin(due, end, interval) * batch;
    }

    private void await(long due) {
        for (long left = due - System.nanoTime(); left > 0; left = due - System.nanoTime()) {
            if (left > 2 * SLEEP_NANOS) {
                LockSupport.parkNanos(left - SLEEP_NANOS);
            } else if (spins) {
                Thread.onSpinWait();
            } else {
                Thread.yield();
            }
        }
    }
}
