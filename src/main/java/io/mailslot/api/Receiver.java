package io.mailslot.api;

import java.nio.ByteBuffer;
import java.time.Duration;
import java.util.Optional;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.Executor;
import java.util.function.Consumer;

/**
 * The reading end of a mailslot. One read takes exactly one whole message, the oldest unread one. Handles to the same
 * receiver, inherited ones in other processes too, share one read position: each message goes to exactly one of them.
 * A message is taken at most once, also when the process dies while it reads. One that cannot be read, because its file is
 * damaged, is told once, as {@link HomeException} (1117), by whoever would take it, and passed over; to look at it tells the
 * same each time.
 *
 * <p>All methods may be called from any thread. Every method throws {@link InvalidHandleException} (6) once the handle
 * is closed, also while it waits; {@link ReceiverGoneException} (38) if the mailslot was destroyed in another way; and
 * {@link InsufficientRightsException} (5) if the handle does not allow reading, except for {@link #info()} and
 * {@link #setReadTimeout}, which need no right.
 */
public interface Receiver extends Waitable {
    /**
     * Takes the oldest message, waiting up to the mailslot's read timeout.
     *
     * @return the message, possibly empty
     * @throws ReadTimeoutException if none came in time (121)
     * @throws WaitInterruptedException if the thread is interrupted while it waits (995)
     */
    byte[] read();

    /**
     * Takes the oldest message, waiting up to the given time instead of the mailslot's read timeout.
     *
     * @param timeout how long to wait; see {@link Timeouts}
     * @return the message, or empty if none came in time
     * @throws WaitInterruptedException if the thread is interrupted while it waits (995)
     */
    Optional<byte[]> read(Duration timeout);

    /**
     * Takes the oldest message into a buffer, waiting up to the mailslot's read timeout. Allocates nothing.
     *
     * @param buffer receives the message at its position, which moves on by the message's size
     * @return the message's size in bytes
     * @throws InvalidArgumentException if the buffer is read-only (87)
     * @throws BufferTooSmallException if less than the message's size remains in the buffer; the message stays (122)
     * @throws ReadTimeoutException if none came in time (121)
     * @throws WaitInterruptedException if the thread is interrupted while it waits (995)
     */
    int read(ByteBuffer buffer);

    /**
     * Takes the oldest message if there is one; never waits.
     *
     * @return the message, or empty if there is none
     */
    Optional<byte[]> poll();

    /**
     * Takes the oldest message into a buffer if there is one; never waits and allocates nothing.
     *
     * @param buffer receives the message at its position, which moves on by the message's size
     * @return true if there was a message
     * @throws InvalidArgumentException if the buffer is read-only (87)
     * @throws BufferTooSmallException if less than the message's size remains in the buffer; the message stays (122)
     */
    boolean poll(ByteBuffer buffer);

    /**
     * Takes up to so many messages, one after the other, without waiting, and hands a copy of each to a handler.
     * Allocates nothing for messages of up to 1 MiB. A message is taken before it is handed out; if the handler throws,
     * that one is gone and later ones stay.
     *
     * <p>Nothing is locked while the handler runs: it may take its time, write to the mailslot, read from this receiver,
     * close it, and end the JVM. Others read and write meanwhile.
     *
     * @param most how many at most
     * @param handler reads the message between the buffer's position, which is 0, and limit; the buffer is read-only, and
     *     not to be used afterwards
     * @return how many messages were handed out
     * @throws InvalidArgumentException if the number is negative (87)
     */
    int drain(int most, Consumer<ByteBuffer> handler);

    /**
     * Copies the oldest message and leaves it unread.
     *
     * @return the message, or empty if there is none
     */
    Optional<byte[]> peek();

    /**
     * Reads the oldest message as soon as there is one. No thread waits for it, however many reads are pending. The read
     * timeout does not count; cancel the read to give it up, or complete it with {@code orTimeout}. Once a message was
     * taken it is too late for that, and the message is delivered.
     *
     * @param executor takes the message and completes the future
     * @return the message to come; it fails like {@link #read()} does, if the receiver is closed meanwhile with
     *     {@link InvalidHandleException} (6)
     */
    CompletableFuture<byte[]> readAsync(Executor executor);

    /**
     * What the mailslot holds now for this receiver.
     *
     * @return sizes, count and timeout
     */
    MailslotInfo info();

    /**
     * Sets how long reads that start from now on wait; holds for every handle to this receiver.
     *
     * @param timeout see {@link Timeouts}
     * @throws InvalidArgumentException if it is negative or longer than {@link Timeouts#LONGEST} (87)
     */
    void setReadTimeout(Duration timeout);
}
