package io.mailslot.it.model;

import io.mailslot.Kernel;
import io.mailslot.api.AccessRight;
import io.mailslot.api.ErrorCode;
import io.mailslot.api.HandleFlag;
import io.mailslot.api.ObjectType;
import java.util.Set;
import java.util.SortedMap;
import java.util.TreeMap;

/** What the beginnings and ends of processes do to a {@link ModelHome}. */
final class ModelEnds {
    private static final int KILLED = 128 + 9;

    private final ModelHome home;

    ModelEnds(ModelHome home) {
        this.home = home;
    }

    /** A child begins; its process id is told to the model when it is known. */
    ModelProcess spawn(ModelProcess caller, boolean inheriting) {
        SortedMap<Integer, ModelProcess.Entry> inherited = new TreeMap<>();
        caller.table.forEach((handle, entry) -> {
            if (inheriting && entry.flags().contains(HandleFlag.INHERIT)) {
                inherited.put(handle, entry);
            }
        });
        ModelProcess child = home.start(0, caller, inherited);
        home.add(caller, child, ModelProcess.RIGHTS, false);
        return child;
    }

    /** A process ends by itself, with that code. */
    void exit(ModelProcess process, int code) {
        home.end(process, told(process, code));
    }

    void kill(ModelProcess process) {
        home.end(process, told(process, KILLED));
    }

    /** Only a parent is sure to learn how a process ended that did not publish it. */
    private static Set<Integer> told(ModelProcess process, int code) {
        return process.parent != null && process.parent.isRunning() ? Set.of(code) : Set.of(code, -1);
    }

    void terminate(ModelProcess caller, int handle, int code) {
        ModelProcess process = handle == Kernel.CURRENT_PROCESS
                ? caller
                : (ModelProcess) ModelHome.object(caller, handle, ObjectType.PROCESS, AccessRight.TERMINATE);
        if (!process.isRunning()) {
            throw new Refusal(ErrorCode.ACCESS_DENIED);
        }
        home.end(process, Set.of(code));
    }
}
