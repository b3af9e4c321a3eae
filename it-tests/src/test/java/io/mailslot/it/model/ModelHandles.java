package io.mailslot.it.model;

import io.mailslot.api.AccessRight;
import io.mailslot.api.ErrorCode;
import io.mailslot.api.HandleFlag;
import io.mailslot.api.ObjectType;
import java.util.ArrayList;
import java.util.EnumSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.SortedMap;
import java.util.TreeMap;

/** What the calls on handles and processes do to a {@link ModelHome}. */
final class ModelHandles {
    private static final int KILLED = 128 + 9;
    private static final int CURRENT_PROCESS = -1;

    private final ModelHome home;

    ModelHandles(ModelHome home) {
        this.home = home;
    }

    Map<String, String> execute(ModelProcess caller, String command, ModelCalls.Words words) {
        return switch (command) {
            case "describe" -> describe(caller, words.number(1));
            case "flags" -> flags(caller, words);
            case "close" -> close(caller, words.number(1));
            case "duplicate" -> duplicate(caller, words);
            case "closein" -> closeIn(caller, words.number(1), words.number(2));
            case "openprocess" -> openProcess(caller, words);
            case "exitcode" -> exitCode(caller, words.number(1));
            case "spawnlinked" -> spawn(caller, words.text(1));
            case "leave" -> ended(caller, told(caller, 0));
            case "kill" -> ended(caller, told(caller, KILLED));
            case "exit" -> ended(caller, told(caller, words.number(1)));
            case "terminate" -> terminate(caller, words.number(1), words.number(2));
            default -> throw new IllegalArgumentException("no such command: " + command);
        };
    }

    /** Only a parent is sure to learn how a process ended that did not publish it. */
    private static Set<Integer> told(ModelProcess process, int code) {
        return process.parent != null && process.parent.isRunning() ? Set.of(code) : Set.of(code, -1);
    }

    private Map<String, String> ended(ModelProcess process, Set<Integer> codes) {
        home.end(process, codes);
        return Map.of();
    }

    private Map<String, String> describe(ModelProcess caller, int handle) {
        ModelProcess.Entry entry = ModelHome.entry(caller, handle);
        return Map.of(
                "type", entry.object().type.name(),
                "name", entry.object().name,
                "usage", String.valueOf(home.usage(entry.object())),
                "access", StateComparison.sorted(entry.rights()),
                "flags", StateComparison.sorted(entry.flags()));
    }

    private static Map<String, String> flags(ModelProcess caller, ModelCalls.Words words) {
        int handle = words.number(1);
        ModelProcess.Entry entry = ModelHome.entry(caller, handle);
        Set<HandleFlag> mask = words.set(2, HandleFlag.class);
        Set<HandleFlag> flags = EnumSet.noneOf(HandleFlag.class);
        flags.addAll(entry.flags());
        flags.removeAll(mask);
        Set<HandleFlag> set = words.set(3, HandleFlag.class);
        set.retainAll(mask);
        flags.addAll(set);
        caller.table.put(handle, new ModelProcess.Entry(entry.object(), entry.rights(), flags));
        return Map.of();
    }

    private Map<String, String> close(ModelProcess caller, int handle) {
        if (ModelHome.entry(caller, handle).flags().contains(HandleFlag.PROTECT_FROM_CLOSE)) {
            throw new Refusal(ErrorCode.INVALID_HANDLE);
        }
        home.remove(caller, handle);
        return Map.of();
    }

    /** A process that handles can be taken from or given to. */
    private static ModelProcess party(ModelProcess caller, int handle) {
        if (handle == CURRENT_PROCESS) {
            return caller;
        }
        ModelProcess process =
                (ModelProcess) ModelHome.object(caller, handle, ObjectType.PROCESS, AccessRight.DUPLICATE_HANDLE);
        if (!process.isRunning()) {
            throw new Refusal(ErrorCode.ACCESS_DENIED);
        }
        return process;
    }

    private static ModelProcess.Entry source(ModelProcess owner, int handle) {
        return handle == CURRENT_PROCESS
                ? new ModelProcess.Entry(owner, ModelProcess.RIGHTS, Set.of())
                : ModelHome.entry(owner, handle);
    }

    /** From the moment that the source is known it is closed if it is to be, whatever becomes of the duplicate. */
    private Map<String, String> duplicate(ModelProcess caller, ModelCalls.Words words) {
        int handle = words.number(2);
        ModelProcess owner = party(caller, words.number(1));
        ModelProcess.Entry source = source(owner, handle);
        boolean closes =
                words.flag(6) && handle != CURRENT_PROCESS && !source.flags().contains(HandleFlag.PROTECT_FROM_CLOSE);
        try {
            ModelProcess target = party(caller, words.number(3));
            ModelProcess.Entry made = copy(source, words);
            if (closes && target == owner) {
                owner.table.put(handle, made);
                closes = false;
                return Map.of("handle", String.valueOf(handle));
            }
            return Map.of("handle", String.valueOf(home.add(target, made)));
        } finally {
            if (closes) {
                home.remove(owner, handle);
            }
        }
    }

    private static ModelProcess.Entry copy(ModelProcess.Entry source, ModelCalls.Words words) {
        Set<AccessRight> rights = words.text(4).equals("same") ? source.rights() : words.set(4, AccessRight.class);
        if (!source.rights().containsAll(rights)) {
            throw new Refusal(ErrorCode.ACCESS_DENIED);
        }
        Set<HandleFlag> flags = words.flag(5) ? EnumSet.of(HandleFlag.INHERIT) : EnumSet.noneOf(HandleFlag.class);
        return new ModelProcess.Entry(source.object(), rights, words.flag(7) ? source.flags() : flags);
    }

    private Map<String, String> closeIn(ModelProcess caller, int process, int handle) {
        ModelProcess owner = party(caller, process);
        if (!source(owner, handle).flags().contains(HandleFlag.PROTECT_FROM_CLOSE)) {
            home.remove(owner, handle);
        }
        return Map.of();
    }

    private Map<String, String> openProcess(ModelProcess caller, ModelCalls.Words words) {
        Set<AccessRight> access = words.set(2, AccessRight.class);
        if (access.isEmpty() || !ModelProcess.RIGHTS.containsAll(access)) {
            throw new Refusal(ErrorCode.ACCESS_DENIED);
        }
        ModelObject found = home.objects().stream()
                .filter(object -> object.type == ObjectType.PROCESS && object.name.equals(words.text(1)))
                .findFirst()
                .orElseThrow(() -> new Refusal(ErrorCode.INVALID_PARAMETER));
        return Map.of("handle", String.valueOf(home.add(caller, found, access, words.flag(3))));
    }

    /** What the code is, of several that are possible, is seen when all that can be seen is compared. */
    private static Map<String, String> exitCode(ModelProcess caller, int handle) {
        ModelProcess process =
                (ModelProcess) ModelHome.object(caller, handle, ObjectType.PROCESS, AccessRight.QUERY_INFORMATION);
        if (process.isRunning()) {
            return Map.of("exit", "running");
        }
        return process.exitCodes().size() > 1
                ? Map.of()
                : Map.of("exit", String.valueOf(process.exitCodes().iterator().next()));
    }

    private Map<String, String> terminate(ModelProcess caller, int handle, int code) {
        ModelProcess process = handle == CURRENT_PROCESS
                ? caller
                : (ModelProcess) ModelHome.object(caller, handle, ObjectType.PROCESS, AccessRight.TERMINATE);
        if (!process.isRunning()) {
            throw new Refusal(ErrorCode.ACCESS_DENIED);
        }
        return ended(process, Set.of(code));
    }

    /** The child's process id is told to the model when it is known. */
    private Map<String, String> spawn(ModelProcess caller, String inheritance) {
        SortedMap<Integer, ModelProcess.Entry> inherited = new TreeMap<>();
        for (int handle : inheritable(caller, inheritance)) {
            ModelProcess.Entry entry = caller.table.get(handle);
            if (entry == null || !entry.flags().contains(HandleFlag.INHERIT)) {
                throw new Refusal(ErrorCode.INVALID_PARAMETER);
            }
            inherited.put(handle, entry);
        }
        ModelProcess child = home.start(0, caller, inherited);
        return Map.of("handle", String.valueOf(home.add(caller, child, ModelProcess.RIGHTS, false)));
    }

    private static List<Integer> inheritable(ModelProcess caller, String inheritance) {
        List<Integer> handles = new ArrayList<>();
        switch (inheritance) {
            case "none" -> {}
            case "all" ->
                caller.table.forEach((handle, entry) -> {
                    if (entry.flags().contains(HandleFlag.INHERIT)) {
                        handles.add(handle);
                    }
                });
            default -> {
                for (String handle : inheritance.substring("only:".length()).split(",")) {
                    handles.add(Integer.valueOf(handle));
                }
            }
        }
        return handles;
    }
}
