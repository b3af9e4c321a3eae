package io.mailslot.remote;

import static org.assertj.core.api.Assertions.assertThat;

import io.mailslot.api.MessageBatch;
import io.mailslot.api.Receiver;
import io.mailslot.api.Sender;
import io.mailslot.remote.harness.Cable;
import io.mailslot.remote.server.NatsServer;
import io.mailslot.remote.server.NeedsNatsServer;
import java.nio.ByteBuffer;
import java.nio.file.Path;
import java.util.Locale;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** A machine whose way to the server is so slow that a full frame takes longer than its answer is waited for. */
@NeedsNatsServer
@Tag("long")
class SlowWayTest {
    private static final String ORDERS = "\\\\b\\mailslot\\orders";
    private static final long BYTES_PER_SECOND = 150_000;
    private static final int MANY = 1_200;

    @TempDir
    Path folder;

    @Test
    void shouldCarryWhatHasGathered() throws Exception {
        try (NatsServer server = NatsServer.start();
                Cable slow = Cable.slowTo(server.port(), BYTES_PER_SECOND);
                Machine a = Machine.at("nats://127.0.0.1:" + slow.port(), "shop", "a", folder);
                Machine b = Machine.at(server.url(), "shop", "b", folder)) {
            a.start().connected();
            b.start().connected();
            Receiver orders = b.receiver("orders");
            try (Sender sender = Machine.open(a.kernel(), ORDERS)) {
                sender.write(numbered());
            }
            for (int i = 0; i < MANY; i++) {
                byte[] message = orders.read(Machine.PATIENCE).orElseThrow();
                assertThat(ByteBuffer.wrap(message).getInt()).isEqualTo(i);
            }
            a.awaitOutbox(ORDERS, outbox -> outbox.messages() == MANY);
            assertThat(b.inlet("orders").expired()).isZero();
            System.out.printf(
                    Locale.ROOT,
                    "%d frames, %d pauses, %d came twice and were dropped%n",
                    a.outbox(ORDERS).frames(),
                    a.outbox(ORDERS).pauses(),
                    b.inlet("orders").duplicates());
        }
    }

    /** They gather at once. */
    private static MessageBatch numbered() {
        MessageBatch batch = new MessageBatch();
        for (int i = 0; i < MANY; i++) {
            batch.add(ByteBuffer.allocate(1_000).putInt(0, i));
        }
        return batch;
    }
}
