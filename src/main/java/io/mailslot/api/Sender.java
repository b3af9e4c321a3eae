package io.mailslot.api;

import java.nio.ByteBuffer;
import java.time.Duration;
import java.util.Objects;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.Executor;
import java.util.function.Consumer;

/**
 * The writing end of a mailslot. A write appends one whole message, at once and for all readers to see, or fails and
 * appends nothing. Messages of one sender are read in the order they were written.
 *
 * <p>A mailslot holds as much as its capacity. When it is full, a write waits for the receivers to read, up to the
 * sender's write timeout ({@link OpenOptions#withWriteTimeout}).
 *
 * <p>A broadcast sender, bound to a name like {@code \\*\mailslot\news}, writes to the mailslot of this machine and, where a
 * bridge sends that name out, to the outbox for all other machines. Neither waits for the other: each is given the message as
 * soon as it has room, and once the write timeout is over a write fails with 1816 if one of them had none, which the message of
 * the failure names. The other one has it, and gets it again if it is written again; so it is where {@code tryWrite} returns
 * false. A message that is too large for one of them goes to neither.
 *
 * <p>All methods may be called from any thread. Every method throws {@link InvalidHandleException} (6) once the handle
 * is closed, {@link ReceiverGoneException} once the last receiver is gone (38), or the bridge has withdrawn the name (64), and
 * {@link InsufficientRightsException} (5) if the handle does not allow it.
 *
 * @since 0.1.0
 */
public interface Sender extends KernelHandle {
    /**
     * Writes one message.
     *
     * @param message the bytes; an empty array is a real, empty message
     * @throws MessageTooLargeException if it is larger than the mailslot's maximum (87)
     * @throws DiskFullException if the file system of the home has no room (112)
     * @throws MailslotFullException if the mailslot has no room and gets none within the write timeout (1816)
     * @throws WaitInterruptedException if the thread is interrupted while it waits for room (995)
     */
    void write(byte[] message);

    /**
     * Writes text as one message, in UTF-8.
     *
     * @param text the message
     * @throws InvalidArgumentException if it has half of a surrogate pair, which no UTF-8 can have (87)
     * @throws MessageTooLargeException if it is larger than the mailslot's maximum (87)
     * @throws DiskFullException if the file system of the home has no room (112)
     * @throws MailslotFullException if the mailslot has no room and gets none within the write timeout (1816)
     * @throws WaitInterruptedException if the thread is interrupted while it waits for room (995)
     */
    default void write(String text) {
        as(Codec.utf8()).write(text);
    }

    /**
     * This sender as one of values.
     *
     * @param <T> the values
     * @param codec makes messages of values
     * @return a view of this sender, which stays the owner of the handle
     */
    default <T> TypedSender<T> as(Codec<T> codec) {
        return new TypedSender<>(this, codec);
    }

    /**
     * Writes one message from a part of an array.
     *
     * @param source holds the message
     * @param offset index of its first byte
     * @param length its size in bytes
     * @throws IndexOutOfBoundsException if the part lies outside of the array
     * @throws MessageTooLargeException if it is larger than the mailslot's maximum (87)
     * @throws DiskFullException if the file system of the home has no room (112)
     * @throws MailslotFullException if the mailslot has no room and gets none within the write timeout (1816)
     * @throws WaitInterruptedException if the thread is interrupted while it waits for room (995)
     */
    void write(byte[] source, int offset, int length);

    /**
     * Writes one message if there is room for it; never waits for any.
     *
     * @param source holds the message
     * @param offset index of its first byte
     * @param length its size in bytes
     * @return false if the mailslot is full
     * @throws IndexOutOfBoundsException if the part lies outside of the array
     * @throws MessageTooLargeException if it is larger than the mailslot's maximum (87)
     * @throws DiskFullException if the file system of the home has no room (112)
     */
    boolean tryWrite(byte[] source, int offset, int length);

    /**
     * Writes what remains in a buffer as one message and moves the buffer's position to its limit.
     *
     * @param message the bytes between position and limit; none is a real, empty message. A buffer of any kind
     * @throws InvalidArgumentException if the buffer's memory cannot be read: its arena is closed, or another thread's (87)
     * @throws MessageTooLargeException if it is larger than the mailslot's maximum (87); the position stays
     * @throws DiskFullException if the file system of the home has no room (112); the position stays
     * @throws MailslotFullException if the mailslot has no room and gets none within the write timeout (1816); the
     *     position stays
     * @throws WaitInterruptedException if the thread is interrupted while it waits for room (995)
     */
    void write(ByteBuffer message);

    /**
     * Writes what remains in a buffer as one message if there is room for it; never waits for any.
     *
     * @param message the bytes between position and limit; the position moves if it was written
     * @return false if the mailslot is full
     * @throws InvalidArgumentException if the buffer's memory cannot be read: its arena is closed, or another thread's (87)
     * @throws MessageTooLargeException if it is larger than the mailslot's maximum (87)
     * @throws DiskFullException if the file system of the home has no room (112)
     */
    boolean tryWrite(ByteBuffer message);

    /**
     * Writes many messages at once: all of them appear, or none does. Other senders' messages do not come between them.
     *
     * @param batch its messages; an empty one writes nothing. It may be cleared and used again afterwards
     * @throws MessageTooLargeException if one of them is larger than the mailslot's maximum, or all of them together,
     *     each with 4 bytes and rounded up to a multiple of 4, are larger than its capacity allows a message to be (87)
     * @throws DiskFullException if the file system of the home has no room (112)
     * @throws MailslotFullException if the mailslot has no room and gets none within the write timeout (1816)
     * @throws WaitInterruptedException if the thread is interrupted while it waits for room (995)
     */
    void write(MessageBatch batch);

    /**
     * Writes one message that is put together for it, into a buffer that is used again and again. Allocates nothing for
     * messages of up to 1 MiB.
     *
     * <p>The filler runs once, before anything is locked or waited for: it may take its time, write to the same mailslot,
     * close this sender, and end the JVM. Where a sender is bound to a name that nobody has, it does not run.
     *
     * @param length the message's size in bytes, 0 or more
     * @param filler puts the message into the buffer, which has so many bytes from 0 to its limit, with arbitrary content, in
     *     big-endian order until the filler sets another, and is not to be used afterwards; if it throws, nothing is written
     * @throws InvalidArgumentException if the size is negative (87)
     * @throws MessageTooLargeException if it is larger than the mailslot's maximum (87)
     * @throws DiskFullException if the file system of the home has no room (112)
     * @throws MailslotFullException if the mailslot has no room and gets none within the write timeout (1816)
     * @throws WaitInterruptedException if the thread is interrupted while it waits for room (995)
     */
    void write(int length, Consumer<ByteBuffer> filler);

    /**
     * Writes a message without waiting for it to be written.
     *
     * @param message not to be changed before the future is done
     * @param executor writes the message and completes the future
     * @return done when the message is there for the receivers; it fails like {@link #write(byte[])} does
     */
    default CompletableFuture<Void> writeAsync(byte[] message, Executor executor) {
        Objects.requireNonNull(message, "message");
        return CompletableFuture.runAsync(() -> write(message), executor);
    }

    /**
     * Waits, asleep, until every receiver has taken all that was written before this call, by whatever sender; or until what is
     * not taken was dropped, or its receiver has gone and left others. For the name of another computer that means that the
     * bridge has handed over all of it. What a broadcast sender has to wait for are both, the mailslot of this machine and
     * the outbox for all others, as far as they are there and stay: the last receiver that leaves leaves nobody to wait for. Needs
     * no right.
     *
     * <pre>{@code
     * sender.write("tea");
     * sender.awaitTaken(Duration.ofSeconds(10));
     * }</pre>
     *
     * @param timeout how long; {@link Duration#ZERO} looks once, see {@link Timeouts}
     * @throws ReadTimeoutException if not all was taken in time (121)
     * @throws WaitInterruptedException if the thread is interrupted while it waits (995)
     */
    void awaitTaken(Duration timeout);

    /**
     * What the mailslot holds now for its receiver.
     *
     * @return sizes, count and timeout
     */
    MailslotInfo info();
}
