package io.mailslot.it.model;

import io.mailslot.Kernel;
import io.mailslot.api.AccessRight;
import io.mailslot.api.DuplicateOptions;
import io.mailslot.api.ErrorCode;
import io.mailslot.api.HandleFlag;
import io.mailslot.api.HandleInfo;
import io.mailslot.api.ObjectOpenOptions;
import io.mailslot.api.ObjectType;
import io.mailslot.it.model.Step.Call;
import java.io.Serializable;
import java.util.EnumSet;
import java.util.Map;
import java.util.Set;

/** Calls on handles and processes. */
final class HandleCalls {
    private static final String RUNNING = "running";

    private HandleCalls() {}

    static Call describe(int handle) {
        return new Call("describe " + handle, (home, caller) -> described(home, caller, handle), kernel -> {
            HandleInfo info = kernel.describe(handle);
            return Map.of(
                    "type", info.type(),
                    "name", info.name(),
                    "usage", info.usageCount(),
                    "access", Set.copyOf(info.access()),
                    "flags", Set.copyOf(info.flags()));
        });
    }

    private static Map<String, ?> described(ModelHome home, ModelProcess caller, int handle) {
        ModelProcess.Entry entry = ModelHome.entry(caller, handle);
        return Map.of(
                "type", entry.object().type,
                "name", entry.object().name,
                "usage", home.usage(entry.object()),
                "access", entry.rights(),
                "flags", entry.flags());
    }

    static Call setFlags(int handle, Set<HandleFlag> mask, Set<HandleFlag> values) {
        return new Call(
                "set the flags " + mask + " of " + handle + " to " + values,
                (home, caller) -> Step.done(() -> flagged(caller, handle, mask, values)),
                kernel -> Step.done(() -> kernel.setFlags(handle, mask, values)));
    }

    private static void flagged(ModelProcess caller, int handle, Set<HandleFlag> mask, Set<HandleFlag> values) {
        ModelProcess.Entry entry = ModelHome.entry(caller, handle);
        Set<HandleFlag> flags = EnumSet.noneOf(HandleFlag.class);
        flags.addAll(entry.flags());
        flags.removeAll(mask);
        Set<HandleFlag> set = EnumSet.noneOf(HandleFlag.class);
        set.addAll(values);
        set.retainAll(mask);
        flags.addAll(set);
        caller.table.put(handle, new ModelProcess.Entry(entry.object(), entry.rights(), flags));
    }

    static Call close(int handle) {
        return new Call(
                "close " + handle,
                (home, caller) -> Step.done(() -> closed(home, caller, handle)),
                kernel -> Step.done(() -> kernel.closeHandle(handle)));
    }

    private static void closed(ModelHome home, ModelProcess caller, int handle) {
        if (ModelHome.entry(caller, handle).flags().contains(HandleFlag.PROTECT_FROM_CLOSE)) {
            throw new Refusal(ErrorCode.INVALID_HANDLE);
        }
        home.remove(caller, handle);
    }

    /** A process that handles can be taken from or given to. */
    private static ModelProcess party(ModelProcess caller, int handle) {
        if (handle == Kernel.CURRENT_PROCESS) {
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
        return handle == Kernel.CURRENT_PROCESS
                ? new ModelProcess.Entry(owner, ModelProcess.RIGHTS, Set.of())
                : ModelHome.entry(owner, handle);
    }

    /**
     * How a duplicate is made.
     *
     * @param sameAccess whether it has the rights of its source
     * @param access what it has else
     */
    record Way(
            boolean sameAccess,
            Set<AccessRight> access,
            boolean inheritable,
            boolean closeSource,
            boolean sameAttributes)
            implements Serializable {
        private DuplicateOptions options() {
            DuplicateOptions options = DuplicateOptions.defaults()
                    .withInheritable(inheritable)
                    .withCloseSource(closeSource)
                    .withSameAttributes(sameAttributes);
            return sameAccess ? options : options.withAccess(access);
        }
    }

    /** Duplicates a handle of a process into another one, or the same. */
    static Call duplicate(int from, int handle, int to, Way way) {
        return new Call(
                "duplicate " + handle + " of " + from + " to " + to + ": " + way,
                (home, caller) -> Map.of("handle", duplicated(home, caller, from, handle, to, way)),
                kernel -> Map.of("handle", kernel.duplicate(from, handle, to, way.options())));
    }

    /** From the moment that the source is known it is closed if it is to be, whatever becomes of the duplicate. */
    private static int duplicated(ModelHome home, ModelProcess caller, int from, int handle, int to, Way way) {
        ModelProcess owner = party(caller, from);
        ModelProcess.Entry source = source(owner, handle);
        boolean closes = way.closeSource
                && handle != Kernel.CURRENT_PROCESS
                && !source.flags().contains(HandleFlag.PROTECT_FROM_CLOSE);
        try {
            ModelProcess target = party(caller, to);
            ModelProcess.Entry made = copy(source, way);
            if (closes && target == owner) {
                owner.table.put(handle, made);
                closes = false;
                return handle;
            }
            return home.add(target, made);
        } finally {
            if (closes) {
                home.remove(owner, handle);
            }
        }
    }

    private static ModelProcess.Entry copy(ModelProcess.Entry source, Way way) {
        Set<AccessRight> rights = way.sameAccess ? source.rights() : way.access;
        if (!source.rights().containsAll(rights)) {
            throw new Refusal(ErrorCode.ACCESS_DENIED);
        }
        Set<HandleFlag> flags = way.inheritable ? EnumSet.of(HandleFlag.INHERIT) : EnumSet.noneOf(HandleFlag.class);
        return new ModelProcess.Entry(source.object(), rights, way.sameAttributes ? source.flags() : flags);
    }

    static Call closeIn(int process, int handle) {
        return new Call(
                "close " + handle + " in " + process,
                (home, caller) -> Step.done(() -> closedIn(home, caller, process, handle)),
                kernel -> Step.done(() -> kernel.closeHandleIn(process, handle)));
    }

    private static void closedIn(ModelHome home, ModelProcess caller, int process, int handle) {
        ModelProcess owner = party(caller, process);
        if (!source(owner, handle).flags().contains(HandleFlag.PROTECT_FROM_CLOSE)) {
            home.remove(owner, handle);
        }
    }

    static Call openProcess(long pid, Set<AccessRight> access, boolean inheritable) {
        return new Call(
                "open process " + pid + " for " + access + " inheritable " + inheritable,
                (home, caller) -> Map.of("handle", opened(home, caller, pid, access, inheritable)),
                kernel -> Map.of(
                        "handle",
                        kernel.openProcess(
                                        pid,
                                        ObjectOpenOptions.defaults()
                                                .withAccess(access)
                                                .withInheritable(inheritable))
                                .handle()));
    }

    private static int opened(
            ModelHome home, ModelProcess caller, long pid, Set<AccessRight> access, boolean inheritable) {
        if (access.isEmpty() || !ModelProcess.RIGHTS.containsAll(access)) {
            throw new Refusal(ErrorCode.ACCESS_DENIED);
        }
        ModelObject found = home.objects().stream()
                .filter(object -> object.type == ObjectType.PROCESS && object.name.equals(Long.toString(pid)))
                .findFirst()
                .orElseThrow(() -> new Refusal(ErrorCode.INVALID_PARAMETER));
        return home.add(caller, found, access, inheritable);
    }

    static Call exitCode(int handle) {
        return new Call("exit code of " + handle, (home, caller) -> ended(caller, handle), kernel -> {
            var code = kernel.process(handle).exitCode();
            return Map.of("exit", code.isPresent() ? String.valueOf(code.getAsInt()) : RUNNING);
        });
    }

    /** What the code is, of several that are possible, is seen when all that can be seen is compared. */
    private static Map<String, ?> ended(ModelProcess caller, int handle) {
        ModelProcess process =
                (ModelProcess) ModelHome.object(caller, handle, ObjectType.PROCESS, AccessRight.QUERY_INFORMATION);
        if (process.isRunning()) {
            return Map.of("exit", RUNNING);
        }
        return process.exitCodes().size() > 1
                ? Map.of()
                : Map.of("exit", String.valueOf(process.exitCodes().iterator().next()));
    }
}
