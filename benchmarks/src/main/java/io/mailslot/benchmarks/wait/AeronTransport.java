package io.mailslot.benchmarks.wait;

import io.aeron.Aeron;
import io.aeron.CommonContext;
import io.aeron.FragmentAssembler;
import io.aeron.Publication;
import io.aeron.Subscription;
import io.aeron.driver.MediaDriver;
import io.aeron.driver.ThreadingMode;
import java.nio.ByteBuffer;
import java.nio.file.Path;
import org.agrona.concurrent.IdleStrategy;
import org.agrona.concurrent.UnsafeBuffer;

/** Messages through Aeron's shared memory. */
final class AeronTransport {
    private static Aeron aeron;

    private AeronTransport() {}

    static Inbox inbox(Path driver, String name, IdleStrategy idle) {
        Subscription subscription = client(driver).addSubscription(CommonContext.IPC_CHANNEL, stream(name));
        ByteBuffer[] target = new ByteBuffer[1];
        FragmentAssembler handler = new FragmentAssembler(
                (buffer, offset, length, header) -> buffer.getBytes(offset, target[0], 0, length));
        return buffer -> {
            target[0] = buffer;
            while (subscription.poll(handler, 1) == 0) {
                idle.idle();
            }
            idle.reset();
        };
    }

    static Outbox outbox(Path driver, String name) {
        launch(driver);
        Publication publication = client(driver).addPublication(CommonContext.IPC_CHANNEL, stream(name));
        UnsafeBuffer buffer = new UnsafeBuffer(0, 0);
        return message -> {
            buffer.wrap(message);
            while (publication.offer(buffer, 0, message.capacity()) < 0) {
                Thread.onSpinWait();
            }
        };
    }

    private static int stream(String name) {
        return 1 + Math.floorMod(name.hashCode(), 10_000);
    }

    private static void launch(Path folder) {
        MediaDriver.launch(new MediaDriver.Context()
                .aeronDirectoryName(folder.toString())
                .threadingMode(ThreadingMode.SHARED)
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
