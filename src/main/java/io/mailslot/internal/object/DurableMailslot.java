package io.mailslot.internal.object;

import io.mailslot.internal.log.ReceiverStart;
import java.util.List;

/**
 * A durable mailslot as a kernel file tells of it.
 *
 * @param id its id, which it keeps for ever: its folder has it in its name
 * @param name as it was created
 * @param broadcast whether each of its receivers gets every message
 * @param maxMessageSize the largest message as asked for
 * @param cursors its cursors; one, unless it is a broadcast mailslot
 */
public record DurableMailslot(long id, String name, boolean broadcast, int maxMessageSize, List<Cursor> cursors) {
    public DurableMailslot {
        cursors = List.copyOf(cursors);
    }

    /**
     * One of its cursors.
     *
     * @param id its id
     * @param name its name
     * @param readTimeoutMs unsigned milliseconds
     * @param place where it reads next
     * @param missed messages that were dropped before it had read them
     */
    public record Cursor(long id, String name, int readTimeoutMs, ReceiverStart place, long missed) {}

    DurableMailslot withCursors(List<Cursor> left) {
        return new DurableMailslot(id, name, broadcast, maxMessageSize, left);
    }
}
