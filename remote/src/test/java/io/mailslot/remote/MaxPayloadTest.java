package io.mailslot.remote;

import static io.mailslot.remote.Machine.assertReads;
import static org.assertj.core.api.Assertions.assertThat;

import io.mailslot.api.Receiver;
import io.mailslot.remote.server.NatsServer;
import io.mailslot.remote.server.NeedsNatsServer;
import io.mailslot.remote.server.ServerSetup;
import java.nio.file.Path;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Servers that take shorter frames than a bridge makes by itself. */
@NeedsNatsServer
class MaxPayloadTest {
    private static final String ORDERS = "\\\\b\\mailslot\\orders";

    /** More than fit into several frames of such a server. */
    private static final int MANY = 5_000;

    @TempDir
    Path folder;

    @Test
    void shouldCarryWhatHasGatheredInFramesThatTheServerTakes() {
        try (NatsServer server = NatsServer.start(ServerSetup.plain().with("max_payload: 16KB"));
                Machine a =
                        Machine.at(server.url(), "shop", "a", folder).start().connected();
                Machine b =
                        Machine.at(server.url(), "shop", "b", folder).start().connected()) {
            Receiver orders = b.receiver("orders");
            Machine.open(a.kernel(), ORDERS).close();
            a.stop();
            a.write(ORDERS, 0, MANY);
            a.start();
            assertReads(orders, "a", 0, MANY);

            server.kill(); // while its next frame is being given again and again
            a.write(ORDERS, MANY, MANY);
            server.restart(ServerSetup.plain().with("max_payload: 8KB"));
            assertReads(orders, "a", MANY, MANY);
            assertThat(b.inlet("orders").expired()).isZero();
        }
    }
}
