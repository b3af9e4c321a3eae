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
            gather(a, 0);
            a.start();
            assertReads(orders, "a", 0, MANY);

            gather(a, MANY);
            server.kill();
            server.restart(ServerSetup.plain().with("max_payload: 8KB"));
            a.start();
            assertReads(orders, "a", MANY, MANY);
            assertThat(b.inlet("orders").expired()).isZero();
        }
    }

    /** Writes while no bridge carries anything. */
    private static void gather(Machine machine, int first) {
        machine.stop();
        machine.write(ORDERS, first, MANY);
    }
}
