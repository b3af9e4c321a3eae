package io.mailslot.inspect;

import io.mailslot.internal.home.HomePaths;
import io.mailslot.internal.layout.ObjectEntry;
import io.mailslot.internal.memory.AllocatedBytes;
import io.mailslot.internal.memory.Region;
import io.mailslot.internal.memory.Shortage;
import io.mailslot.internal.object.Cursors;
import io.mailslot.internal.object.NameIndex;
import io.mailslot.internal.object.ObjectTable;
import io.mailslot.internal.object.ReceiverWords;
import io.mailslot.internal.object.UsageCounts;
import io.mailslot.internal.slot.LogPeek;
import io.mailslot.internal.wait.WaitTimeouts;
import java.io.IOException;
import java.nio.file.DirectoryStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.Collection;
import java.util.Comparator;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;

/** Reads what can be told of one mailslot: its object, who holds its receivers, its queue's files. */
final class MailslotReader {
    private final HomePaths home;
    private final ObjectTable objects;
    private final List<ProcessStatus> processes;

    MailslotReader(HomePaths home, ObjectTable objects, List<ProcessStatus> processes) {
        this.home = home;
        this.objects = objects;
        this.processes = processes;
    }

    MailslotStatus read(long id, Region mailslot) {
        Path folder = UsageCounts.folder(home, id, mailslot);
        Map<Long, ReceiverWords> receivers = receivers(mailslot);
        ReceiverWords laggard = receivers.values().stream()
                .min(Comparator.comparingLong(MailslotReader::cursor))
                .orElse(null);
        int maxMessageSize = mailslot.getInt(ObjectEntry.MAX_MESSAGE_OFFSET);
        LogPeek peek = laggard == null ? LogPeek.UNREADABLE : LogPeek.at(folder, cursor(laggard));
        long[] bytes = bytes(folder);
        return new MailslotStatus(
                NameIndex.read(mailslot),
                mailslot.getInt(ObjectEntry.BROADCAST_OFFSET) != 0,
                maxMessageSize,
                laggard == null
                        ? Duration.ZERO
                        : WaitTimeouts.toDuration((int) laggard.readTimeoutMs().read()),
                peek.count(),
                peek.nextSize(),
                holders(receivers.keySet()),
                mailslot.getInt(ObjectEntry.SENDERS_OFFSET),
                bytes[0],
                bytes[1],
                peek.capacity(),
                laggard == null ? 0 : missed(laggard, peek),
                cursors(receivers.values(), folder));
    }

    private static List<CursorStatus> cursors(Collection<ReceiverWords> receivers, Path folder) {
        return receivers.stream()
                .filter(receiver -> Cursors.isCursor(receiver.entry()))
                .map(receiver -> cursor(receiver, folder))
                .sorted(Comparator.comparing(CursorStatus::name))
                .toList();
    }

    private static CursorStatus cursor(ReceiverWords receiver, Path folder) {
        LogPeek peek = LogPeek.at(folder, cursor(receiver));
        return new CursorStatus(
                Cursors.name(receiver.entry()),
                receiver.entry().getIntVolatile(ObjectEntry.USAGE_COUNT_OFFSET) > 0,
                peek.count(),
                missed(receiver, peek));
    }

    /** What was dropped behind a receiver that has not read since is not counted yet. */
    private static long missed(ReceiverWords receiver, LogPeek peek) {
        long uncounted = peek.passed() - receiver.passed().read();
        return receiver.missed().read() + Math.max(0, uncounted);
    }

    /** The chain may change while it is read; then the snapshot is read again. */
    private Map<Long, ReceiverWords> receivers(Region mailslot) {
        Map<Long, ReceiverWords> receivers = new LinkedHashMap<>();
        long id = mailslot.getLong(ObjectEntry.FIRST_RECEIVER_OFFSET);
        Region receiver = objects.find(id);
        while (receiver != null && receivers.put(id, new ReceiverWords(receiver, id)) == null) {
            id = receiver.getLong(ObjectEntry.NEXT_RECEIVER_OFFSET);
            receiver = objects.find(id);
        }
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

    /** Allocated and apparent bytes of all files in a folder. */
    private static long[] bytes(Path folder) {
        long allocated = 0;
        long apparent = 0;
        try (DirectoryStream<Path> files = Files.newDirectoryStream(folder)) {
            for (Path file : files) {
                long taken = AllocatedBytes.of(file);
                allocated = taken == AllocatedBytes.UNKNOWN ? AllocatedBytes.UNKNOWN : allocated + taken;
                apparent += Files.size(file);
            }
        } catch (IOException vanished) {
            Shortage.failIfOf("look at the files of a mailslot", folder, vanished);
            // The mailslot was destroyed while we looked.
            return new long[] {0, 0};
        }
        return new long[] {allocated, apparent};
    }
}
