package io.mailslot.it.model;

import io.mailslot.api.HandleInfo;
import io.mailslot.inspect.HomeInspector;
import io.mailslot.inspect.HomeSnapshot;
import io.mailslot.inspect.MailslotStatus;
import io.mailslot.inspect.ObjectStatus;
import io.mailslot.inspect.ProcessStatus;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;
import java.util.stream.Collectors;

/** Compares all that can be seen of a home with the model: tables, objects, counts, names, messages. */
final class StateComparison {
    private final ModelHome model;
    private final Path home;

    /** What each identity has stood for since the beginning: none may come back for another object. */
    private final Map<Long, ModelObject> known = new HashMap<>();

    StateComparison(ModelHome model, Path home) {
        this.model = model;
        this.home = home;
    }

    static String sorted(Set<?> elements) {
        return elements.stream().map(String::valueOf).sorted().collect(Collectors.joining(","));
    }

    /** Every difference, in words; empty if there is none. */
    List<String> differences() {
        HomeSnapshot seen = HomeInspector.inspect(home).orElseThrow();
        List<String> differences = new ArrayList<>();
        compareProcesses(seen, differences);
        compareObjects(seen, differences);
        compareMailslots(seen, differences);
        return differences;
    }

    private void compareProcesses(HomeSnapshot seen, List<String> differences) {
        Map<String, ProcessStatus> processes = new TreeMap<>();
        seen.processes().forEach(process -> processes.put(String.valueOf(process.processId()), process));
        for (ModelProcess process : model.running()) {
            ProcessStatus actual = processes.remove(process.name);
            if (actual == null || !actual.alive() || actual.state() != ProcessStatus.State.LIVE) {
                differences.add(process + " is not live: " + actual);
            } else {
                identify(process, actual.objectId(), differences);
                compareTable(process, actual.handles(), differences);
            }
        }
        processes.values().forEach(more -> differences.add("a process too many: " + more));
    }

    private void identify(ModelObject object, long id, List<String> differences) {
        if (object.id == 0) {
            ModelObject before = known.putIfAbsent(id, object);
            object.id = id;
            if (before != null) {
                differences.add("identity " + id + " comes back for a " + object.type);
            }
        } else if (object.id != id) {
            differences.add("the " + object.type + " " + object.name + " was " + object.id + ", and now is " + id);
        }
    }

    private void compareTable(ModelProcess process, List<HandleInfo> table, List<String> differences) {
        Map<Integer, HandleInfo> actual = new TreeMap<>();
        table.forEach(info -> actual.put(info.handle(), info));
        process.table.forEach((handle, entry) -> {
            HandleInfo info = actual.remove(handle);
            String expected = text(entry);
            if (info == null || !expected.equals(text(info))) {
                differences.add(process + " handle " + handle + " is " + (info == null ? "closed" : text(info))
                        + " instead of " + expected);
            } else {
                identify(entry.object(), info.objectId(), differences);
            }
        });
        actual.values().forEach(more -> differences.add(process + " has a handle too many: " + text(more)));
    }

    private String text(ModelProcess.Entry entry) {
        ModelObject object = entry.object();
        return object.type + " " + object.name + " usage " + model.usage(object) + " rights " + sorted(entry.rights())
                + " flags " + sorted(entry.flags());
    }

    private static String text(HandleInfo info) {
        return info.type() + " " + info.name() + " usage " + info.usageCount() + " rights " + sorted(info.access())
                + " flags " + sorted(info.flags());
    }

    private void compareObjects(HomeSnapshot seen, List<String> differences) {
        Map<Long, ObjectStatus> actual = new TreeMap<>();
        seen.objects().forEach(object -> actual.put(object.objectId(), object));
        for (ModelObject object : model.objects()) {
            ObjectStatus status = actual.remove(object.id);
            if (status == null || status.type() != object.type || status.usageCount() != model.usage(object)) {
                differences.add("the " + object.type + " " + object.name + " of " + model.usage(object) + " handles is "
                        + status);
            } else if (object instanceof ModelProcess process) {
                compareEnd(process, status, differences);
            }
        }
        actual.values().forEach(more -> differences.add("an object too many: " + more));
    }

    private static void compareEnd(ModelProcess process, ObjectStatus status, List<String> differences) {
        boolean ended = status.exitCode().isPresent();
        if (ended == process.isRunning()
                || (ended && !process.exitCodes().contains(status.exitCode().getAsInt()))) {
            differences.add(process + " has the exit code " + status.exitCode() + " instead of " + process.exitCodes());
        }
    }

    private void compareMailslots(HomeSnapshot seen, List<String> differences) {
        Map<String, MailslotStatus> actual = new TreeMap<>();
        seen.mailslots().forEach(mailslot -> actual.put(mailslot.name(), mailslot));
        for (ModelObject.Receiver receiver : model.mailslots().values()) {
            MailslotStatus status = actual.remove(receiver.name);
            String expected = receiver.maximum + " " + receiver.messages.size() + " "
                    + (receiver.messages.isEmpty()
                            ? -1
                            : receiver.messages.peekFirst().length())
                    + " " + model.senders(receiver).size() + " " + holders(receiver);
            if (status == null || !expected.equals(text(status))) {
                differences.add("mailslot " + receiver.name + " is " + (status == null ? "missing" : text(status))
                        + " instead of " + expected);
            }
        }
        actual.values().forEach(more -> differences.add("a mailslot too many: " + more));
    }

    private static String text(MailslotStatus status) {
        Set<String> holders = new HashSet<>();
        status.receiverProcessIds().forEach(id -> holders.add(String.valueOf(id)));
        return status.maxMessageSize() + " " + status.messageCount() + " "
                + status.nextMessageSize().orElse(-1) + " " + status.senders() + " " + sorted(holders);
    }

    private String holders(ModelObject receiver) {
        return sorted(model.running().stream()
                .filter(process -> process.table.values().stream().anyMatch(entry -> entry.object() == receiver))
                .map(process -> process.name)
                .collect(Collectors.toSet()));
    }
}
