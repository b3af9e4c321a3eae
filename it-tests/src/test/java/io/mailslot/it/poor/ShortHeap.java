package io.mailslot.it.poor;

import io.mailslot.Kernel;
import io.mailslot.api.Event;
import io.mailslot.api.EventOptions;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;

/** What a child does that uses up its heap again and again for a while in which it waits for events, and then has enough. */
final class ShortHeap {
    private static final Duration WHILE = Duration.ofMillis(2_500);
    private static final int EVENTS = 20;

    /** In this JVM. */
    private static final List<Event> WAITED_FOR = new ArrayList<>();

    private ShortHeap() {}

    /** Does so. */
    static void useUp(Kernel kernel) {
        for (int i = 0; i < EVENTS; i++) {
            Event event = kernel.synchronization().createEvent(EventOptions.defaults());
            WAITED_FOR.add(event);
            event.whenSignaled(task -> new Thread(task).start());
        }
        useUp(WAITED_FOR);
    }

    /** Whether it is told that an event is signaled. */
    static boolean isTold() {
        Event event = WAITED_FOR.get(0);
        event.reset();
        // Looks at once when it is asked for, by the calling thread: what is told later the hub tells.
        CompletableFuture<Void> another = event.whenSignaled(Runnable::run);
        event.set();
        awaitEnd(another);
        return another.isDone() && !another.isCompletedExceptionally();
    }

    private static void useUp(List<Event> events) {
        List<byte[]> used = new ArrayList<>(200_000); // grows without an allocation
        signal(events);
        long start = System.nanoTime();
        fill(used, 100_000);
        while (System.nanoTime() - start < WHILE.toNanos()) {
            fill(used, 1_000);
            fill(used, 16);
            signal(events);
        }
        used.clear();
    }

    /** The first time there is memory: this links what is called here. */
    private static void signal(List<Event> events) {
        try {
            for (Event event : events) {
                event.set();
                event.reset();
            }
        } catch (OutOfMemoryError | InternalError expected) { // the JDK wraps the one in the other where it links code
            return;
        }
    }

    private static void fill(List<byte[]> used, int size) {
        try {
            while (true) {
                used.add(new byte[size]);
            }
        } catch (OutOfMemoryError full) {
            return;
        }
    }

    /** Whether there is a thread of that name. */
    static boolean isThere(String name) {
        return Thread.getAllStackTraces().keySet().stream()
                .anyMatch(thread -> thread.getName().equals(name));
    }

    /** By the future itself it is told how it ended. */
    private static void awaitEnd(CompletableFuture<Void> future) {
        try {
            future.get(60, TimeUnit.SECONDS);
        } catch (InterruptedException | TimeoutException | ExecutionException told) {
            return; // by the future
        }
    }
}
