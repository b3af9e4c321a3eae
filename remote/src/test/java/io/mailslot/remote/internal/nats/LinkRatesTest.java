package io.mailslot.remote.internal.nats;

import static io.mailslot.remote.internal.nats.Links.PATIENCE;
import static io.mailslot.remote.internal.nats.Links.next;
import static io.mailslot.remote.internal.nats.Links.open;
import static org.assertj.core.api.Assertions.assertThat;

import io.mailslot.remote.internal.link.Address;
import io.mailslot.remote.internal.link.Link;
import io.mailslot.remote.server.NatsCluster;
import io.mailslot.remote.server.NatsServer;
import io.mailslot.remote.server.NeedsNatsServer;
import java.util.Arrays;
import java.util.Locale;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.condition.EnabledIfSystemProperty;

/** What a link can do, one frame after the other, as an outbox uses it: {@code -Dmailslot.rates=true}. */
@NeedsNatsServer
@EnabledIfSystemProperty(named = "mailslot.rates", matches = "true")
class LinkRatesTest {
    private static final Address TO_B = new Address("b", "a", "orders");
    private static final Address TO_ALL = new Address(Address.ALL, "a", "news");
    private static final int WARM_UP = 2_000;

    @Test
    void rates() throws Exception {
        try (NatsServer server = NatsServer.start();
                Link a = open("a", server);
                Link b = open("b", server);
                Link.Inflow inflow = b.open("orders", false)) {
            run(a, inflow, 64, WARM_UP);
            for (int bytes : new int[] {64, 1 << 10, 512 << 10}) {
                stores(a, bytes, bytes > 1 << 10 ? 500 : 10_000);
                run(a, inflow, bytes, bytes > 1 << 10 ? 300 : 5_000);
            }
            assertThat(a.state().reconnects()).isZero();
        }
    }

    /** Three servers, each of which keeps all of it; the link looks how much there is now and then. */
    @Test
    void ratesWithCopies() throws Exception {
        try (NatsCluster cluster = NatsCluster.start();
                Link a = Links.open(Links.plain("a", cluster.urls()).withStorageReplicas(3));
                Link b = Links.open(Links.plain("b", cluster.urls()).withStorageReplicas(3));
                Link.Inflow inflow = b.open("orders", false)) {
            run(a, inflow, 64, WARM_UP);
            run(a, inflow, 64, 5_000);
            run(a, inflow, 512 << 10, 300);
        }
    }

    /** Stores only. */
    private static void stores(Link link, int bytes, int frames) throws Exception {
        byte[] frame = new byte[bytes];
        long began = System.nanoTime();
        for (int i = 0; i < frames; i++) {
            link.store(TO_ALL, frame, PATIENCE);
        }
        double seconds = (System.nanoTime() - began) / 1e9;
        print(
                "%,9d bytes: stored %,8.0f frames/s, %,7.1f MiB/s",
                bytes, frames / seconds, frames / seconds * bytes / (1 << 20));
    }

    /** Stores, takes, and only then stores the next. */
    private static void run(Link link, Link.Inflow inflow, int bytes, int frames) throws Exception {
        byte[] frame = new byte[bytes];
        long[] nanos = new long[frames];
        for (int i = 0; i < frames; i++) {
            long began = System.nanoTime();
            link.store(TO_B, frame, PATIENCE);
            Link.Delivery delivery = next(inflow);
            nanos[i] = System.nanoTime() - began;
            delivery.taken();
        }
        Arrays.sort(nanos);
        print(
                "%,9d bytes: stored and come, p50 %,6d us, p99 %,6d us, %,8.0f a second",
                bytes,
                nanos[frames / 2] / 1_000,
                nanos[frames * 99 / 100] / 1_000,
                frames / (Arrays.stream(nanos).sum() / 1e9));
    }

    private static void print(String format, Object... values) {
        System.out.println(String.format(Locale.ROOT, format, values));
    }
}
