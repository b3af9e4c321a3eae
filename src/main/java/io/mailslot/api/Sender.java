package io.mailslot.api;

import java.nio.ByteBuffer;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.Executor;

/**
 * The writing end of a mailslot. A write appends one whole message, at once and for all readers to see, or fails and
 * appends nothing. Messages of one sender are read in the order they were written.
 *
 * <p>All methods may be called from any thread. Every method throws {@link InvalidHandleException} (6) once the handle
 * is closed, {@link ReceiverGoneException} (38) once the last receiver is gone, and
 * {@link InsufficientRightsException} (5) if the handle does not allow it.
 */
public interface Sender extends KernelHandle {
    /**
     * Writes one message.
     *
     * @param message the bytes; an empty array is a real, empty message
     * @throws MessageTooLargeException if it is larger than the mailslot's maximum (87)
     * @throws DiskFullException if the file system of the home has no room (112)
     */
    void write(byte[] message);

    /**
     * Writes one message from a part of an array.
     *
     * @param source holds the message
     * @param offset index of its first byte
     * @param length its size in bytes
     * @throws IndexOutOfBoundsException if the part lies outside of the array
     * @throws MessageTooLargeException if it is larger than the mailslot's maximum (87)
     * @throws DiskFullException if the file system of the home has no room (112)
     */
    void write(byte[] source, int offset, int length);

    /**
     * Writes what remains in a buffer as one message and moves the buffer's position to its limit.
     *
     * @param message the bytes between position and limit; none is a real, empty message
     * @throws MessageTooLargeException if it is larger than the mailslot's maximum (87); the position stays
     * @throws DiskFullException if the file system of the home has no room (112); the position stays
     */
    void write(ByteBuffer message);

    /**
     * Writes a message without waiting for it to be written.
     *
     * @param message not to be changed before the future is done
     * @param executor writes the message and completes the future
     * @return done when the message is there for the receivers; it fails like {@link #write(byte[])} does
     */
    default CompletableFuture<Void> writeAsync(byte[] message, Executor executor) {
        return CompletableFuture.runAsync(() -> write(message), executor);
    }

    /**
     * What the mailslot holds now for its receiver.
     *
     * @return sizes, count and timeout
     */
    MailslotInfo info();
}
