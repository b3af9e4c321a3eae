package io.mailslot.launcher.look;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.jr.ob.JSON;
import io.mailslot.api.AccessRight;
import io.mailslot.api.ErrorCode;
import io.mailslot.api.HandleFlag;
import io.mailslot.api.HandleInfo;
import io.mailslot.api.ObjectType;
import io.mailslot.api.Timeouts;
import io.mailslot.api.WhenFull;
import io.mailslot.inspect.CursorStatus;
import io.mailslot.inspect.ErrorLogStatus;
import io.mailslot.inspect.ErrorStatus;
import io.mailslot.inspect.FileSystemStatus;
import io.mailslot.inspect.HomeSnapshot;
import io.mailslot.inspect.MailslotStatus;
import io.mailslot.inspect.ObjectStatus;
import io.mailslot.inspect.ProcessStatus;
import io.mailslot.inspect.ReceiverStatus;
import io.mailslot.inspect.Unseen;
import io.mailslot.inspect.WaitStatus;
import java.io.IOException;
import java.nio.charset.CharacterCodingException;
import java.nio.file.FileSystemException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.DateTimeException;
import java.time.Duration;
import java.time.Instant;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.OptionalInt;
import java.util.OptionalLong;
import java.util.Set;
import java.util.UUID;

/** Reads what {@link SnapshotJson} has written. */
final class SavedSnapshot {
    private SavedSnapshot() {}

    record Home(
            Path home,
            Instant takenAt,
            int layoutVersion,
            UUID bootId,
            boolean ofThisBoot,
            long changes,
            boolean dirty,
            boolean locked,
            long lockedBy,
            Optional<Instant> lockedSince,
            boolean consistent,
            List<ProcessStatus> processes,
            List<ObjectStatus> objects,
            List<MailslotStatus> mailslots,
            Optional<FileSystemStatus> fileSystem,
            Optional<ErrorLogStatus> errorLog,
            List<Unseen> unseen)
            implements HomeSnapshot {}

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
        @Override
        public boolean alive() {
            return osState != OsState.ENDED;
        }
    }

    record Wait(long thread, long objectId) implements WaitStatus {}

    record Handle(
            int handle,
            ObjectType type,
            long objectId,
            String name,
            int usageCount,
            Set<AccessRight> access,
            Set<HandleFlag> flags)
            implements HandleInfo {}

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
            OptionalLong count,
            OptionalLong maximum,
            Optional<Boolean> manualReset,
            OptionalLong ownerProcessId,
            OptionalLong ownerObjectId,
            OptionalLong ownerThread,
            long depth,
            boolean abandoned,
            OptionalLong filePointer,
            Optional<String> fileUse)
            implements ObjectStatus {}

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
            implements MailslotStatus {}

    record FileSystem(String type, long totalBytes, long freeBytes) implements FileSystemStatus {}

    record ErrorLog(List<ErrorStatus> errors, long dropped) implements ErrorLogStatus {}

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

    record Receiver(long objectId, Optional<String> cursor, boolean open, long messageCount, long missedMessages)
            implements ReceiverStatus {}

    record Cursor(String name, boolean open, long messageCount, long missedMessages) implements CursorStatus {}

    record Blank(ErrorCode code, Optional<String> mailslot, String detail) implements Unseen {}

    /** Of a home of which only the errors can be read. */
    static HomeSnapshot ofErrors(HomeSnapshot empty, ErrorLogStatus errors, List<Unseen> rest) {
        return new Home(
                empty.home(),
                empty.takenAt(),
                empty.layoutVersion(),
                empty.bootId(),
                empty.ofThisBoot(),
                empty.changes(),
                empty.dirty(),
                empty.locked(),
                empty.lockedBy(),
                empty.lockedSince(),
                empty.consistent(),
                List.of(),
                List.of(),
                List.of(),
                Optional.empty(),
                Optional.of(errors),
                rest);
    }

    /**
     * Reads a file.
     *
     * @throws IOException if it cannot be read
     * @throws IllegalArgumentException if it is no such document, or of a later version
     */
    static HomeSnapshot read(Path file) throws IOException {
        return parse(content(file));
    }

    private static String content(Path file) throws IOException {
        try {
            return Files.readString(file);
        } catch (CharacterCodingException binary) {
            throw new IllegalArgumentException("it is no text in UTF-8", binary);
        } catch (FileSystemException named) {
            throw named;
        } catch (IOException failure) {
            throw new IOException("cannot read " + file + ": " + failure.getMessage(), failure);
        }
    }

    static HomeSnapshot parse(String text) throws IOException {
        try {
            Map<String, Object> document = JSON.std.mapFrom(text);
            if (document == null) {
                throw new IllegalArgumentException("it is no JSON document");
            }
            return home(new Fields(document));
        } catch (JsonProcessingException malformed) {
            throw new IllegalArgumentException("it is no JSON document", malformed);
        } catch (DateTimeException malformed) {
            throw new IllegalArgumentException("one of its times makes no sense", malformed);
        }
    }

    private static HomeSnapshot home(Fields document) {
        long schema = document.number("schema", 0);
        if (schema < 1) {
            throw new IllegalArgumentException("it has no schema number");
        }
        if (schema > SnapshotJson.SCHEMA) {
            throw new IllegalArgumentException(
                    "it has schema " + schema + ", and this version reads up to " + SnapshotJson.SCHEMA);
        }
        Fields lock = document.part("kernelLock");
        return new Home(
                document.path("home"),
                Instant.parse(document.text("takenAt")),
                (int) document.number("layout", 0),
                document.uuid("bootId"),
                document.flag("thisBoot"),
                document.number("changes", 0),
                document.flag("dirty"),
                lock.flag("held"),
                lock.number("pid", 0),
                lock.optionalText("since").map(Instant::parse),
                document.flag("consistent"),
                document.list("processes", SavedSnapshot::process),
                document.list("objects", SavedSnapshot::object),
                document.list("mailslots", SavedSnapshot::mailslot),
                document.optionalPart("fileSystem").map(SavedSnapshot::fileSystem),
                errorLog(document),
                document.list("unseen", SavedSnapshot::unseen));
    }

    private static FileSystemStatus fileSystem(Fields fileSystem) {
        return new FileSystem(
                fileSystem.text("type"), fileSystem.number("totalBytes", 0), fileSystem.number("freeBytes", 0));
    }

    private static Optional<ErrorLogStatus> errorLog(Fields document) {
        return document.has("errors")
                ? Optional.of(new ErrorLog(
                        document.list("errors", SavedSnapshot::error), document.number("errorsDropped", 0)))
                : Optional.empty();
    }

    private static ErrorStatus error(Fields error) {
        OptionalLong code = error.optionalNumber("code");
        return new ErrorKind(
                error.text("type"),
                code.isPresent() ? OptionalInt.of((int) code.getAsLong()) : OptionalInt.empty(),
                error.text("message"),
                error.text("place"),
                error.number("count", 1),
                Instant.parse(error.text("firstAt")),
                Instant.parse(error.text("lastAt")),
                error.number("pid", 0));
    }

    private static ProcessStatus process(Fields process) {
        return new Process(
                process.number("pid", 0),
                process.number("startTicks", 0),
                process.number("pidNamespace", 0),
                process.address("object"),
                process.optionalNumber("parent"),
                process.optionalAddress("parentObject"),
                process.constant("osState", ProcessStatus.OsState.class),
                process.optionalText("started").map(Instant::parse),
                process.texts("command"),
                process.constant("state", ProcessStatus.State.class),
                process.list("waits", wait -> new Wait(wait.number("thread", 0), wait.address("object"))),
                process.list("handles", SavedSnapshot::handle),
                (int) process.number("uses", 0));
    }

    private static HandleInfo handle(Fields handle) {
        return new Handle(
                (int) handle.number("handle", 0),
                handle.constant("type", ObjectType.class),
                handle.address("object"),
                handle.text("name"),
                (int) handle.number("uses", 0),
                handle.constants("access", AccessRight.class),
                handle.constants("flags", HandleFlag.class));
    }

    private static ObjectStatus object(Fields object) {
        OptionalLong exit = object.optionalNumber("exitCode");
        return new KernelObject(
                object.address("object"),
                object.constant("type", ObjectType.class),
                object.text("name"),
                (int) object.number("uses", 0),
                object.optionalNumber("cursor"),
                exit.isPresent() ? OptionalInt.of((int) exit.getAsLong()) : OptionalInt.empty(),
                object.flag("signaled"),
                object.flag("waitedFor"),
                object.optionalAddress("mailslot"),
                object.optionalNumber("count"),
                object.optionalNumber("maximum"),
                object.optionalFlag("manualReset"),
                object.optionalNumber("ownerPid"),
                object.optionalAddress("ownerObject"),
                object.optionalNumber("ownerThread"),
                object.number("depth", 0),
                object.flag("abandoned"),
                object.optionalNumber("filePointer"),
                object.optionalText("fileUse"));
    }

    private static MailslotStatus mailslot(Fields mailslot) {
        OptionalLong next = mailslot.optionalNumber("nextSize");
        OptionalLong timeout = mailslot.optionalNumber("readTimeoutMs");
        return new Mailslot(
                mailslot.address("object"),
                mailslot.text("name"),
                mailslot.flag("broadcast"),
                (int) mailslot.number("maxMessageSize", 0),
                timeout.isPresent() ? Duration.ofMillis(timeout.getAsLong()) : Timeouts.FOREVER,
                mailslot.number("messages", -1),
                mailslot.number("appended", -1),
                mailslot.number("appendedBytes", -1),
                mailslot.number("takenBytes", -1),
                next.isPresent() ? OptionalInt.of((int) next.getAsLong()) : OptionalInt.empty(),
                mailslot.numbers("receivers"),
                mailslot.list("ends", SavedSnapshot::receiver),
                (int) mailslot.number("senders", 0),
                mailslot.flag("sendersWait"),
                mailslot.number("allocatedBytes", -1),
                mailslot.number("apparentBytes", -1),
                mailslot.number("capacity", -1),
                mailslot.optionalText("whenFull").map(SavedSnapshot::whenFull),
                mailslot.number("missed", 0),
                mailslot.list("cursors", SavedSnapshot::cursor));
    }

    private static WhenFull whenFull(String word) {
        return Arrays.stream(WhenFull.values())
                .filter(each -> SnapshotJson.word(each).equals(word))
                .findFirst()
                .orElse(WhenFull.WAIT);
    }

    private static ReceiverStatus receiver(Fields receiver) {
        return new Receiver(
                receiver.address("object"),
                receiver.optionalText("cursor"),
                receiver.flag("open"),
                receiver.number("messages", -1),
                receiver.number("missed", 0));
    }

    private static CursorStatus cursor(Fields cursor) {
        return new Cursor(
                cursor.text("name"), cursor.flag("open"), cursor.number("messages", -1), cursor.number("missed", 0));
    }

    private static Unseen unseen(Fields unseen) {
        int code = (int) unseen.number("code", 0);
        ErrorCode known = Arrays.stream(ErrorCode.values())
                .filter(each -> each.value() == code)
                .findFirst()
                .orElse(ErrorCode.FILE_CORRUPT);
        return new Blank(known, unseen.optionalText("mailslot"), unseen.text("detail"));
    }
}
