package io.mailslot.micrometer;

import io.mailslot.api.MailslotException;
import io.mailslot.inspect.Detail;
import io.mailslot.inspect.HomeInspector;
import io.mailslot.inspect.HomeSnapshot;
import io.micrometer.core.instrument.MeterRegistry;
import io.micrometer.core.instrument.Tag;
import io.micrometer.core.instrument.Tags;
import io.micrometer.core.instrument.binder.MeterBinder;
import java.nio.file.Path;
import java.util.List;
import java.util.Objects;
import java.util.Optional;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.locks.ReentrantLock;

/**
 * Meters of the mailslots, processes, handles and objects of a home. What they tell is counted in shared memory anyway: nothing
 * is done for a message, and no process of the home notices, whether or not this JVM is one of them. The home need not exist yet.
 *
 * <pre>{@code
 * MailslotMetrics metrics = new MailslotMetrics(HomeInspector.defaultHome());
 * metrics.bindTo(registry);
 * }</pre>
 *
 * <p>The first meter that is read takes a snapshot of the home, and the others that are read within a second use it. Mailslots
 * and cursors that are new in it get their meters then, so that they are in the next scrape; those of what is gone are removed.
 * Where the home cannot be looked at gauges are NaN, and counters stay where they were. All methods may be called from any thread.
 *
 * <p>{@code mailslot.messages}, {@code mailslot.bytes} and {@code mailslot.missed} count; {@code mailslot.unread}, {@code
 * mailslot.capacity}, {@code mailslot.allocated}, {@code mailslot.full}, {@code mailslot.receivers} and {@code mailslot.senders}
 * are gauges of a mailslot, all with the tag {@code mailslot}. Of {@code mailslot.unread} and {@code mailslot.missed} there is one for
 * each {@code cursor}, which is empty for receivers without: of several of these the one that lags most is told. {@code
 * mailslot.processes} (by {@code state}), {@code mailslot.handles}, {@code mailslot.objects} (by {@code type}), {@code
 * mailslot.control.changes} and {@code mailslot.home.dirty} are of the home.
 *
 * @since 0.1.0
 */
public final class MailslotMetrics implements MeterBinder, AutoCloseable {
    /** For so long a snapshot is good for all meters: they are read one after the other. */
    private static final long FRESH_NANOS = TimeUnit.SECONDS.toNanos(1);

    private final Path home;
    private final Tags tags;
    private final long freshNanos;
    private final List<HomeMeters> bound = new CopyOnWriteArrayList<>();

    /** Never waited for by whoever reads a meter: he may have a lock of the registry, which is wanted with this one held. */
    private final ReentrantLock refreshing = new ReentrantLock();

    /** Empty where the home could not be looked at. */
    private volatile Optional<HomeSnapshot> latest = Optional.empty();

    private volatile long latestAt;

    private volatile boolean closed;

    /** Meters of the home that a program uses which names none. */
    public MailslotMetrics() {
        this(HomeInspector.defaultHome());
    }

    /**
     * Meters of a home.
     *
     * @param home its directory; nothing need exist there
     */
    public MailslotMetrics(Path home) {
        this(home, Tags.empty());
    }

    /**
     * Meters of a home with tags, such as its name, which tell several homes apart in one registry.
     *
     * @param home its directory; nothing need exist there
     * @param tags for all meters
     */
    public MailslotMetrics(Path home, Iterable<Tag> tags) {
        this(home, tags, FRESH_NANOS);
    }

    MailslotMetrics(Path home, Iterable<Tag> tags, long freshNanos) {
        this.home = Objects.requireNonNull(home, "home");
        this.tags = Tags.of(Objects.requireNonNull(tags, "tags"));
        this.freshNanos = freshNanos;
        this.latestAt = System.nanoTime() - freshNanos;
    }

    /**
     * Registers the meters, and keeps them up to date until {@link #close} or the end of the registry.
     *
     * @param registry where they are wanted
     */
    @Override
    public void bindTo(MeterRegistry registry) {
        refreshing.lock();
        try {
            if (closed) {
                throw new IllegalStateException("the meters of " + home + " are closed; make new ones");
            }
            HomeMeters meters = new HomeMeters(this, Objects.requireNonNull(registry, "registry"), tags);
            bound.add(meters);
            look();
        } finally {
            refreshing.unlock();
        }
    }

    /** Removes all meters from their registries. Closing twice does nothing. */
    @Override
    public void close() {
        closed = true;
        refreshing.lock();
        try {
            bound.forEach(HomeMeters::removeAll);
            bound.clear();
            latest = Optional.empty();
        } finally {
            refreshing.unlock();
        }
    }

    /** What the home was like a moment ago; empty if it could not be looked at. */
    Optional<HomeSnapshot> latest() {
        if (!closed && isOld() && refreshing.tryLock()) {
            try {
                if (isOld()) {
                    look();
                }
            } finally {
                refreshing.unlock();
            }
        }
        return latest;
    }

    private boolean isOld() {
        return System.nanoTime() - latestAt >= freshNanos;
    }

    /** With the lock, which {@link #close} wants, too. */
    private void look() {
        if (closed) {
            return;
        }
        latest = snapshot();
        latestAt = System.nanoTime(); // before meters are registered, which may read others
        bound.removeIf(HomeMeters::isOver);
        latest.ifPresent(snapshot -> bound.forEach(meters -> meters.follow(snapshot)));
    }

    private Optional<HomeSnapshot> snapshot() {
        try {
            return Optional.of(
                    HomeInspector.inspect(home, Detail.ALLOCATED_BYTES).orElseGet(() -> HomeSnapshot.empty(home)));
        } catch (MailslotException cannotLook) {
            return Optional.empty(); // the gauges say so
        }
    }
}
