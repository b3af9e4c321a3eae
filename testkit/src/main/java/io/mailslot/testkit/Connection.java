package io.mailslot.testkit;

import java.io.Closeable;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.channels.ClosedChannelException;
import java.nio.channels.SocketChannel;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.TimeUnit;
import org.jspecify.annotations.Nullable;

/**
 * The two ends of what a test and a child say to each other: whole frames, one after the other. Any thread may send, one receives.
 * Only a thread of its own writes: an interrupted thread that did would close the channel, and whoever stands still at the other end
 * would hold the sender up. Not by the channel's streams: on JDK 17 a write waits there for a read in progress.
 */
final class Connection implements Closeable {
    /** Name of the thread that writes. */
    static final String WRITER = ChildSide.THREAD + "-writer";

    private static final int PORTION = 16 << 10;
    private static final int LONGEST_HELLO = 1 << 10;

    private final SocketChannel channel;

    /** What is on its way out; made here, so that it also goes when the heap is full. */
    private final ByteBuffer portion = ByteBuffer.allocateDirect(PORTION);

    /** Frames that nobody has begun to write; the lock of what follows. */
    private final List<byte[]> waiting = new ArrayList<>();

    private boolean isServed;
    private boolean over;
    private long sent;
    private long written;

    Connection(SocketChannel channel) {
        this.channel = channel;
    }

    /** Sends behind all others, and does not wait. */
    void send(Frame frame) throws IOException {
        add(frame);
    }

    /** Sends, and waits until it is written, also if interrupted: the sender may be killed at the next instant. */
    void say(Frame frame) throws IOException {
        long number = add(frame);
        boolean interrupted = false;
        boolean done;
        synchronized (waiting) {
            while (written < number && !over) {
                try {
                    waiting.wait();
                } catch (InterruptedException e) {
                    interrupted = true;
                }
            }
            done = written >= number;
        }
        if (interrupted) {
            Thread.currentThread().interrupt();
        }
        if (!done) {
            throw new ClosedChannelException();
        }
    }

    /** Waits for a time until all is written that was sent; tells whether it is. */
    boolean flush(long millis) throws InterruptedException {
        long end = System.nanoTime() + TimeUnit.MILLISECONDS.toNanos(millis);
        synchronized (waiting) {
            while (written < sent && !over && System.nanoTime() - end < 0) {
                TimeUnit.NANOSECONDS.timedWait(waiting, end - System.nanoTime());
            }
            return written == sent;
        }
    }

    private long add(Frame frame) throws IOException {
        byte[] bytes = frame.toBytes();
        synchronized (waiting) {
            if (over) {
                throw new ClosedChannelException();
            }
            if (!isServed) {
                Thread writer = new Thread(this::writeOn, WRITER);
                writer.setDaemon(true);
                writer.start();
                isServed = true;
            }
            waiting.add(bytes);
            waiting.notifyAll();
            return ++sent;
        }
    }

    /** What the other end has said before it was gone is still to be received then: the channel stays open. */
    private void writeOn() {
        try {
            for (byte[] frame = next(); frame != null; frame = next()) {
                write(frame);
                synchronized (waiting) {
                    written++;
                    waiting.notifyAll();
                }
            }
        } catch (IOException e) {
            // nobody hears it any more, which whoever receives notices
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        } finally {
            end();
        }
    }

    private byte @Nullable [] next() throws InterruptedException {
        synchronized (waiting) {
            while (waiting.isEmpty() && !over) {
                waiting.wait();
            }
            return over ? null : waiting.remove(0);
        }
    }

    private void write(byte[] frame) throws IOException {
        portion.clear().putInt(frame.length);
        for (int from = 0; from < frame.length; ) {
            int length = Math.min(portion.remaining(), frame.length - from);
            portion.put(frame, from, length).flip();
            from += length;
            while (portion.hasRemaining()) {
                channel.write(portion);
            }
            portion.clear();
        }
    }

    private void end() {
        synchronized (waiting) {
            over = true;
            waiting.clear();
            waiting.notifyAll();
        }
    }

    /** Waits for the first frame, of whoever it may be; null if there will be none. */
    @Nullable
    Frame receiveHello() throws IOException {
        Frame hello = null;
        try {
            hello = receive(LONGEST_HELLO);
            return hello;
        } catch (RuntimeException noFrame) {
            return null;
        } finally {
            if (hello == null) {
                close();
            }
        }
    }

    /** Waits for the next frame; null if there will be none. */
    @Nullable
    Frame receive() throws IOException {
        return receive(Integer.MAX_VALUE);
    }

    private @Nullable Frame receive(int longest) throws IOException {
        ByteBuffer head = ByteBuffer.allocate(Integer.BYTES);
        if (!fill(head)) {
            return null;
        }
        int length = head.getInt(0);
        if (length < 0 || length > longest) {
            throw new IOException("a frame of " + length + " bytes");
        }
        ByteBuffer frame = ByteBuffer.allocate(length);
        return fill(frame) ? Frame.of(frame.array()) : null;
    }

    private boolean fill(ByteBuffer buffer) throws IOException {
        while (buffer.hasRemaining()) {
            if (channel.read(buffer) < 0) {
                return false;
            }
        }
        return true;
    }

    @Override
    public void close() throws IOException {
        end();
        channel.close();
    }
}
