package io.mailslot.launcher.look;

import io.mailslot.api.HandleInfo;
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
import io.mailslot.launcher.look.Bridging.Outbox;
import io.mailslot.launcher.look.Holders.Held;
import java.time.Instant;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.OptionalInt;
import java.util.OptionalLong;
import java.util.Set;

/** Snapshots as JSON; docs/cli.md describes the fields. {@link SavedSnapshot} reads what this writes. */
public final class SnapshotJson {
    /** The version of what is written. Fields may be added; when one goes, or changes its meaning, it is raised. */
    static final int SCHEMA = 1;

    private SnapshotJson() {}

    /**
     * What of a snapshot is shown; null for what is not.
     *
     * @param handles in place of all those of all processes
     */
    record Parts(
            List<ProcessStatus> processes,
            List<Held> handles,
            List<ObjectStatus> objects,
            List<MailslotStatus> mailslots,
            Optional<FileSystemStatus> fileSystem,
            Optional<ErrorLogStatus> errorLog) {
        static Parts none() {
            return new Parts(null, null, null, null, Optional.empty(), Optional.empty());
        }

        static Parts all(HomeSnapshot home) {
            return new Parts(
                    home.processes(), null, home.objects(), home.mailslots(), home.fileSystem(), home.errorLog());
        }

        Parts withProcesses(List<ProcessStatus> shown) {
            return new Parts(shown, handles, objects, mailslots, fileSystem, errorLog);
        }

        Parts withHandles(List<Held> shown) {
            return new Parts(processes, shown, objects, mailslots, fileSystem, errorLog);
        }

        Parts withObjects(List<ObjectStatus> shown) {
            return new Parts(processes, handles, shown, mailslots, fileSystem, errorLog);
        }

        Parts withMailslots(List<MailslotStatus> shown) {
            return new Parts(processes, handles, objects, shown, fileSystem, errorLog);
        }

        Parts withFileSystem(Optional<FileSystemStatus> shown) {
            return new Parts(processes, handles, objects, mailslots, shown, errorLog);
        }

        Parts withErrorLog(Optional<ErrorLogStatus> shown) {
            return new Parts(processes, handles, objects, mailslots, fileSystem, shown);
        }
    }

    /**
     * What each document begins with, whatever it shows.
     *
     * @param home of which it is
     * @return its fields, in their order; more may be added
     */
    public static Map<String, Object> head(HomeSnapshot home) {
        Map<String, Object> document = new LinkedHashMap<>();
        document.put("schema", SCHEMA);
        document.put("takenAt", text(home.takenAt()));
        document.put("home", home.home().toString());
        document.put("layout", home.layoutVersion());
        document.put("bootId", home.bootId().toString());
        document.put("thisBoot", home.ofThisBoot());
        document.put("consistent", home.consistent());
        document.put("changes", home.changes());
        document.put("dirty", home.dirty());
        Map<String, Object> lock = new LinkedHashMap<>();
        lock.put("held", home.locked());
        lock.put("pid", home.lockedBy() == 0 ? null : home.lockedBy());
        lock.put("since", home.lockedSince().map(SnapshotJson::text).orElse(null));
        document.put("kernelLock", lock);
        return document;
    }

    /**
     * A document of a part of a snapshot.
     *
     * @param home of which it is
     * @param processes which, each with those of its handles that are to be there
     * @param objects which; of their mailslots all is there
     * @return its fields, in their order
     */
    public static Map<String, Object> document(
            HomeSnapshot home, Map<ProcessStatus, List<HandleInfo>> processes, List<ObjectStatus> objects) {
        Map<String, Object> document = head(home);
        List<Map<String, Object>> shown = new ArrayList<>();
        processes.forEach((process, handles) -> shown.add(process(process, handles)));
        document.put("processes", shown);
        Holders holders = new Holders(home);
        document.put(
                "objects",
                objects.stream().map(object -> object(object, holders)).toList());
        Set<Long> ofObjects = new HashSet<>();
        objects.forEach(object -> object.mailslotId().ifPresent(ofObjects::add));
        document.put(
                "mailslots",
                home.mailslots().stream()
                        .filter(mailslot -> ofObjects.contains(mailslot.objectId()))
                        .map(SnapshotJson::mailslot)
                        .toList());
        document.put("unseen", unseen(home.unseen()));
        return document;
    }

    /**
     * A document of mailslots, as {@code ls} prints it.
     *
     * @param home of which it is
     * @param mailslots which
     * @return its fields, in their order
     */
    public static Map<String, Object> document(HomeSnapshot home, List<MailslotStatus> mailslots) {
        return document(home, Parts.none().withMailslots(mailslots), home.unseen());
    }

    static Map<String, Object> document(HomeSnapshot home, Parts parts, List<Unseen> unseen) {
        Map<String, Object> document = head(home);
        if (parts.processes() != null) {
            document.put(
                    "processes",
                    parts.processes().stream()
                            .map(process -> process(process, process.handles()))
                            .toList());
        } else if (parts.handles() != null) {
            document.put("processes", processesOf(parts.handles()));
        }
        if (parts.objects() != null) {
            Holders holders = new Holders(home);
            document.put(
                    "objects",
                    parts.objects().stream()
                            .map(object -> object(object, holders))
                            .toList());
        }
        if (parts.mailslots() != null) {
            document.put(
                    "mailslots",
                    parts.mailslots().stream().map(SnapshotJson::mailslot).toList());
        }
        parts.fileSystem().ifPresent(shown -> document.put("fileSystem", fileSystem(shown)));
        parts.errorLog().ifPresent(shown -> {
            document.put(
                    "errors", shown.errors().stream().map(SnapshotJson::error).toList());
            document.put("errorsDropped", shown.dropped());
        });
        document.put("unseen", unseen(unseen));
        return document;
    }

    /**
     * What could not be seen.
     *
     * @param unseen of a snapshot
     * @return an object for each
     */
    public static List<Map<String, Object>> unseen(List<Unseen> unseen) {
        return unseen.stream().map(SnapshotJson::unseen).toList();
    }

    private static List<Map<String, Object>> processesOf(List<Held> handles) {
        List<Map<String, Object>> processes = new ArrayList<>();
        ProcessStatus process = null;
        List<HandleInfo> own = new ArrayList<>();
        for (Held held : handles) { // those of one process stand together
            if (process != null && held.process() != process) {
                processes.add(process(process, own));
                own = new ArrayList<>();
            }
            process = held.process();
            own.add(held.handle());
        }
        if (process != null) {
            processes.add(process(process, own));
        }
        return processes;
    }

    private static Map<String, Object> process(ProcessStatus process, List<HandleInfo> handles) {
        Map<String, Object> object = new LinkedHashMap<>();
        object.put("pid", process.processId());
        object.put("parent", number(process.parentProcessId()));
        object.put("parentObject", address(process.parentObjectId()));
        object.put("state", Words.lower(process.state()));
        object.put("osState", Words.lower(process.osState()));
        object.put("object", Words.address(process.objectId()));
        object.put("uses", process.usageCount());
        object.put("startTicks", process.startTicks());
        object.put("pidNamespace", process.pidNamespace());
        object.put("started", process.started().map(SnapshotJson::text).orElse(null));
        object.put("command", ProgramText.words(process.commandLine()));
        object.put("waits", process.waits().stream().map(SnapshotJson::waiting).toList());
        object.put("handles", handles.stream().map(SnapshotJson::handle).toList());
        return object;
    }

    private static Map<String, Object> waiting(WaitStatus wait) {
        Map<String, Object> object = new LinkedHashMap<>();
        object.put("thread", wait.thread());
        object.put("object", Words.address(wait.objectId()));
        return object;
    }

    private static Map<String, Object> handle(HandleInfo handle) {
        Map<String, Object> object = new LinkedHashMap<>();
        object.put("handle", handle.handle());
        object.put("type", Words.lower(handle.type()));
        object.put("object", handle.address());
        object.put("name", handle.name());
        object.put("uses", handle.usageCount());
        object.put("access", handle.access().stream().map(Words::lower).toList());
        object.put("flags", handle.flags().stream().map(Words::lower).toList());
        return object;
    }

    private static Map<String, Object> object(ObjectStatus status, Holders holders) {
        Map<String, Object> object = new LinkedHashMap<>();
        object.put("object", Words.address(status.objectId()));
        object.put("type", Words.lower(status.type()));
        object.put("name", status.name());
        object.put("uses", status.usageCount());
        object.put("signaled", status.signaled());
        object.put("waitedFor", status.waitedFor());
        object.put(
                "heldBy",
                holders.of(status.objectId()).stream().map(Held::toString).toList());
        putAny(object, "exitCode", number(status.exitCode()));
        putAny(object, "mailslot", address(status.mailslotId()));
        putAny(object, "cursor", number(status.cursor()));
        putAny(object, "count", number(status.count()));
        putAny(object, "maximum", number(status.maximum()));
        putAny(object, "manualReset", status.manualReset().orElse(null));
        putAny(object, "ownerPid", number(status.ownerProcessId()));
        putAny(object, "ownerObject", address(status.ownerObjectId()));
        putAny(object, "ownerThread", number(status.ownerThread()));
        putAny(object, "depth", status.depth() == 0 ? null : status.depth());
        putAny(object, "abandoned", status.abandoned() ? true : null);
        putAny(object, "filePointer", number(status.filePointer()));
        putAny(object, "fileUse", status.fileUse().orElse(null));
        return object;
    }

    /** What an object of that type, or in that state, has not is left out. */
    private static void putAny(Map<String, Object> object, String name, Object value) {
        if (value != null) {
            object.put(name, value);
        }
    }

    private static Map<String, Object> mailslot(MailslotStatus mailslot) {
        Map<String, Object> object = new LinkedHashMap<>();
        object.put("name", mailslot.name());
        object.put("object", Words.address(mailslot.objectId()));
        object.put("broadcast", mailslot.broadcast());
        object.put("messages", mailslot.messageCount());
        object.put("nextSize", number(mailslot.nextMessageSize()));
        object.put("appended", mailslot.appendedMessages());
        object.put("appendedBytes", mailslot.appendedBytes());
        object.put("takenBytes", mailslot.takenBytes());
        object.put("maxMessageSize", Integer.toUnsignedLong(mailslot.maxMessageSize()));
        object.put(
                "readTimeoutMs",
                mailslot.readTimeout().equals(Timeouts.FOREVER)
                        ? null
                        : mailslot.readTimeout().toMillis());
        object.put("receivers", mailslot.receiverProcessIds());
        object.put(
                "ends",
                mailslot.receivers().stream().map(SnapshotJson::receiver).toList());
        object.put("senders", mailslot.senders());
        object.put("sendersWait", mailslot.sendersWait());
        object.put("allocatedBytes", mailslot.allocatedBytes());
        object.put("apparentBytes", mailslot.apparentBytes());
        object.put("capacity", mailslot.capacity());
        object.put("whenFull", mailslot.whenFull().map(SnapshotJson::word).orElse(null));
        object.put("missed", mailslot.missedMessages());
        object.put("outboxFor", Outbox.of(mailslot).map(Outbox::host).orElse(null));
        object.put("durable", mailslot.durable());
        object.put(
                "cursors", mailslot.cursors().stream().map(SnapshotJson::cursor).toList());
        return object;
    }

    /**
     * What happens when there is no room, as an option of {@code receive} names it.
     *
     * @param whenFull of a mailslot
     * @return one word
     */
    public static String word(WhenFull whenFull) {
        return whenFull == WhenFull.DROP_OLDEST ? "drop-oldest" : "wait";
    }

    private static Map<String, Object> fileSystem(FileSystemStatus fileSystem) {
        Map<String, Object> object = new LinkedHashMap<>();
        object.put("type", fileSystem.type());
        object.put("totalBytes", fileSystem.totalBytes());
        object.put("freeBytes", fileSystem.freeBytes());
        return object;
    }

    private static Map<String, Object> error(ErrorStatus error) {
        Map<String, Object> object = new LinkedHashMap<>();
        object.put("type", error.type());
        object.put("code", number(error.code()));
        object.put("message", error.message());
        object.put("place", error.place());
        object.put("count", error.count());
        object.put("firstAt", text(error.firstAt()));
        object.put("lastAt", text(error.lastAt()));
        object.put("pid", error.processId());
        return object;
    }

    private static Map<String, Object> receiver(ReceiverStatus receiver) {
        Map<String, Object> object = new LinkedHashMap<>();
        object.put("object", Words.address(receiver.objectId()));
        object.put("cursor", receiver.cursor().orElse(null));
        object.put("open", receiver.open());
        object.put("messages", receiver.messageCount());
        object.put("missed", receiver.missedMessages());
        return object;
    }

    private static Map<String, Object> cursor(CursorStatus cursor) {
        Map<String, Object> object = new LinkedHashMap<>();
        object.put("name", cursor.name());
        object.put("open", cursor.open());
        object.put("messages", cursor.messageCount());
        object.put("missed", cursor.missedMessages());
        return object;
    }

    private static Map<String, Object> unseen(Unseen unseen) {
        Map<String, Object> object = new LinkedHashMap<>();
        object.put("code", unseen.code().value());
        object.put("mailslot", unseen.mailslot().orElse(null));
        object.put("detail", unseen.detail());
        return object;
    }

    static String text(Instant instant) {
        return instant.toString();
    }

    private static Long number(OptionalLong number) {
        return number.isPresent() ? number.getAsLong() : null;
    }

    private static Integer number(OptionalInt number) {
        return number.isPresent() ? number.getAsInt() : null;
    }

    private static String address(OptionalLong id) {
        return id.isPresent() ? Words.address(id.getAsLong()) : null;
    }
}
