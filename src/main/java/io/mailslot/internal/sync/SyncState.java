package io.mailslot.internal.sync;

import io.mailslot.internal.layout.ObjectEntry;
import io.mailslot.internal.memory.Region;
import io.mailslot.internal.object.ProcessRef;
import io.mailslot.internal.object.ProcessTable;
import io.mailslot.internal.object.TaggedWord;
import io.mailslot.internal.wait.Taker;

/**
 * The state of one event, semaphore or mutex, for people who look.
 *
 * @param value of the semaphore or event; of a mutex 0 if nobody owns it, else 1
 * @param owner the process that owns the mutex; null if none does, or it is gone
 * @param thread which of its threads; 0 if none does
 * @param depth how often that has taken it; 0 if none does
 * @param abandoned whether the mutex had an owner whose process is gone, and nobody has taken it since
 */
public record SyncState(long value, ProcessRef owner, long thread, long depth, boolean abandoned) {
    /**
     * Reads it. Changes nothing, and waits for nobody.
     *
     * @throws io.mailslot.api.InvalidHandleException if the object is gone
     */
    public static SyncState read(Region entry, long id, ProcessTable processes) {
        long value = StateWord.value(new StateWord(entry, id).read());
        if (entry.getInt(ObjectEntry.TYPE_OFFSET) != ObjectEntry.TYPE_MUTEX) {
            return new SyncState(value, null, 0, 0, false);
        }
        if (value == MutexView.NOBODY) {
            return new SyncState(0, null, 0, 0, false);
        }
        ProcessRef owner = value == Taker.GONE
                ? null
                : processes.holder(Taker.record(value), Taker.generation(value), Taker.GENERATION_BITS);
        if (owner == null) {
            return new SyncState(0, null, 0, 0, true);
        }
        long recursion = new TaggedWord(entry, id, ObjectEntry.RECURSION_OFFSET).read();
        return new SyncState(1, owner, Taker.thread(value), MutexView.depth(recursion, value) + 1, false);
    }
}
