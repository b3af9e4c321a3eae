package io.mailslot.remote.internal.nats;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.catchThrowableOfType;

import io.mailslot.remote.BridgeOptions;
import io.mailslot.remote.LinkOptions;
import io.mailslot.remote.internal.link.Address;
import io.mailslot.remote.internal.link.Link;
import io.mailslot.remote.internal.link.LinkException;
import io.mailslot.remote.server.Certificates;
import io.mailslot.remote.server.NatsServer;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import org.assertj.core.api.ThrowableAssert.ThrowingCallable;

/** What the tests of links have in common. */
final class Links {
    static final String DOMAIN = "shop";

    /** For what is to happen. */
    static final Duration PATIENCE = Duration.ofSeconds(60);

    /** For what is not to happen. */
    static final Duration MOMENT = Duration.ofMillis(300);

    private Links() {}

    /** What must take less than some time, in one of a few attempts: a busy machine may be late now and then. */
    interface Attempt {
        void make(int number) throws Exception;
    }

    static void requireWithin(Duration limit, Attempt attempt) throws Exception {
        List<Duration> took = new ArrayList<>();
        Duration last = limit;
        while (last.compareTo(limit) >= 0 && took.size() < 3) {
            long began = System.nanoTime();
            attempt.make(took.size());
            last = Duration.ofNanos(System.nanoTime() - began);
            took.add(last);
        }
        assertThat(last).as("the last of %s", took).isLessThan(limit);
    }

    static BridgeOptions plain(String machine, String... urls) {
        return BridgeOptions.defaults()
                .withName(machine)
                .withDomain(DOMAIN)
                .withServers(urls)
                .withoutTls();
    }

    static BridgeOptions secure(String machine, NatsServer server) {
        Certificates certificates = Certificates.get();
        return BridgeOptions.defaults()
                .withName(machine)
                .withDomain(DOMAIN)
                .withServers(server.url())
                .withTls(certificates.key(machine), certificates.trust(), certificates.passwordFile());
    }

    static Link open(String machine, NatsServer server) throws LinkException, InterruptedException {
        return open(plain(machine, server.url()));
    }

    static Link open(BridgeOptions options) throws LinkException, InterruptedException {
        return NatsLinks.open(LinkOptions.of(options));
    }

    static byte[] bytes(String text) {
        return text.getBytes(StandardCharsets.UTF_8);
    }

    static void store(Link link, Address address, String frame) throws LinkException, InterruptedException {
        link.store(address, bytes(frame), PATIENCE);
    }

    /** The next frame, which is not taken. */
    static Link.Delivery next(Link.Inflow inflow) throws LinkException, InterruptedException {
        Link.Delivery delivery = inflow.next(PATIENCE);
        assertThat(delivery).as("a frame").isNotNull();
        return delivery;
    }

    static String text(Link.Delivery delivery) {
        return new String(delivery.frame(), StandardCharsets.UTF_8);
    }

    /** The next frame, taken. */
    static String take(Link.Inflow inflow) throws LinkException, InterruptedException {
        Link.Delivery delivery = next(inflow);
        delivery.taken();
        return text(delivery);
    }

    static List<String> take(Link.Inflow inflow, int count) throws LinkException, InterruptedException {
        List<String> frames = new ArrayList<>();
        for (int i = 0; i < count; i++) {
            frames.add(take(inflow));
        }
        return frames;
    }

    static List<String> numbered(int first, int end) {
        List<String> frames = new ArrayList<>();
        for (int i = first; i < end; i++) {
            frames.add("frame " + i);
        }
        return frames;
    }

    static LinkException failure(ThrowingCallable action) {
        LinkException failure = catchThrowableOfType(LinkException.class, action);
        assertThat(failure).as("a failure").isNotNull();
        return failure;
    }
}
