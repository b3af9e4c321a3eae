package io.mailslot.inspect;

import io.mailslot.api.ErrorCode;
import io.mailslot.api.HandleInfo;
import io.mailslot.api.ObjectType;
import io.mailslot.api.WhenFull;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Optional;
import java.util.OptionalInt;
import java.util.OptionalLong;
import java.util.UUID;

/** What stands behind the interfaces of this package. */
final class Seen {
    private Seen() {}

    /** What the tables of a home tell of themselves. */
    record Tables(
            boolean consistent,
            int layoutVersion,
            UUID bootId,
            boolean ofThisBoot,
            long changes,
            boolean dirty,
            KernelLockLook lock,
            long lockedBy,
            Optional<Instant> lockedSince) {
        /** Of a home that is not there. */
        static final Tables NONE =
                new Tables(true, 0, new UUID(0, 0), true, 0, false, KernelLockLook.FREE, 0, Optional.empty());

        Tables withConsistent(boolean stable) {
            return new Tables(stable, layoutVersion, bootId, ofThisBoot, changes, dirty, lock, lockedBy, lockedSince);
        }
    }

    record Home(
            Path home,
            Instant takenAt,
            Tables tables,
            List<ProcessStatus> processes,
            List<ObjectStatus> objects,
            List<MailslotStatus> mailslots,
            Optional<FileSystemStatus> fileSystem,
            Optional<ErrorLogStatus> errorLog,
            List<Unseen> unseen)
            implements HomeSnapshot {
        Home {
            processes = List.copyOf(processes);
            objects = List.copyOf(objects);
            mailslots = List.copyOf(mailslots);
            unseen = List.copyOf(unseen);
        }

        Home told(boolean stable) {
            return new Home(
                    home,
                    takenAt,
                    tables.withConsistent(stable),
                    processes,
                    objects,
                    mailslots,
                    fileSystem,
                    errorLog,
                    unseen);
        }

        @Override
        public boolean consistent() {
            return tables.consistent();
        }

        @Override
        public int layoutVersion() {
            return tables.layoutVersion();
        }

        @Override
        public UUID bootId() {
            return tables.bootId();
        }

        @Override
        public boolean ofThisBoot() {
            return tables.ofThisBoot();
        }

        @Override
        public long changes() {
            return tables.changes();
        }

        @Override
        public boolean dirty() {
            return tables.dirty();
        }

        @Override
        public boolean locked() {
            return tables.lock().isHeld();
        }

        @Override
        public long lockedBy() {
            return tables.lockedBy();
        }

        @Override
        public Optional<Instant> lockedSince() {
            return tables.lockedSince();
        }
    }

    record Process(
            long processId,
            long startTicks,
            long pidNamespace,
            long objectId,
            OptionalLong parentProcessId,
            OptionalLong parentObjectId,
            OsState osState,
            Optional<Instant> started,
            List<String> commandLine,
            State state,
            List<WaitStatus> waits,
            List<HandleInfo> handles,
            int usageCount)
            implements ProcessStatus {
        Process {
            waits = List.copyOf(waits);
            handles = List.copyOf(handles);
            commandLine = List.copyOf(commandLine);
        }

        @Override
        public boolean alive() {
            return osState != OsState.ENDED;
        }
    }

    /** What is true of events, semaphores and mutexes only. */
    record Sync(
            OptionalLong count,
            OptionalLong maximum,
            Optional<Boolean> manualReset,
            OptionalLong ownerProcessId,
            OptionalLong ownerObjectId,
            OptionalLong ownerThread,
            long depth,
            boolean abandoned) {
        /** Of any other object. */
        static final Sync NONE = new Sync(
                OptionalLong.empty(),
                OptionalLong.empty(),
                Optional.empty(),
                OptionalLong.empty(),
                OptionalLong.empty(),
                OptionalLong.empty(),
                0,
                false);
    }

    record KernelObject(
            long objectId,
            ObjectType type,
            String name,
            int usageCount,
            OptionalLong cursor,
            OptionalInt exitCode,
            boolean signaled,
            boolean waitedFor,
            OptionalLong mailslotId,
            Sync sync,
            OptionalLong filePointer,
            Optional<String> fileUse)
            implements ObjectStatus {
        @Override
        public OptionalLong count() {
            return sync.count();
        }

        @Override
        public OptionalLong maximum() {
            return sync.maximum();
        }

        @Override
        public Optional<Boolean> manualReset() {
            return sync.manualReset();
        }

        @Override
        public OptionalLong ownerProcessId() {
            return sync.ownerProcessId();
        }

        @Override
        public OptionalLong ownerObjectId() {
            return sync.ownerObjectId();
        }

        @Override
        public OptionalLong ownerThread() {
            return sync.ownerThread();
        }

        @Override
        public long depth() {
            return sync.depth();
        }

        @Override
        public boolean abandoned() {
            return sync.abandoned();
        }
    }

    record Mailslot(
            long objectId,
            String name,
            boolean broadcast,
            int maxMessageSize,
            Duration readTimeout,
            long messageCount,
            long appendedMessages,
            long appendedBytes,
            long takenBytes,
            OptionalInt nextMessageSize,
            List<Long> receiverProcessIds,
            List<ReceiverStatus> receivers,
            int senders,
            boolean sendersWait,
            long allocatedBytes,
            long apparentBytes,
            long capacity,
            Optional<WhenFull> whenFull,
            long missedMessages,
            List<CursorStatus> cursors)
            implements MailslotStatus {
        Mailslot {
            receiverProcessIds = List.copyOf(receiverProcessIds);
            receivers = List.copyOf(receivers);
            cursors = List.copyOf(cursors);
        }
    }

    record ErrorLog(List<ErrorStatus> errors, long dropped) implements ErrorLogStatus {
        ErrorLog {
            errors = List.copyOf(errors);
        }
    }

    record ErrorKind(
            String type,
            OptionalInt code,
            String message,
            String place,
            long count,
            Instant firstAt,
            Instant lastAt,
            long processId)
            implements ErrorStatus {}

    record FileSystem(String type, long totalBytes, long freeBytes) implements FileSystemStatus {}

    record Receiver(long objectId, Optional<String> cursor, boolean open, long messageCount, long missedMessages)
            implements ReceiverStatus {}

    record Wait(long thread, long objectId) implements WaitStatus {}

    record Cursor(String name, boolean open, long messageCount, long missedMessages) implements CursorStatus {}

    record Problem(Kind kind, String detail) implements Finding {
        @Override
        public String toString() {
            return kind + ": " + detail;
        }
    }

    record Blank(ErrorCode code, Optional<String> mailslot, String detail) implements Unseen {
        @Override
        public String toString() {
            return detail;
        }
    }
}
