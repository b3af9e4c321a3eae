package io.mailslot.win32;

import static io.mailslot.win32.Win32Constants.ERROR_OPERATION_ABORTED;
import static io.mailslot.win32.Win32Constants.ERROR_SEM_TIMEOUT;

import io.mailslot.api.MailslotException;
import java.util.ArrayDeque;
import java.util.Deque;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.TimeUnit;

/**
 * The reads of this process that wait for messages, first come, first served for each receiver. None of them has a
 * thread. No callback runs, and nothing is cancelled, while the monitor is held. Thread-safe.
 */
final class PendingReads {
    /** By the receiver's object; guarded by this, like what is in it. */
    private final Map<Long, Deque<PendingRead>> queues = new HashMap<>();

    /** Whether reads of the receiver wait already, so that a further one must not overtake them. */
    synchronized boolean any(long objectId) {
        return queues.containsKey(objectId);
    }

    /** Has a read wait for a message. */
    void add(PendingRead read, int timeoutMs) {
        synchronized (this) {
            queues.computeIfAbsent(read.objectId, id -> new ArrayDeque<>()).add(read);
        }
        if (timeoutMs != Win32Constants.MAILSLOT_WAIT_FOREVER) {
            CompletableFuture.delayedExecutor(
                            Integer.toUnsignedLong(timeoutMs), TimeUnit.MILLISECONDS, OverlappedThread.EXECUTOR)
                    .execute(() -> cancel(read, ERROR_SEM_TIMEOUT));
        }
        launchFirst(read.objectId);
    }

    /** Cancels the reads of a receiver that the calling thread has begun. */
    void cancelOwn(long objectId) {
        List<PendingRead> own;
        synchronized (this) {
            own = queues.getOrDefault(objectId, new ArrayDeque<>()).stream()
                    .filter(read -> read.thread == Thread.currentThread())
                    .toList();
        }
        own.forEach(read -> cancel(read, ERROR_OPERATION_ABORTED));
    }

    private void launchFirst(long objectId) {
        PendingRead first;
        synchronized (this) {
            Deque<PendingRead> queue = queues.get(objectId);
            first = queue == null ? null : queue.peek();
            if (first == null || first.launched) {
                return;
            }
            first.launched = true;
        }
        launch(first);
    }

    private void launch(PendingRead read) {
        CompletableFuture<Integer> running;
        try {
            running = read.reader.readAsync(read.buffer, OverlappedThread.EXECUTOR);
        } catch (MailslotException e) {
            end(read, 0, e.errorCode().value());
            return;
        }
        boolean cancelled;
        synchronized (this) {
            read.running = running;
            cancelled = read.reason != 0;
        }
        running.whenComplete((size, failure) -> {
            if (failure == null) {
                end(read, size, 0);
            } else {
                end(read, 0, read.codeOf(failure));
            }
        });
        if (cancelled) {
            running.cancel(false);
        }
    }

    /** Ends a read early, unless it has taken its message by then. */
    private void cancel(PendingRead read, int code) {
        CompletableFuture<Integer> running;
        boolean launched;
        synchronized (this) {
            if (read.isComplete() || read.reason != 0) {
                return;
            }
            read.reason = code;
            running = read.running;
            launched = read.launched;
            read.launched = true; // or somebody else might begin it before it is out of the queue
        }
        if (!launched) {
            end(read, 0, code);
        } else if (running != null) {
            running.cancel(false);
        }
    }

    private void end(PendingRead read, int bytes, int code) {
        synchronized (this) {
            Deque<PendingRead> queue = queues.get(read.objectId);
            if (queue != null && queue.remove(read) && queue.isEmpty()) {
                queues.remove(read.objectId);
            }
        }
        read.complete(bytes, code);
        launchFirst(read.objectId);
    }
}
