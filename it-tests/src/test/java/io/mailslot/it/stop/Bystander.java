package io.mailslot.it.stop;

import io.mailslot.Kernel;
import io.mailslot.KernelOptions;
import io.mailslot.api.Event;
import io.mailslot.api.EventOptions;
import io.mailslot.api.InvalidHandleException;
import io.mailslot.api.MailslotException;
import io.mailslot.api.MailslotOptions;
import io.mailslot.api.Mutex;
import io.mailslot.api.MutexOptions;
import io.mailslot.api.Receiver;
import io.mailslot.api.Semaphore;
import io.mailslot.api.SemaphoreOptions;
import io.mailslot.api.Sender;
import io.mailslot.api.Timeouts;
import io.mailslot.it.storm.HiccupMeter;
import io.mailslot.it.storm.RunDelay;
import io.mailslot.it.storm.Span;
import io.mailslot.testkit.ChildContext;
import java.io.Serializable;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.TimeUnit;

/**
 * What a JVM has that works with objects of its own while another one stands still: {@link #traffic} is messages and waits,
 * {@link #control} calls of the control plane by several threads. Two more threads wait for ever.
 */
public final class Bystander {
    static final long PATIENCE_MS = 300;

    /**
     * Operations, and how many microseconds they took but for the time for which the machine held them up.
     *
     * @param operations how many
     * @param p99 the 99th percentile
     * @param longest the longest
     */
    public record Traffic(int operations, long p99, long longest) implements Serializable {}

    /**
     * A call of the control plane.
     *
     * @param code of its failure; 0 for none
     * @param millis how long it took but for the time for which the machine held it up
     */
    public record Call(int code, long millis) implements Serializable {
        @Override
        public String toString() {
            return code + ":" + millis;
        }
    }

    private static final long TRAFFIC_NANOS = TimeUnit.MILLISECONDS.toNanos(100);
    private static final int WARM_UP_ROUNDS = 20;
    private static final int CALLERS = 3;
    private static final byte[] SMALL = new byte[50];
    private static final byte[] LARGE = new byte[20_000];

    private static Bystander bystander;

    private final Kernel kernel;
    private final Runnable call;
    private final Receiver receiver;
    private final Sender sender;
    private final Event event;
    private final Semaphore semaphore;
    private final Mutex mutex;
    private final List<Span> hiccups = new CopyOnWriteArrayList<>();
    private final HiccupMeter meter;
    private final ExecutorService threads = Executors.newCachedThreadPool(task -> {
        Thread thread = new Thread(task);
        thread.setDaemon(true);
        return thread;
    });

    private Bystander(Kernel kernel, Runnable call) {
        this.kernel = kernel;
        this.call = call;
        receiver = kernel.createMailslot("bystander", MailslotOptions.defaults().withCapacity(1 << 20));
        sender = kernel.openMailslot("bystander");
        event = kernel.synchronization().createEvent(EventOptions.defaults());
        semaphore = kernel.synchronization().createSemaphore(SemaphoreOptions.of(0, 10));
        mutex = kernel.synchronization().createMutex(MutexOptions.defaults());
        int never =
                kernel.synchronization().createEvent(EventOptions.defaults()).handle();
        Receiver silent = kernel.createMailslot("silent");
        threads.execute(() -> untilItEnds(() -> kernel.waitFor(Timeouts.FOREVER, never)));
        threads.execute(() -> untilItEnds(() -> silent.read(Timeouts.FOREVER)));
        meter = HiccupMeter.start(hiccups::add);
    }

    private static void untilItEnds(Runnable wait) {
        try {
            wait.run();
        } catch (InvalidHandleException closed) {
            // by the end of this JVM
        }
    }

    /** The one of this JVM, which attaches to its home. */
    public static void open(ChildContext child) {
        Kernel kernel = child.kernel();
        open(
                kernel,
                () -> kernel.synchronization()
                        .createEvent(EventOptions.defaults())
                        .close());
    }

    /** The one of this JVM, which works in another home, and comes to its own one for a call only. */
    static void openElsewhere(String home) {
        open(
                Kernel.attach(KernelOptions.defaults().withHome(Path.of(home))),
                () -> Kernel.attach().close());
    }

    private static void open(Kernel kernel, Runnable call) {
        Bystander made = new Bystander(kernel, call);
        made.warmUp();
        bystander = made;
    }

    /** What the traffic of this JVM was like. */
    public static Traffic traffic() {
        return bystander.work();
    }

    /** How each caller of this JVM fared. */
    public static ArrayList<Call> control() {
        return bystander.callAtOnce();
    }

    private Traffic work() {
        CompletableFuture<List<Operation>> waits = CompletableFuture.supplyAsync(() -> repeat(this::waits), threads);
        List<Operation> all = new ArrayList<>(repeat(this::messages));
        all.addAll(waits.join());
        meter.catchUp();
        List<Span> heldUp = List.copyOf(hiccups);
        long[] net = all.stream()
                .mapToLong(operation -> operation.netNanos(heldUp))
                .sorted()
                .toArray();
        return new Traffic(net.length, net[net.length * 99 / 100] / 1_000, net[net.length - 1] / 1_000);
    }

    /** Has classes loaded, which would count as a stall. A few rounds do: what is judged is milliseconds. */
    private void warmUp() {
        for (int i = 0; i < WARM_UP_ROUNDS; i++) {
            messages();
            waits();
        }
    }

    private static List<Operation> repeat(Runnable operation) {
        List<Operation> took = new ArrayList<>();
        long start = System.nanoTime();
        long delayBefore = RunDelay.nanos();
        for (long now = System.nanoTime(); now - start < TRAFFIC_NANOS; now = System.nanoTime()) {
            operation.run();
            long end = System.nanoTime();
            long delay = RunDelay.nanos();
            took.add(new Operation(new Span(now, end), delay - delayBefore));
            delayBefore = delay;
        }
        return took;
    }

    /** One operation, and for how long its thread waited for a processor meanwhile. */
    private record Operation(Span span, long delayNanos) {
        long netNanos(List<Span> heldUp) {
            return Math.max(0, span.nanos() - Math.max(delayNanos, span.covered(heldUp)));
        }
    }

    private void messages() {
        sender.write(LARGE);
        sender.write(SMALL);
        receiver.read();
        receiver.read();
    }

    private void waits() {
        event.set();
        semaphore.release(2);
        require(kernel.waitForAll(Duration.ofSeconds(10), event.handle(), semaphore.handle())
                .signaled());
        require(kernel.waitForAny(Duration.ofSeconds(10), event.handle(), semaphore.handle())
                .signaled());
        require(kernel.waitFor(Duration.ofSeconds(10), mutex.handle()).signaled());
        mutex.release();
    }

    private static void require(boolean condition) {
        if (!condition) {
            throw new AssertionError("it was signaled, and the wait took too long");
        }
    }

    private ArrayList<Call> callAtOnce() {
        List<CompletableFuture<Call>> calls = new ArrayList<>();
        for (int i = 0; i < CALLERS; i++) {
            calls.add(CompletableFuture.supplyAsync(this::oneCall, threads));
        }
        return new ArrayList<>(calls.stream().map(CompletableFuture::join).toList());
    }

    private Call oneCall() {
        long delayBefore = RunDelay.nanos();
        long start = System.nanoTime();
        int code = 0;
        try {
            call.run();
        } catch (MailslotException e) {
            code = e.errorCode().value();
        }
        Operation took = new Operation(new Span(start, System.nanoTime()), RunDelay.nanos() - delayBefore);
        meter.catchUp();
        return new Call(code, took.netNanos(hiccups) / 1_000_000);
    }
}
