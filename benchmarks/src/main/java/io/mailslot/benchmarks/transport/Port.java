package io.mailslot.benchmarks.transport;

import java.nio.file.Path;

/**
 * One side's end of a connection.
 *
 * @param folder where the files of all its ends lie
 * @param name of the connection
 * @param size the largest message, in bytes
 * @param index which of the senders, or of the receivers, this one is
 * @param senders how many there are
 * @param receivers how many there are; each gets every message
 * @param broadcast whether it is a broadcast, be it to one receiver
 * @param idle what those do that poll
 */
public record Port(
        Path folder, String name, int size, int index, int senders, int receivers, boolean broadcast, Idle idle) {

    /**
     * Between one sender and one receiver, who spin.
     *
     * @param folder where the files of both ends lie
     * @param name of the connection
     * @param size the largest message, in bytes
     */
    public Port(Path folder, String name, int size) {
        this(folder, name, size, 0, 1, 1, false, Idle.SPIN);
    }

    /** What belongs to all ends. */
    Path common(String suffix) {
        return folder.resolve(name + suffix);
    }

    /** What belongs to one receiver. */
    Path ofReceiver(int receiver, String suffix) {
        return folder.resolve(name + receiver + suffix);
    }
}
