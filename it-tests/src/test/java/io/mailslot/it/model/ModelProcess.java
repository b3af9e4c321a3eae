package io.mailslot.it.model;

import io.mailslot.api.AccessRight;
import io.mailslot.api.HandleFlag;
import io.mailslot.api.ObjectType;
import java.util.EnumSet;
import java.util.Set;
import java.util.TreeMap;

/** A process, which is a kernel object too, and its handle table. */
final class ModelProcess extends ModelObject {
    /** Every right that there is for a process. */
    static final Set<AccessRight> RIGHTS = EnumSet.of(
            AccessRight.SYNCHRONIZE,
            AccessRight.TERMINATE,
            AccessRight.DUPLICATE_HANDLE,
            AccessRight.CREATE_PROCESS,
            AccessRight.QUERY_INFORMATION);

    final int number;
    final ModelProcess parent;
    final TreeMap<Integer, Entry> table = new TreeMap<>();
    private boolean running = true;
    private Set<Integer> exitCodes = Set.of();

    /** A handle. */
    record Entry(ModelObject object, Set<AccessRight> rights, Set<HandleFlag> flags) {
        boolean has(AccessRight right) {
            return rights.contains(right);
        }
    }

    /**
     * A running process.
     *
     * @param parent null if it was not started by one of the home
     */
    ModelProcess(int number, long pid, ModelProcess parent) {
        super(ObjectType.PROCESS, Long.toString(pid));
        this.number = number;
        this.parent = parent;
    }

    boolean isRunning() {
        return running;
    }

    /** The exit codes that are possible; none while it runs. */
    Set<Integer> exitCodes() {
        return exitCodes;
    }

    void end(Set<Integer> codes) {
        running = false;
        exitCodes = codes;
        table.clear();
    }

    int firstFree() {
        int handle = 4;
        while (table.containsKey(handle)) {
            handle += 4;
        }
        return handle;
    }

    @Override
    boolean isSignaled(ModelProcess waiter) {
        return !running;
    }

    @Override
    public String toString() {
        return "P" + number + "(" + name + ")";
    }
}
