package io.mailslot.launcher.look;

import io.mailslot.api.HandleInfo;
import io.mailslot.inspect.HomeSnapshot;
import io.mailslot.inspect.ObjectStatus;
import io.mailslot.inspect.ProcessStatus;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.OptionalLong;

/** Who has handles to what. */
final class Holders {
    private final Map<Long, List<Held>> byObject = new LinkedHashMap<>();
    private final Map<Long, ProcessStatus> byProcessObject = new LinkedHashMap<>();

    Holders(HomeSnapshot home) {
        for (ProcessStatus process : home.processes()) {
            byProcessObject.put(process.objectId(), process);
            process.handles()
                    .forEach(handle -> byObject.computeIfAbsent(handle.objectId(), id -> new ArrayList<>())
                            .add(new Held(process, handle)));
        }
    }

    /** One handle, and whose it is. */
    record Held(ProcessStatus process, HandleInfo handle) {
        /** As it is named on the command line. */
        @Override
        public String toString() {
            return process.processId() + ":" + handle.handle();
        }
    }

    /** Whose handles those are, each once; not told by all that they have, which takes long if that is much. */
    static List<ProcessStatus> processes(List<Held> handles) {
        Map<Long, ProcessStatus> processes = new LinkedHashMap<>();
        handles.forEach(held -> processes.putIfAbsent(held.process().objectId(), held.process()));
        return List.copyOf(processes.values());
    }

    List<Held> of(long objectId) {
        return byObject.getOrDefault(objectId, List.of());
    }

    /** The process whose object that is, as long as it has a record. */
    Optional<ProcessStatus> running(long objectId) {
        return Optional.ofNullable(byProcessObject.get(objectId));
    }

    /** Who owns a mutex. */
    Optional<ProcessStatus> owner(ObjectStatus mutex) {
        return find(mutex.ownerObjectId(), mutex.ownerProcessId());
    }

    /** Who has started a process. */
    Optional<ProcessStatus> parent(ProcessStatus process) {
        return find(process.parentObjectId(), process.parentProcessId());
    }

    /** By the process's object; by its id, which others may have in other pid namespaces, only where a document has no more. */
    private Optional<ProcessStatus> find(OptionalLong object, OptionalLong pid) {
        if (object.isPresent()) {
            return running(object.getAsLong());
        }
        return byProcessObject.values().stream()
                .filter(process -> pid.isPresent() && process.processId() == pid.getAsLong())
                .findFirst();
    }

    /** All holders of an object in one cell; a running process counts itself. */
    String words(long objectId) {
        List<String> words = new ArrayList<>();
        of(objectId).forEach(held -> words.add(held.toString()));
        running(objectId).ifPresent(process -> words.add("itself"));
        return words.isEmpty() ? "-" : String.join(" ", words);
    }
}
