package io.mailslot.micrometer;

import io.mailslot.inspect.MailslotStatus;
import io.mailslot.inspect.ReceiverStatus;
import io.micrometer.core.instrument.FunctionCounter;
import io.micrometer.core.instrument.Gauge;
import io.micrometer.core.instrument.Meter;
import io.micrometer.core.instrument.MeterRegistry;
import io.micrometer.core.instrument.Tags;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;

/** The meters of one mailslot in one registry, and of its cursors, which come and go. Not thread-safe. */
final class MailslotMeters {
    private static final String MESSAGES = "messages";
    private static final String BYTES = "bytes";

    private final MailslotMetrics metrics;
    private final MeterRegistry registry;
    private final Tags tags;
    private final List<Meter> meters = new ArrayList<>();
    private final Map<String, Reader> readers = new HashMap<>();

    private final Reading messages;
    private final Reading bytes;
    private final Reading capacity;
    private final Reading allocated;
    private final Reading full;
    private final Reading receivers;
    private final Reading senders;

    MailslotMeters(MailslotMetrics metrics, MeterRegistry registry, Tags common, MailslotStatus mailslot) {
        this.metrics = metrics;
        this.registry = registry;
        this.tags = common.and("mailslot", mailslot.name());
        messages = counter(meters, tags, "mailslot.messages", MESSAGES, "Messages ever appended");
        bytes = counter(meters, tags, "mailslot.bytes", BYTES, "Bytes of the messages ever appended");
        capacity = gauge(meters, tags, "mailslot.capacity", BYTES, "What its files may take");
        allocated = gauge(meters, tags, "mailslot.allocated", BYTES, "What its files take");
        full = gauge(meters, tags, "mailslot.full", null, "1 if a sender sleeps until there is room");
        receivers = gauge(meters, tags, "mailslot.receivers", null, "Open receivers");
        senders = gauge(meters, tags, "mailslot.senders", null, "Open senders");
    }

    /** What is told of the receivers with a cursor, or of all without: of the one that lags most. */
    private final class Reader {
        private final List<Meter> own = new ArrayList<>();
        private final Reading unread;
        private final Reading missed;

        Reader(String cursor) {
            Tags more = tags.and("cursor", cursor);
            unread = gauge(own, more, "mailslot.unread", MESSAGES, "Messages not read yet");
            missed = counter(own, more, "mailslot.missed", MESSAGES, "Messages dropped before they were read");
        }
    }

    void follow(MailslotStatus seen) {
        messages.set(seen.appendedMessages());
        bytes.set(seen.appendedBytes());
        capacity.set(seen.capacity());
        allocated.set(seen.allocatedBytes());
        full.set(seen.sendersWait() ? 1 : 0);
        receivers.set(seen.receivers().stream().filter(ReceiverStatus::open).count());
        senders.set(seen.senders());
        Map<String, ReceiverStatus> there = new TreeMap<>();
        seen.receivers()
                .forEach(each -> there.merge(
                        each.cursor().orElse(""), each, (a, b) -> a.messageCount() >= b.messageCount() ? a : b));
        readers.entrySet().removeIf(each -> {
            boolean gone = !there.containsKey(each.getKey());
            if (gone) {
                each.getValue().own.forEach(registry::remove);
            }
            return gone;
        });
        there.forEach((cursor, receiver) -> {
            Reader reader = readers.computeIfAbsent(cursor, Reader::new);
            reader.unread.set(receiver.messageCount());
            reader.missed.set(receiver.missedMessages());
        });
    }

    void removeAll() {
        meters.forEach(registry::remove);
        readers.values().forEach(reader -> reader.own.forEach(registry::remove));
    }

    private Reading gauge(List<Meter> list, Tags with, String name, String unit, String description) {
        Reading reading = new Reading(metrics);
        list.add(Gauge.builder(name, reading, Reading::level)
                .description(description)
                .baseUnit(unit)
                .tags(with)
                .strongReference(true)
                .register(registry));
        return reading;
    }

    private Reading counter(List<Meter> list, Tags with, String name, String unit, String description) {
        Reading reading = new Reading(metrics);
        // What counts is referred to weakly, how for good.
        list.add(FunctionCounter.builder(name, reading, any -> reading.count())
                .description(description)
                .baseUnit(unit)
                .tags(with)
                .register(registry));
        return reading;
    }
}
