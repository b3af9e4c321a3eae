package io.mailslot.api;

import java.nio.ByteBuffer;
import java.time.Duration;
import java.util.Optional;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.Executor;
import java.util.concurrent.Flow;
import java.util.function.Consumer;
import java.util.stream.Stream;

/**
 * The reading end of a mailslot. One read takes exactly one whole message, the oldest unread one. Handles to the same
 * receiver, inherited ones in other processes too, share one read position: each message goes to exactly one of them.
 * A message is taken at most once, also when the process dies while it reads; for work that must not be lost then there
 * are {@link #look} and {@link #advance}. A message that cannot be read, because its file is damaged, is told once, as
 * {@link HomeException} (1117), by whoever would take it, and passed over; to look at it tells the same each time.
 *
 * <p>All methods may be called from any thread. Every method throws {@link InvalidHandleException} (6) once the handle
 * is closed, also while it waits; {@link ReceiverGoneException} (38) if the mailslot was destroyed in another way; and
 * {@link InsufficientRightsException} (5) if the handle does not allow reading, except for {@link #info()} and
 * {@link #setReadTimeout}, which need no right.
 *
 * @since 0.1.0
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
     * @param handler reads the message in a buffer that has its size: from 0 to the limit, which is the capacity, in big-endian
     *     order until it sets another; the buffer is read-only, and not to be used afterwards
     * @return how many messages were handed out
     * @throws InvalidArgumentException if the number is negative (87)
     */
    int drain(int most, Consumer<ByteBuffer> handler);

    /**
     * What is done with messages that {@link #look} shows.
     *
     * @since 0.1.0
     */
    @FunctionalInterface
    interface Viewer {
        /**
         * Deals with a message.
         *
         * @param number how many messages were written to the mailslot before it
         * @param message in a buffer that has its size: from 0 to the limit, which is the capacity, in big-endian order until
         *     the viewer sets another; the buffer is read-only, and not to be used afterwards
         * @return whether it is dealt with; false ends the look, and the message counts as not shown
         */
        boolean view(long number, ByteBuffer message);
    }

    /**
     * Shows unread messages, the oldest first, and leaves them unread, without waiting. Together with {@link #advance} it is
     * for work that must not be lost if the process dies in the middle of it: look, do the work, advance.
     *
     * <pre>{@code
     * long next = receiver.look(0, 100, (number, message) -> work(number, message));
     * receiver.advance(next);
     * }</pre>
     *
     * <p>Each message is seen <em>at least once</em>, unless the mailslot drops it: after a death between the work and the
     * advance it is shown again. Whoever can tell that the work was done, by the number, does not do it twice. The number
     * of a message is how many were written to the mailslot before it: the first one has 0, no two have the same, every
     * receiver of a broadcast mailslot sees the same ones, and those of a durable mailslot stay as they are when processes,
     * or the home, begin anew. A mailslot that is created anew begins with 0 again. A gap is what others took, or what was
     * dropped.
     *
     * <p>Handles to the same receiver share what is unread. What several of them look at at the same time is shown to each
     * of them; what another one takes before it is shown is not.
     *
     * <p>Copies are shown, with nothing locked: the viewer may take its time, write to the mailslot, read from this receiver,
     * look, advance, close it, and end the JVM. Allocates nothing for messages of up to 1 MiB. What the viewer throws is
     * passed on; nothing is taken then either. To look on from where the last look ended needs no search; to look from
     * another number walks over what is unread before it.
     *
     * <p>A message that cannot be read ends the look before it; a look that begins with it tells of it, and of its number, by
     * an exception, each time. To advance to the next number passes over it.
     *
     * @param from the lowest number to show: 0 for the oldest unread message, what an earlier look returned to go on behind
     *     that; 0 to 2^63-1, and more than there are is possible
     * @param most how many at most
     * @param viewer deals with each
     * @return the number behind the last message that was dealt with, {@code from} if there was none: what to give to
     *     {@link #advance}, to the next look, and to {@link #setSignaledFrom}
     * @throws InvalidArgumentException if a number is negative (87)
     */
    long look(long from, int most, Viewer viewer);

    /**
     * Takes all unread messages before a number, whether they were looked at or not. Either all of them are taken or, if the
     * process dies, none. What was taken already is no failure: to advance again to the same number, or to a lower one, does
     * nothing. If others take or advance at the same time, what lies before the highest number is taken.
     *
     * <p>In a mailslot that drops its oldest messages those before the number were not missed, also if they were dropped in
     * between.
     *
     * @param to the number of the first message that stays unread; what {@link #look} returned
     * @throws InvalidArgumentException if it is negative, or larger than the number of the next message to be written (87);
     *     nothing is taken then
     */
    void advance(long to);

    /**
     * Has waits for this receiver, with {@code Kernel.waitForAny} and its kin, end once there is an unread message that has
     * at least this number, instead of any unread one: for those who look on before they advance. Holds for all handles to
     * this receiver in this process, until its last one is closed, and not for reads, which take the oldest message
     * whatever its number is.
     *
     * @param number what {@link #look} returned; 0 for any unread message, as at the beginning
     * @throws InvalidArgumentException if it is negative (87)
     */
    void setSignaledFrom(long number);

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
     * @param executor takes the message and completes the future, with nothing locked; should not wait when it is
     *     given something to do, for room in a queue say: other such futures of this JVM wait with it for a second or two
     * @return the message to come; it fails like {@link #read()} does, if the receiver is closed meanwhile with
     *     {@link InvalidHandleException} (6)
     * @throws OutOfResourcesException if there is no thread to be had that sleeps for all such reads (8)
     */
    CompletableFuture<byte[]> readAsync(Executor executor);

    /**
     * Takes the oldest message as text in UTF-8, waiting up to the mailslot's read timeout.
     *
     * @return the text
     * @throws MalformedMessageException if the message is no UTF-8 (13); it is taken, and its bytes are with the exception
     * @throws ReadTimeoutException if none came in time (121)
     * @throws WaitInterruptedException if the thread is interrupted while it waits (995)
     */
    default String readText() {
        return as(Codec.utf8()).read();
    }

    /**
     * This receiver as one of values.
     *
     * <pre>{@code
     * TypedReceiver<String> orders = kernel.createMailslot("orders").as(Codec.utf8());
     * }</pre>
     *
     * @param <T> the values
     * @param codec makes values of messages
     * @return a view of this receiver, which stays the owner of the handle
     */
    default <T> TypedReceiver<T> as(Codec<T> codec) {
        return new TypedReceiver<>(this, codec);
    }

    /**
     * The messages to come, the oldest first. The thread that works on the stream waits for each of them, without limit, takes
     * it when it is its turn, and none before, unless the stream is turned into an iterator: that one takes a message to tell
     * that there is one. The stream ends when the receiver's handle, or the kernel, is closed, and fails as {@link #read()}
     * does. It is for one thread; several streams, or readers, share the messages.
     *
     * <p>Closing the stream ends it, also while another thread waits in it, and leaves the receiver open.
     *
     * <pre>{@code
     * try (Stream<byte[]> messages = receiver.messages()) {
     *     messages.limit(100).forEach(message -> System.out.println(message.length));
     * }
     * }</pre>
     *
     * @return a stream, not parallel
     */
    Stream<byte[]> messages();

    /**
     * As {@link #publisher(Executor)}, by {@link CompletableFuture}'s own threads.
     *
     * @return the publisher
     */
    default Flow.Publisher<byte[]> publisher() {
        return publisher(new CompletableFuture<Void>().defaultExecutor());
    }

    /**
     * Publishes the messages to come. Each subscriber is given as many as it requests, the oldest first, one after the other,
     * and no message is taken that was not requested. Several subscribers, or readers, share the messages: each goes to one of
     * them. No thread waits while there is no message, nor while none is requested.
     *
     * <p>Subscribers are called by the executor with nothing locked: they may take their time, read from this receiver, close
     * it, cancel, and end the JVM. What was taken is delivered, also if the subscription is cancelled at that moment, or if the
     * executor refuses that: then by whoever has asked the executor. A subscriber that throws is cancelled.
     *
     * <p>A subscription is complete when the receiver's handle, or the kernel, is closed; it fails as {@link #read()} does, a
     * message that cannot be read included: another subscription goes on behind that. Who has requested nothing is told with
     * the next request.
     *
     * @param executor takes the messages and calls the subscribers
     * @return the publisher, of any number of subscriptions
     */
    Flow.Publisher<byte[]> publisher(Executor executor);

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
     * @throws InvalidArgumentException if it is negative (87)
     */
    void setReadTimeout(Duration timeout);
}
