package io.mailslot.remote.internal.nats;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import io.mailslot.remote.internal.link.Address;
import io.mailslot.remote.internal.link.Link;
import io.mailslot.remote.internal.link.LinkException;
import io.mailslot.remote.internal.link.LinkException.Kind;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.concurrent.Semaphore;
import java.util.concurrent.atomic.AtomicLong;
import org.jspecify.annotations.Nullable;

/** Numbered frames from one link to another that takes them more slowly than they are stored. */
final class SlowFlow implements AutoCloseable {
    private static final Duration ANSWER = Duration.ofSeconds(2);
    private static final Duration LOOK = Duration.ofMillis(500);

    /** A pace, not a wait for anything. */
    private static final long SLOW_MILLIS = 5;

    private final Address address;
    private final AtomicLong stored = new AtomicLong();
    private final AtomicLong taken = new AtomicLong();
    private final AtomicLong again = new AtomicLong();
    private final AtomicLong withoutRoom = new AtomicLong();

    /** Whoever has it keeps the others from taking more. */
    private final Semaphore mayTake = new Semaphore(1, true);

    private volatile boolean ended;
    private volatile boolean closed;
    private volatile @Nullable Throwable fault;
    private volatile String lastRefusal = "";
    private @Nullable Thread storing;
    private @Nullable Thread taking;
    private @Nullable Thread counting;

    private interface Work {
        void run() throws Exception;
    }

    private SlowFlow(Address address) {
        this.address = address;
    }

    static SlowFlow begin(Link from, Link to, Address address) {
        SlowFlow flow = new SlowFlow(address);
        flow.storing = flow.start("storing", () -> flow.store(from));
        flow.taking = flow.start("taking", () -> flow.take(to));
        flow.counting = flow.start("counting", () -> flow.count(to));
        return flow;
    }

    private Thread start(String name, Work work) {
        Thread thread = new Thread(
                () -> {
                    try {
                        work.run();
                    } catch (Throwable failure) {
                        if (!closed) {
                            fault = failure;
                        }
                    }
                },
                name);
        thread.setDaemon(true);
        thread.start();
        return thread;
    }

    /** As a bridge does it: the same frame again as long as it is not known to be stored. */
    private void store(Link link) throws Exception {
        while (!ended) {
            try {
                link.store(address, Long.toString(stored.get()).getBytes(StandardCharsets.US_ASCII), ANSWER);
                stored.incrementAndGet();
            } catch (LinkException failure) {
                lastRefusal = String.valueOf(failure.getMessage());
                if (failure.kind() == Kind.FULL) {
                    withoutRoom.incrementAndGet();
                    Thread.sleep(SLOW_MILLIS);
                } else if (failure.kind() != Kind.SILENT) {
                    throw failure;
                }
            }
        }
    }

    private void take(Link link) throws Exception {
        while (!closed) {
            try (Link.Inflow inflow = link.open(address.slot(), address.isForAll())) {
                while (!closed) {
                    take(inflow.next(LOOK));
                }
            } catch (LinkException failure) {
                if (failure.kind() != Kind.SILENT) {
                    throw failure;
                }
            }
        }
    }

    /** As a bridge does it now and then. */
    private void count(Link link) throws Exception {
        while (!closed) {
            try {
                link.stored();
            } catch (LinkException failure) {
                lastRefusal = String.valueOf(failure.getMessage());
            }
            Thread.sleep(LOOK.toMillis());
        }
    }

    /** What was stored twice, or taken a moment before a server was killed, comes again; nothing is ever passed over. */
    private void take(Link.@Nullable Delivery delivery) throws Exception {
        if (delivery == null) {
            return;
        }
        long number = Long.parseLong(new String(delivery.frame(), StandardCharsets.US_ASCII));
        if (number > taken.get()) {
            throw new AssertionError("lost: " + number + " came where " + taken.get() + " should, of " + stored.get());
        }
        delivery.taken();
        if (number == taken.get()) {
            taken.incrementAndGet();
        } else {
            again.incrementAndGet();
        }
        Thread.sleep(SLOW_MILLIS);
        mayTake.acquire();
        mayTake.release();
    }

    /** Waits until so many more have come. */
    void awaitMore(int frames, Duration limit) {
        awaitTaken(taken.get() + frames, limit);
    }

    /** Stores no more, and waits until all have come. */
    void end(Duration limit) throws InterruptedException {
        ended = true;
        storing.join();
        awaitTaken(stored.get(), limit);
    }

    private void awaitTaken(long number, Duration limit) {
        await().atMost(limit)
                .untilAsserted(
                        () -> assertThat(check().taken.get()).as("%s", this).isGreaterThanOrEqualTo(number));
    }

    private SlowFlow check() {
        assertThat(fault).as("%s", this).isNull();
        return this;
    }

    /** Takes nothing until the servers keep as much as they may, however slowly they store it. */
    void awaitNoRoom(Duration limit) {
        long before = withoutRoom.get();
        mayTake.acquireUninterruptibly();
        try {
            await().atMost(limit)
                    .untilAsserted(() ->
                            assertThat(check().withoutRoom.get()).as("%s", this).isGreaterThan(before));
        } finally {
            mayTake.release();
        }
    }

    @Override
    public void close() {
        ended = true;
        closed = true;
        for (Thread thread : new Thread[] {storing, taking, counting}) {
            thread.interrupt();
            await("a thread of the test ends").atMost(ANSWER.multipliedBy(10)).until(() -> !thread.isAlive());
        }
    }

    @Override
    public String toString() {
        return stored + " frames stored, " + taken + " came, " + again + " more than once; " + withoutRoom
                + " times there was no room; refused at last: " + lastRefusal;
    }
}
