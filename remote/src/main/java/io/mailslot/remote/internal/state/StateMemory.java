package io.mailslot.remote.internal.state;

import java.util.ArrayList;
import java.util.Collection;
import java.util.Comparator;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.OptionalLong;
import java.util.function.UnaryOperator;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;

/** A bridge's state, as far as it is read. Not thread-safe. */
final class StateMemory {
    /**
     * How many outboxes of one machine are remembered for one mailslot. It has three at most at a time: for this machine, for the
     * domain, for broadcasts. The others were deleted and made anew, and none of their frames comes again.
     */
    static final int OUTBOXES_KEPT = 8;

    private final Map<MarkKey, Entry> byKey = new HashMap<>();
    private final Map<Integer, Entry> byId = new HashMap<>();
    private final Map<String, StateRecord.Outbox> outboxes = new HashMap<>();

    private int nextId = 1;
    private long changes;

    /** Since when all is remembered; empty if that is not known. */
    private OptionalLong begun = OptionalLong.empty();

    /** What is known of a key. */
    static final class Entry {
        private final int id;
        private final MarkKey key;
        private Progress progress;

        /** What was known when messages were noted last that are about to be appended. */
        private Progress beforeIntent = Progress.NONE;

        private long changed;

        private Entry(int id, MarkKey key, Progress progress) {
            this.id = id;
            this.key = key;
            this.progress = progress;
        }

        int id() {
            return id;
        }

        Progress progress() {
            return progress;
        }

        Progress beforeIntent() {
            return beforeIntent;
        }

        private StateRecord.Key toRecord() {
            return new StateRecord.Key(id, key, progress);
        }
    }

    @Nullable
    Entry find(MarkKey key) {
        return byKey.get(key);
    }

    int nextId() {
        return nextId;
    }

    Optional<StateRecord.Outbox> outbox(String name) {
        return Optional.ofNullable(outboxes.get(name));
    }

    OptionalLong begun() {
        return begun;
    }

    void begun(long millis) {
        begun = OptionalLong.of(millis);
    }

    Collection<StateRecord.Outbox> outboxes() {
        return List.copyOf(outboxes.values());
    }

    void put(int id, MarkKey key, Progress progress) {
        Entry entry = new Entry(id, key, progress);
        entry.changed = ++changes;
        byKey.put(key, entry);
        byId.put(id, entry);
        nextId = Math.max(nextId, id + 1);
    }

    void put(StateRecord.Outbox outbox) {
        if (outbox.isGone()) {
            outboxes.remove(outbox.name());
        } else {
            outboxes.put(outbox.name(), outbox);
        }
    }

    /** Changes what is known of a key. What was said of a key that could not be read says nothing. */
    void change(int id, UnaryOperator<Progress> change) {
        Entry entry = byId.get(id);
        if (entry != null) {
            entry.progress = change.apply(entry.progress);
            entry.changed = ++changes;
        }
    }

    /** The same, for messages that are about to be appended: what was known before is kept until the next ones. */
    void intend(int id, long first, long behind) {
        Entry entry = byId.get(id);
        if (entry != null) {
            entry.beforeIntent = entry.progress;
            change(id, before -> before.intending(first, behind));
        }
    }

    int size() {
        return byKey.size() + outboxes.size() + (begun.isPresent() ? 1 : 0);
    }

    /** Records that make what is remembered, the key that was changed last at the end. */
    List<StateRecord> records() {
        List<StateRecord> records = new ArrayList<>();
        begun.ifPresent(millis -> records.add(new StateRecord.Begun(millis)));
        records.addAll(outboxes.values());
        byKey.values().stream()
                .sorted(Comparator.comparingLong(entry -> entry.changed))
                .map(Entry::toRecord)
                .forEach(records::add);
        return records;
    }

    /** Forgets the outboxes of machines that were changed longest ago, where there are many for one mailslot. */
    void forgetOld() {
        Map<List<String>, List<Entry>> together = byKey.values().stream()
                .collect(Collectors.groupingBy(entry -> List.of(entry.key.from(), entry.key.slot())));
        for (List<Entry> entries : together.values()) {
            entries.sort(Comparator.comparingLong(entry -> -entry.changed));
            entries.stream().skip(OUTBOXES_KEPT).forEach(old -> {
                byKey.remove(old.key);
                byId.remove(old.id);
            });
        }
    }
}
