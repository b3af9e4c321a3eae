package io.mailslot.inspect;

import io.mailslot.api.MailslotException;
import io.mailslot.api.WhenFull;
import io.mailslot.internal.home.HomePaths;
import io.mailslot.internal.layout.ObjectEntry;
import io.mailslot.internal.log.LogPeek;
import io.mailslot.internal.memory.AllocatedBytes;
import io.mailslot.internal.memory.FileTrees;
import io.mailslot.internal.memory.Region;
import io.mailslot.internal.memory.SignalWord;
import io.mailslot.internal.object.Cursors;
import io.mailslot.internal.object.NameIndex;
import io.mailslot.internal.object.ObjectTable;
import io.mailslot.internal.object.ReceiverChain;
import io.mailslot.internal.object.ReceiverWords;
import io.mailslot.internal.object.UsageCounts;
import io.mailslot.internal.wait.WaitTimeouts;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.time.Duration;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;

/** Reads what can be told of one mailslot: its object, who holds its receivers, its queue's files. */
final class MailslotReader {
    private static final long UNKNOWN = AllocatedBytes.UNKNOWN;

    private final HomePaths home;
    private final ObjectTable objects;
    private final List<ProcessStatus> processes;

    /** What could not be looked at is added here. */
    private final List<Unseen> unseen;

    private final boolean withAllocated;

    MailslotReader(
            HomePaths home,
            ObjectTable objects,
            List<ProcessStatus> processes,
            List<Unseen> unseen,
            boolean withAllocated) {
        this.withAllocated = withAllocated;
        this.home = home;
        this.objects = objects;
        this.processes = processes;
        this.unseen = unseen;
    }

    MailslotStatus read(long id, Region mailslot) {
        Path folder = UsageCounts.folder(home, id, mailslot);
        String name = NameIndex.read(mailslot);
        Map<Long, ReceiverWords> receivers = receivers(objects, mailslot);
        Map<Long, LogPeek> peeks = new LinkedHashMap<>();
        receivers.forEach((receiver, words) -> peeks.put(receiver, peek(name, folder, words)));
        ReceiverWords laggard = receivers.values().stream()
                .min((one, other) -> Long.compare(cursor(one), cursor(other)))
                .orElse(null);
        LogPeek peek = laggard == null ? LogPeek.UNREADABLE : peeks.get(laggard.id());
        long[] bytes = bytes(name, folder);
        return new Seen.Mailslot(
                id,
                name,
                mailslot.getInt(ObjectEntry.BROADCAST_OFFSET) != 0,
                mailslot.getInt(ObjectEntry.MAX_MESSAGE_OFFSET),
                laggard == null
                        ? Duration.ZERO
                        : WaitTimeouts.toDuration((int) laggard.readTimeoutMs().read()),
                peek.count(),
                peek.appended(),
                peek.appendedBytes(),
                peek.taken(),
                peek.nextSize(),
                holders(receivers.keySet()),
                statuses(receivers, peeks),
                mailslot.getInt(ObjectEntry.SENDERS_OFFSET),
                new SignalWord(mailslot, ObjectEntry.ROOM_WORD_OFFSET).isSleptOn(),
                bytes[0],
                bytes[1],
                peek.capacity(),
                whenFull(peek),
                laggard == null ? 0 : missed(laggard, peek),
                cursors(receivers, peeks));
    }

    /** Known only where the queue can be read: of that it is a property, not of the object. */
    private static Optional<WhenFull> whenFull(LogPeek peek) {
        if (peek.capacity() < 0) {
            return Optional.empty();
        }
        return Optional.of(peek.dropsOldest() ? WhenFull.DROP_OLDEST : WhenFull.WAIT);
    }

    private static List<ReceiverStatus> statuses(Map<Long, ReceiverWords> receivers, Map<Long, LogPeek> peeks) {
        return receivers.values().stream()
                .map(receiver -> status(receiver, peeks.get(receiver.id())))
                .sorted((one, other) -> Long.compare(one.objectId(), other.objectId()))
                .toList();
    }

    private static ReceiverStatus status(ReceiverWords receiver, LogPeek peek) {
        boolean named = Cursors.isCursor(receiver.entry());
        return new Seen.Receiver(
                receiver.id(),
                named ? Optional.of(Cursors.name(receiver.entry())) : Optional.empty(),
                isOpen(receiver),
                peek.count(),
                missed(receiver, peek));
    }

    private static List<CursorStatus> cursors(Map<Long, ReceiverWords> receivers, Map<Long, LogPeek> peeks) {
        return receivers.values().stream()
                .filter(receiver -> Cursors.isCursor(receiver.entry()))
                .map(receiver -> cursor(receiver, peeks.get(receiver.id())))
                .sorted((one, other) -> one.name().compareTo(other.name()))
                .toList();
    }

    private static CursorStatus cursor(ReceiverWords receiver, LogPeek peek) {
        return new Seen.Cursor(Cursors.name(receiver.entry()), isOpen(receiver), peek.count(), missed(receiver, peek));
    }

    private static boolean isOpen(ReceiverWords receiver) {
        return receiver.entry().getIntVolatile(ObjectEntry.USAGE_COUNT_OFFSET) > 0;
    }

    private LogPeek peek(String name, Path folder, ReceiverWords receiver) {
        try {
            return LogPeek.at(
                    folder, () -> cursor(receiver), () -> receiver.released().read());
        } catch (IOException | MailslotException failure) {
            note(name, "messages", folder, failure);
            return LogPeek.UNREADABLE;
        }
    }

    /** Once for a mailslot: what is true of one of its cursors is true of the others. */
    private void note(String name, String what, Path folder, Exception failure) {
        LookFailure.judge("look at the " + what + " of mailslot '" + name + "'", folder, failure)
                .<Unseen>map(found -> new Seen.Blank(found.code(), Optional.of(name), found.detail()))
                .filter(found -> !unseen.contains(found))
                .ifPresent(unseen::add);
    }

    /** What was dropped behind a receiver that has not read since is not counted yet. */
    private static long missed(ReceiverWords receiver, LogPeek peek) {
        return receiver.missedMessages(peek.passed());
    }

    /** The chain may change while it is read; then the snapshot is read again. */
    static Map<Long, ReceiverWords> receivers(ObjectTable objects, Region mailslot) {
        Map<Long, ReceiverWords> receivers = new LinkedHashMap<>();
        ReceiverChain.walk(mailslot, (id, place) -> {
            Region receiver = objects.find(id);
            boolean isNew = receiver != null && receivers.put(id, new ReceiverWords(receiver, id)) == null;
            return isNew ? receiver : null;
        });
        return receivers;
    }

    private static long cursor(ReceiverWords receiver) {
        return receiver.cursor().read();
    }

    private List<Long> holders(Set<Long> receivers) {
        return processes.stream()
                .filter(process -> process.handles().stream().anyMatch(held -> receivers.contains(held.objectId())))
                .map(ProcessStatus::processId)
                .toList();
    }

    /** Allocated and apparent bytes of all files in a folder; nothing if it was destroyed while we looked. */
    private long[] bytes(String name, Path folder) {
        long allocated = 0;
        long apparent = 0;
        try {
            for (Path file : FileTrees.list(folder)) {
                long size = size(file);
                long taken = size == 0 ? 0 : withAllocated ? AllocatedBytes.of(file) : UNKNOWN;
                allocated = taken == UNKNOWN || allocated == UNKNOWN ? UNKNOWN : allocated + taken;
                apparent += size;
            }
            return new long[] {withAllocated ? allocated : UNKNOWN, apparent};
        } catch (IOException failure) {
            note(name, "files", folder, failure);
            return new long[] {UNKNOWN, UNKNOWN};
        }
    }

    /** Segments come and go while they are looked at. */
    private static long size(Path file) throws IOException {
        try {
            return Files.size(file);
        } catch (NoSuchFileException vanished) {
            return 0;
        }
    }
}
