package io.mailslot.inspect;

import io.mailslot.internal.layout.ObjectEntry;
import io.mailslot.internal.layout.ProcessRecord;
import io.mailslot.internal.memory.Region;
import io.mailslot.internal.memory.SignalWord;
import io.mailslot.internal.object.FileUse;
import io.mailslot.internal.object.HandleDescriber;
import io.mailslot.internal.object.ProcessRef;
import io.mailslot.internal.object.ProcessTable;
import io.mailslot.internal.object.ReceiverWords;
import io.mailslot.internal.sync.PointerWord;
import io.mailslot.internal.sync.SyncState;
import java.util.HashSet;
import java.util.List;
import java.util.Optional;
import java.util.OptionalInt;
import java.util.OptionalLong;
import java.util.Set;

/** Reads what can be told of one kernel object that handles can name. */
final class ObjectReader {
    private final HandleDescriber describer;
    private final ProcessTable processes;

    /** Receivers for which something waits. */
    private final Set<Long> withMessages = new HashSet<>();

    ObjectReader(HandleDescriber describer, ProcessTable processes, List<MailslotStatus> mailslots) {
        this.describer = describer;
        this.processes = processes;
        mailslots.stream()
                .flatMap(mailslot -> mailslot.receivers().stream())
                .filter(receiver -> receiver.messageCount() > 0)
                .forEach(receiver -> withMessages.add(receiver.objectId()));
    }

    ObjectStatus read(long id, int type, Region entry) {
        boolean receiver = type == ObjectEntry.TYPE_RECEIVER;
        boolean end = receiver || type == ObjectEntry.TYPE_SENDER;
        boolean file = type == ObjectEntry.TYPE_FILE;
        boolean ended = type == ObjectEntry.TYPE_PROCESS
                && entry.getIntVolatile(ObjectEntry.PROGRESS_OFFSET) == ObjectEntry.ENDED;
        SyncState state = isSync(type) ? SyncState.read(entry, id, processes) : null;
        long mailslot = end ? entry.getLong(ObjectEntry.MAILSLOT_OFFSET) : 0;
        return new Seen.KernelObject(
                id,
                HandleDescriber.type(type),
                describer.name(entry),
                entry.getIntVolatile(ObjectEntry.USAGE_COUNT_OFFSET),
                receiver ? OptionalLong.of(new ReceiverWords(entry, id).cursor().read()) : OptionalLong.empty(),
                ended ? OptionalInt.of(entry.getInt(ObjectEntry.EXIT_CODE_OFFSET)) : OptionalInt.empty(),
                ended || receiver && withMessages.contains(id) || state != null && isSignaled(type, state),
                new SignalWord(entry, ObjectEntry.SIGNAL_WORD_OFFSET).isSleptOn(),
                mailslot == 0 ? OptionalLong.empty() : OptionalLong.of(mailslot),
                state == null ? Seen.Sync.NONE : sync(type, entry, state),
                file ? OptionalLong.of(new PointerWord(entry, id).value()) : OptionalLong.empty(),
                file ? Optional.of(FileUse.of(entry).toString()) : Optional.empty());
    }

    private static boolean isSync(int type) {
        return type == ObjectEntry.TYPE_EVENT || type == ObjectEntry.TYPE_SEMAPHORE || type == ObjectEntry.TYPE_MUTEX;
    }

    private static boolean isSignaled(int type, SyncState state) {
        return type == ObjectEntry.TYPE_MUTEX ? state.value() == 0 : state.value() > 0;
    }

    private Seen.Sync sync(int type, Region entry, SyncState state) {
        boolean semaphore = type == ObjectEntry.TYPE_SEMAPHORE;
        return new Seen.Sync(
                semaphore ? OptionalLong.of(state.value()) : OptionalLong.empty(),
                semaphore ? OptionalLong.of(entry.getInt(ObjectEntry.MAXIMUM_OFFSET)) : OptionalLong.empty(),
                type == ObjectEntry.TYPE_EVENT
                        ? Optional.of(entry.getInt(ObjectEntry.MANUAL_RESET_OFFSET) != 0)
                        : Optional.empty(),
                state.owner() == null ? OptionalLong.empty() : OptionalLong.of(pid(state.owner())),
                state.owner() == null ? OptionalLong.empty() : OptionalLong.of(processes.objectId(state.owner())),
                state.owner() == null ? OptionalLong.empty() : OptionalLong.of(state.thread()),
                state.depth(),
                state.abandoned());
    }

    private long pid(ProcessRef process) {
        return processes.record(process.index()).getLong(ProcessRecord.PID_OFFSET);
    }
}
