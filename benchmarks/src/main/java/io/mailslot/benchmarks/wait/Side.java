package io.mailslot.benchmarks.wait;

import java.io.IOException;
import java.lang.management.ManagementFactory;
import java.nio.ByteBuffer;
import java.nio.file.DirectoryStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.concurrent.ThreadLocalRandom;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.locks.LockSupport;
import org.HdrHistogram.Histogram;

/**
 * The program of one side: {@code ROLE TRANSPORT FOLDER AMOUNT}. Says its figures in one line and ends. A message has a
 * number, the time at which it was sent, and its kind.
 */
final class Side {
    /** Bytes of a message. */
    static final int SIZE = 64;

    private static final int NUMBER = 0;
    private static final int SENT_AT = 8;
    private static final int KIND = 16;

    private static final long WARM_UP = 0;
    private static final long MEASURED = 1;
    private static final long LAST = 2;

    private static final long WARM_UP_NANOS = TimeUnit.MILLISECONDS.toNanos(2_000);
    private static final long WARM_UP_GAP_NANOS = TimeUnit.MICROSECONDS.toNanos(60);
    private static final long SETTLE_NANOS = TimeUnit.MILLISECONDS.toNanos(300);

    /** Around 5 ms, not always the same: who looks at fixed times shall not fall into step. */
    private static final long SHORTEST_GAP_NANOS = 4_000_000;

    private static final long LONGEST_GAP_NANOS = 6_000_000;

    private Side() {}

    public static void main(String[] arguments) throws IOException {
        Transport transport = Transport.valueOf(arguments[1]);
        Path folder = Path.of(arguments[2]);
        int amount = Integer.parseInt(arguments[3]);
        switch (arguments[0]) {
            case "receive" -> receive(transport.inbox(folder, "there"));
            case "send" -> send(transport.outbox(folder, "there"), amount);
            case "pong" -> pong(transport.inbox(folder, "there"), transport.outbox(folder, "back"));
            case "ping" -> ping(transport.inbox(folder, "back"), transport.outbox(folder, "there"), amount);
            case "idle" -> idle(transport, folder, amount);
            case "hold" -> hold(transport.outbox(folder, "held"));
            default -> throw new IllegalArgumentException(arguments[0]);
        }
        System.out.flush();
        // Files are deleted by whoever started this; an orderly end would only cost time.
        Runtime.getRuntime().halt(0);
    }

    private static void receive(Inbox inbox) {
        ByteBuffer message = ByteBuffer.allocateDirect(SIZE);
        Histogram nanos = new Histogram(3);
        long expected = 0;
        while (true) {
            inbox.receive(message);
            long now = System.nanoTime();
            checkNumber(message, expected++);
            if (message.getLong(KIND) == LAST) {
                print(nanos);
                return;
            }
            if (message.getLong(KIND) == MEASURED) {
                nanos.recordValue(now - message.getLong(SENT_AT));
            }
        }
    }

    private static void send(Outbox outbox, int count) {
        ByteBuffer message = ByteBuffer.allocateDirect(SIZE);
        Histogram nanos = new Histogram(3);
        long number = 0;
        long start = System.nanoTime();
        while (System.nanoTime() - start < WARM_UP_NANOS) {
            long sent = send(outbox, message, number++, WARM_UP);
            while (System.nanoTime() - sent < WARM_UP_GAP_NANOS) {
                Thread.onSpinWait();
            }
        }
        pause(SETTLE_NANOS);
        for (int i = 0; i < count; i++) {
            pause(ThreadLocalRandom.current().nextLong(SHORTEST_GAP_NANOS, LONGEST_GAP_NANOS));
            long sent = send(outbox, message, number++, MEASURED);
            nanos.recordValue(System.nanoTime() - sent);
        }
        pause(SETTLE_NANOS);
        send(outbox, message, number, LAST);
        print(nanos);
        // a driver in this JVM must outlive the delivery
        pause(SETTLE_NANOS);
    }

    private static long send(Outbox outbox, ByteBuffer message, long number, long kind) {
        long now = System.nanoTime();
        message.putLong(NUMBER, number).putLong(SENT_AT, now).putLong(KIND, kind);
        outbox.send(message);
        return now;
    }

    private static void pong(Inbox inbox, Outbox outbox) {
        ByteBuffer message = ByteBuffer.allocateDirect(SIZE);
        long expected = 0;
        do {
            inbox.receive(message);
            checkNumber(message, expected++);
            outbox.send(message);
        } while (message.getLong(KIND) != LAST);
        System.out.println("0 0");
    }

    private static void ping(Inbox inbox, Outbox outbox, int millis) {
        ByteBuffer message = ByteBuffer.allocateDirect(SIZE);
        Histogram nanos = new Histogram(3);
        long start = System.nanoTime();
        long end = start + WARM_UP_NANOS + TimeUnit.MILLISECONDS.toNanos(millis);
        long number = 0;
        for (long now = start; now < end; now = System.nanoTime()) {
            long sent = send(outbox, message, number, MEASURED);
            inbox.receive(message);
            long took = System.nanoTime() - sent;
            checkNumber(message, number++);
            if (sent - start > WARM_UP_NANOS) {
                nanos.recordValue(took);
            }
        }
        send(outbox, message, number, LAST);
        inbox.receive(message);
        print(nanos);
    }

    private static void idle(Transport transport, Path folder, int waiters) throws IOException {
        for (int i = 0; i < waiters; i++) {
            Inbox inbox = transport.inbox(folder, "idle" + i);
            Thread thread = new Thread(() -> inbox.receive(ByteBuffer.allocateDirect(SIZE)), "waiter");
            thread.setDaemon(true);
            thread.start();
        }
        System.out.println("ready");
        long seconds = System.in.read();
        pause(TimeUnit.SECONDS.toNanos(5));
        long start = System.nanoTime();
        long cpu = cpuNanos();
        pause(TimeUnit.SECONDS.toNanos(seconds));
        double share = (double) (cpuNanos() - cpu) / (System.nanoTime() - start);
        // parts per million of one processor
        System.out.println((long) (share * 1e6) + " 0");
    }

    /** Of all threads that live: to the nanosecond where Linux tells, else as the JVM knows it. */
    private static long cpuNanos() throws IOException {
        Path threads = Path.of("/proc/self/task");
        if (!Files.isDirectory(threads)) {
            return ((com.sun.management.OperatingSystemMXBean) ManagementFactory.getOperatingSystemMXBean())
                    .getProcessCpuTime();
        }
        long sum = 0;
        try (DirectoryStream<Path> each = Files.newDirectoryStream(threads)) {
            for (Path thread : each) {
                sum += Long.parseLong(
                        Files.readString(thread.resolve("schedstat")).split(" ")[0]);
            }
        }
        return sum;
    }

    private static void hold(Outbox outbox) throws IOException {
        System.out.println("ready");
        System.in.read();
        java.lang.ref.Reference.reachabilityFence(outbox);
    }

    private static void checkNumber(ByteBuffer message, long expected) {
        if (message.getLong(NUMBER) != expected) {
            throw new IllegalStateException("message " + message.getLong(NUMBER) + " came, not " + expected);
        }
    }

    private static void print(Histogram nanos) {
        System.out.println(nanos.getValueAtPercentile(50) + " " + nanos.getValueAtPercentile(99));
    }

    static void never() {
        while (true) {
            LockSupport.park();
        }
    }

    static void pause(long nanos) {
        long end = System.nanoTime() + nanos;
        for (long left = nanos; left > 0; left = end - System.nanoTime()) {
            LockSupport.parkNanos(left);
        }
    }
}
