package io.mailslot.benchmarks.transport;

import io.aeron.Aeron;
import io.aeron.CommonContext;
import io.aeron.FragmentAssembler;
import io.aeron.Publication;
import io.aeron.Subscription;
import io.aeron.driver.MediaDriver;
import io.aeron.driver.ThreadingMode;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.file.FileAlreadyExistsException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.concurrent.TimeUnit;
import org.agrona.concurrent.BackoffIdleStrategy;
import org.agrona.concurrent.IdleStrategy;
import org.agrona.concurrent.UnsafeBuffer;

/** Messages through Aeron's shared memory; the driver is in the first sender's JVM. */
final class AeronTransport {
    /** The largest that the driver takes: larger messages are torn into as few fragments as can be. */
    private static final int MTU = 65_504;

    private static final int TERM = 64 << 20;

    private static Aeron aeron;

    private AeronTransport() {}

    static Inbox inbox(Port port, IdleStrategy idle) {
        Subscription subscription = subscription(port);
        Delivery delivery = new Delivery(port.size());
        FragmentAssembler handler =
                new FragmentAssembler((buffer, offset, length, header) -> delivery.deliver(buffer, offset, length));
        return (most, arrived) -> {
            delivery.to = arrived;
            while (subscription.poll(handler, most) == 0) {
                idle.idle();
            }
            idle.reset();
        };
    }

    static Outbox outbox(Port port) throws IOException {
        Path driver = port.folder().resolve("driver");
        if (first(port)) {
            launch(driver);
        }
        Publication publication = client(driver).addPublication(CommonContext.IPC_CHANNEL, stream(port));
        UnsafeBuffer buffer = new UnsafeBuffer(0, 0);
        return message -> {
            wrap(buffer, message);
            while (true) {
                long result = publication.offer(buffer, 0, message.capacity());
                if (result >= 0) {
                    return;
                }
                if (result == Publication.CLOSED || result == Publication.MAX_POSITION_EXCEEDED) {
                    throw new IllegalStateException("offer: " + result);
                }
                port.idle().idle();
            }
        };
    }

    /** Wrapping costs a little; senders use the same buffer all the time. */
    static void wrap(UnsafeBuffer buffer, ByteBuffer message) {
        if (buffer.byteBuffer() != message) {
            buffer.wrap(message);
        }
    }

    private static boolean first(Port port) throws IOException {
        try {
            Files.createFile(port.folder().resolve("driver.owner"));
            return true;
        } catch (FileAlreadyExistsException e) {
            return false;
        }
    }

    private static Subscription subscription(Port port) {
        return client(port.folder().resolve("driver")).addSubscription(CommonContext.IPC_CHANNEL, stream(port));
    }

    private static int stream(Port port) {
        return 1 + Math.floorMod(port.name().hashCode(), 10_000);
    }

    private static synchronized void launch(Path folder) {
        MediaDriver.launch(new MediaDriver.Context()
                .aeronDirectoryName(folder.toString())
                .threadingMode(ThreadingMode.SHARED)
                .sharedIdleStrategy(new BackoffIdleStrategy(
                        10, 20, TimeUnit.MICROSECONDS.toNanos(1), TimeUnit.MILLISECONDS.toNanos(1)))
                .ipcMtuLength(MTU)
                .ipcTermBufferLength(TERM)
                .dirDeleteOnStart(true)
                .dirDeleteOnShutdown(true));
    }

    private static synchronized Aeron client(Path driver) {
        if (aeron == null) {
            aeron = Aeron.connect(new Aeron.Context().aeronDirectoryName(driver.toString()));
        }
        return aeron;
    }
}
