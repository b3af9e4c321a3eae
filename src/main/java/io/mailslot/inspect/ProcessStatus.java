package io.mailslot.inspect;

import io.mailslot.api.HandleInfo;
import java.util.List;

/**
 * One process of a home.
 *
 * @param processId the operating system's process id; 0 for a child that is being started
 * @param startTicks when it started, in clock ticks after the machine's boot; with the process id it tells who it is
 * @param pidNamespace the pid namespace in which the process id holds
 * @param objectId its process object
 * @param alive whether it lives, or may still come to life
 * @param state {@code starting}, {@code live} or {@code detached}
 * @param handles its handle table, by number
 * @param usageCount the usage count of its process object: the running process and each handle to it
 */
public record ProcessStatus(
        long processId,
        long startTicks,
        long pidNamespace,
        long objectId,
        boolean alive,
        String state,
        List<HandleInfo> handles,
        int usageCount) {
    /**
     * Copies the list.
     *
     * @param processId the process id
     * @param startTicks when it started
     * @param pidNamespace where the process id holds
     * @param objectId its process object
     * @param alive whether it lives
     * @param state its state
     * @param handles its handle table
     * @param usageCount the usage count of its process object
     */
    public ProcessStatus {
        handles = List.copyOf(handles);
    }
}
