package io.mailslot.micrometer;

import io.mailslot.api.ObjectType;
import io.mailslot.inspect.HomeSnapshot;
import io.mailslot.inspect.MailslotStatus;
import io.mailslot.inspect.ProcessStatus;
import io.mailslot.inspect.ProcessStatus.OsState;
import io.micrometer.core.instrument.FunctionCounter;
import io.micrometer.core.instrument.Gauge;
import io.micrometer.core.instrument.Meter;
import io.micrometer.core.instrument.MeterRegistry;
import io.micrometer.core.instrument.Tags;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.stream.Collectors;

/** The meters of a home in one registry. All but what the meters themselves do is done with the lock of the metrics. */
final class HomeMeters {
    private static final String ENDED = "ended";
    private static final String STOPPED = "stopped";

    private final MailslotMetrics metrics;
    private final MeterRegistry registry;
    private final Tags tags;
    private final List<Meter> ofHome = new ArrayList<>();

    /** By identity: a mailslot of the same name that was made anew counts anew. */
    private final Map<Long, MailslotMeters> ofMailslots = new HashMap<>();

    private final Reading changes;

    HomeMeters(MailslotMetrics metrics, MeterRegistry registry, Tags tags) {
        this.metrics = metrics;
        this.registry = registry;
        this.tags = tags;
        this.changes = new Reading(metrics);
        for (ProcessStatus.State state : ProcessStatus.State.values()) {
            processes(word(state));
        }
        processes(STOPPED);
        processes(ENDED);
        for (ObjectType type : ObjectType.values()) {
            gauge(
                    "mailslot.objects",
                    "Kernel objects that handles can name",
                    Tags.of("type", word(type)),
                    snapshot -> snapshot.objects().stream()
                            .filter(object -> object.type() == type)
                            .count());
        }
        gauge(
                "mailslot.handles",
                "Open handles of all processes",
                Tags.empty(),
                snapshot -> snapshot.processes().stream()
                        .mapToInt(process -> process.handles().size())
                        .sum());
        gauge(
                "mailslot.home.dirty",
                "1 while a change goes on, or if its maker died in it",
                Tags.empty(),
                snapshot -> snapshot.dirty() ? 1 : 0);
        ofHome.add(FunctionCounter.builder("mailslot.control.changes", changes, any -> changes.count())
                .description("Handles opened or closed, and other completed changes of the home")
                .tags(tags)
                .register(registry));
    }

    private void processes(String state) {
        gauge(
                "mailslot.processes",
                "Processes of the home; ended ones are not reaped yet",
                Tags.of("state", state),
                snapshot -> snapshot.processes().stream()
                        .filter(process -> state(process).equals(state))
                        .count());
    }

    private static String state(ProcessStatus process) {
        if (process.osState() == OsState.ENDED) {
            return ENDED;
        }
        return process.osState() == OsState.STOPPED ? STOPPED : word(process.state());
    }

    private static String word(Enum<?> value) {
        return value.name().toLowerCase(Locale.ROOT);
    }

    /** What a gauge shows of a snapshot. */
    @FunctionalInterface
    private interface Figure {
        double of(HomeSnapshot snapshot);
    }

    private void gauge(String name, String description, Tags more, Figure figure) {
        ofHome.add(Gauge.builder(
                        name, metrics, from -> from.latest().map(figure::of).orElse(Double.NaN))
                .description(description)
                .tags(tags)
                .tags(more)
                .strongReference(true)
                .register(registry));
    }

    /** Whether nobody reads the registry any more. */
    boolean isOver() {
        return registry.isClosed();
    }

    /** Has meters for what is there now, and for nothing else. */
    void follow(HomeSnapshot snapshot) {
        changes.set(snapshot.changes());
        Map<Long, MailslotStatus> there =
                snapshot.mailslots().stream().collect(Collectors.toMap(MailslotStatus::objectId, each -> each));
        ofMailslots.entrySet().removeIf(each -> {
            boolean gone = !there.containsKey(each.getKey());
            if (gone) {
                each.getValue().removeAll();
            }
            return gone;
        });
        there.forEach((id, mailslot) -> ofMailslots
                .computeIfAbsent(id, unknown -> new MailslotMeters(metrics, registry, tags, mailslot))
                .follow(mailslot));
    }

    void removeAll() {
        ofHome.forEach(registry::remove);
        ofHome.clear();
        ofMailslots.values().forEach(MailslotMeters::removeAll);
        ofMailslots.clear();
    }
}
