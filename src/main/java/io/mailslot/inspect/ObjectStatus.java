package io.mailslot.inspect;

import io.mailslot.api.ObjectType;
import java.util.OptionalInt;
import java.util.OptionalLong;

/**
 * One kernel object of a home.
 *
 * @param objectId its identity, as in {@link io.mailslot.api.HandleInfo#objectId()}
 * @param type its type
 * @param name its mailslot's name, the process id of a process, or the path of a file
 * @param usageCount how many handle-table entries, of all processes, name it; a running process counts itself too
 * @param cursor of a receiver: the position in its mailslot's queue of the next message it reads
 * @param exitCode of a process that has ended
 */
public record ObjectStatus(
        long objectId, ObjectType type, String name, int usageCount, OptionalLong cursor, OptionalInt exitCode) {}
