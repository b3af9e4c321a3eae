package io.mailslot.it.model;

import io.mailslot.api.AccessRight;
import io.mailslot.api.ErrorCode;
import io.mailslot.api.HandleFlag;
import io.mailslot.api.ObjectType;
import java.util.ArrayList;
import java.util.EnumSet;
import java.util.HashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Set;
import java.util.SortedMap;

/** A home as it ought to be: processes with their handle tables, the objects that those name, and the objects' names. */
final class ModelHome {
    private final List<ModelProcess> processes = new ArrayList<>();
    private final Map<String, ModelObject> syncNames = new HashMap<>();
    private final Map<String, ModelObject.Receiver> mailslots = new HashMap<>();

    /** All that ever were, by rising number. */
    List<ModelProcess> processes() {
        return processes;
    }

    List<ModelProcess> running() {
        return processes.stream().filter(ModelProcess::isRunning).toList();
    }

    /** Every object that a handle names, or that is a running process. */
    Set<ModelObject> objects() {
        Set<ModelObject> all = new LinkedHashSet<>(running());
        for (ModelProcess process : running()) {
            process.table.values().forEach(entry -> all.add(entry.object()));
        }
        return all;
    }

    Map<String, ModelObject.Receiver> mailslots() {
        return mailslots;
    }

    ModelObject syncObject(String name) {
        return syncNames.get(name);
    }

    ModelObject.Receiver mailslot(String name) {
        return mailslots.get(name.toLowerCase(Locale.ROOT));
    }

    void name(ModelObject object, String name) {
        if (object instanceof ModelObject.Receiver receiver) {
            mailslots.put(name.toLowerCase(Locale.ROOT), receiver);
        } else if (!name.isEmpty()) {
            syncNames.put(name, object);
        }
    }

    /** How many handles name the object; a running process counts itself. */
    int usage(ModelObject object) {
        int count = object instanceof ModelProcess process && process.isRunning() ? 1 : 0;
        for (ModelProcess process : running()) {
            for (ModelProcess.Entry entry : process.table.values()) {
                count += entry.object() == object ? 1 : 0;
            }
        }
        return count;
    }

    /** The senders of a mailslot. */
    List<ModelObject.Sender> senders(ModelObject.Receiver receiver) {
        return objects().stream()
                .filter(object -> object instanceof ModelObject.Sender sender && sender.receiver == receiver)
                .map(ModelObject.Sender.class::cast)
                .toList();
    }

    ModelProcess start(long pid, ModelProcess parent, SortedMap<Integer, ModelProcess.Entry> inherited) {
        ModelProcess process = new ModelProcess(processes.size(), pid, parent);
        process.table.putAll(inherited);
        processes.add(process);
        return process;
    }

    int add(ModelProcess process, ModelObject object, Set<AccessRight> rights, boolean inheritable) {
        Set<HandleFlag> flags = inheritable ? EnumSet.of(HandleFlag.INHERIT) : EnumSet.noneOf(HandleFlag.class);
        return add(process, new ModelProcess.Entry(object, rights, flags));
    }

    int add(ModelProcess process, ModelProcess.Entry entry) {
        int handle = process.firstFree();
        process.table.put(handle, entry);
        return handle;
    }

    /** Takes a handle out of a table; the object goes with the last one. */
    void remove(ModelProcess process, int handle) {
        dropIfUnused(process.table.remove(handle).object());
    }

    /** All that happens at the end of a process, whatever ends it. */
    void end(ModelProcess process, Set<Integer> exitCodes) {
        for (ModelObject object : objects()) {
            if (object instanceof ModelObject.Mutex mutex) {
                mutex.abandonedBy(process);
            }
        }
        List<ModelObject> had =
                process.table.values().stream().map(ModelProcess.Entry::object).toList();
        process.end(exitCodes);
        had.forEach(this::dropIfUnused);
    }

    private void dropIfUnused(ModelObject object) {
        if (usage(object) > 0) {
            return;
        }
        syncNames.values().remove(object);
        if (object instanceof ModelObject.Receiver receiver
                && mailslots.values().remove(receiver)) {
            senders(receiver).forEach(sender -> {
                sender.receiver = null;
                sender.name = "(gone)";
            });
        }
    }

    /** A handle of a process that is open. */
    static ModelProcess.Entry entry(ModelProcess process, int handle) {
        ModelProcess.Entry entry = process.table.get(handle);
        if (entry == null) {
            throw new Refusal(ErrorCode.INVALID_HANDLE);
        }
        return entry;
    }

    /** A handle of a process that is open, to an object of that type. */
    static ModelProcess.Entry entry(ModelProcess process, int handle, ObjectType type) {
        ModelProcess.Entry entry = entry(process, handle);
        if (entry.object().type != type) {
            throw new Refusal(ErrorCode.INVALID_HANDLE);
        }
        return entry;
    }

    /** The object of a handle of that type, if it has that right. */
    static ModelObject object(ModelProcess process, int handle, ObjectType type, AccessRight right) {
        ModelProcess.Entry entry = entry(process, handle, type);
        if (!entry.has(right)) {
            throw new Refusal(ErrorCode.ACCESS_DENIED);
        }
        return entry.object();
    }
}
