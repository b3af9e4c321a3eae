package io.mailslot.internal.memory;

import io.mailslot.internal.memory.Pidfd.Stage;
import java.lang.ref.Reference;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.locks.LockSupport;

/**
 * Sleeps until one of several processes ends. Every stage of an end is told once: a process whose end nobody can act
 * upon yet does not keep the poller awake. One thread polls and closes; any thread may {@link #wake} it.
 *
 * <pre>
 *   struct pollfd, one after the other; the first is the event that wakes the poller
 *    0 | descriptor 4 | events asked 2 | events seen 2 |
 *    8 +----
 * </pre>
 */
public final class PidfdPoller implements AutoCloseable {
    private static final int EVENTS_OFFSET = Integer.BYTES;
    private static final int SEEN_OFFSET = EVENTS_OFFSET + Short.BYTES;
    private static final int LENGTH = SEEN_OFFSET + Short.BYTES;
    private static final short POLLIN = 1;
    private static final long PAUSE_AFTER_FAILURE_NANOS = 5_000_000;

    private final int event;
    /** Here before it is needed: an end is told once, so nothing may fail while it is noted. */
    private final ByteBuffer told = ByteBuffer.allocateDirect(Long.BYTES);

    private final ByteBuffer counter =
            ByteBuffer.allocateDirect(Long.BYTES).order(ByteOrder.nativeOrder()).putLong(0, 1);

    /** Kept between polls, and only ever grown. */
    private ByteBuffer requests = ByteBuffer.allocateDirect(LENGTH * 16).order(ByteOrder.nativeOrder());

    private long requestsAddress = NativeAccess.addressOf(requests);

    /** Those of whom the requests are. */
    private final List<Pidfd> asked = new ArrayList<>();

    /** The list that the requests were made of, if they can be made again: an idle JVM does so again and again. */
    private List<Pidfd> prepared;

    /** Guards the event's descriptor: once closed, its number may mean another file. */
    private boolean closed;

    private PidfdPoller(int event) {
        this.event = event;
    }

    /**
     * Makes a poller.
     *
     * @return empty if no descriptor is left, or pidfds are not {@link Pidfd#available}
     */
    public static Optional<PidfdPoller> open() {
        int event = Pidfd.available() ? PidfdLibrary.openEvent() : -1;
        return event < 0 ? Optional.empty() : Optional.of(new PidfdPoller(event));
    }

    /**
     * Waits for news of any of the processes, for {@link #wake}, or for the time to pass.
     *
     * @param processes to watch; closed ones, and those of which nothing more will be told, are skipped; a list that was
     *     given the last time, too, has not changed since, and nobody else has closed any of it
     * @param timeoutMs how long at most
     * @return those that have ended, or whose exit code may be known now
     */
    public List<Pidfd> poll(List<Pidfd> processes, int timeoutMs) {
        if (prepared != processes) {
            prepare(processes);
        }
        int ready = PidfdLibrary.poll(requestsAddress, asked.size() + 1L, timeoutMs);
        Reference.reachabilityFence(this);
        prepared = ready == 0 ? processes : null; // else it tells something, and may do so no more the next time
        if (ready < 0) {
            // A signal handler ran in this thread, or memory is short: a caller in a loop must not spin then.
            LockSupport.parkNanos(PAUSE_AFTER_FAILURE_NANOS);
        }
        return ready > 0 ? collect() : List.of();
    }

    private void prepare(List<Pidfd> processes) {
        asked.clear();
        for (Pidfd process : processes) {
            if (!process.isClosed() && process.stage() != Stage.REAPED) {
                asked.add(process);
            }
        }
        int needed = (asked.size() + 1) * LENGTH;
        if (requests.capacity() < needed) {
            requests = ByteBuffer.allocateDirect(2 * needed).order(ByteOrder.nativeOrder());
            requestsAddress = NativeAccess.addressOf(requests);
        }
        put(0, event, POLLIN);
        for (int i = 0; i < asked.size(); i++) {
            Pidfd process = asked.get(i);
            // An ended process stays readable. Asked for nothing, poll tells only that it has been reaped.
            put((i + 1) * LENGTH, process.descriptor(), process.stage() == Stage.RUNNING ? POLLIN : 0);
        }
    }

    private void put(int offset, int descriptor, short events) {
        requests.putInt(offset, descriptor);
        requests.putShort(offset + EVENTS_OFFSET, events);
        requests.putShort(offset + SEEN_OFFSET, (short) 0);
    }

    private List<Pidfd> collect() {
        if (requests.getShort(SEEN_OFFSET) != 0) {
            PidfdLibrary.read(event, told, Long.BYTES);
        }
        List<Pidfd> news = new ArrayList<>();
        for (int i = 0; i < asked.size(); i++) {
            int seen = requests.getShort((i + 1) * LENGTH + SEEN_OFFSET);
            if (seen != 0) {
                asked.get(i).reached(seen == POLLIN ? Stage.ENDED : Stage.REAPED);
                news.add(asked.get(i));
            }
        }
        return news;
    }

    /** Ends a poll that is under way, or else the next one, at once. Does nothing once closed. */
    public synchronized void wake() {
        if (!closed) {
            PidfdLibrary.write(event, counter, Long.BYTES);
        }
    }

    /** Closes the poller, not the processes' descriptors. */
    @Override
    public synchronized void close() {
        if (!closed) {
            closed = true;
            PidfdLibrary.close(event);
        }
    }
}
