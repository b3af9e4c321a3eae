package io.mailslot.remote;

import io.mailslot.api.Sender;
import io.mailslot.remote.harness.Bounds;
import io.mailslot.remote.harness.Crew;
import io.mailslot.remote.harness.Machine;
import io.mailslot.remote.harness.News;
import io.mailslot.remote.harness.Numbered;
import io.mailslot.remote.harness.Patience;
import io.mailslot.remote.harness.Site;
import io.mailslot.remote.harness.Tally;
import io.mailslot.remote.server.NatsServer;
import io.mailslot.remote.server.NeedsNatsServer;
import java.io.IOException;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

/** Three machines, all of which send to all others at once. {@code -Dmailslot.bridgestorm.messages} sets how much. */
@NeedsNatsServer
@Tag("storm")
class ThreeMachinesTest {
    private static final int SIZE = 200;

    private static NatsServer server;
    private static Site site;
    private static List<Machine> machines;

    @BeforeAll
    static void start() {
        server = NatsServer.start();
        site = Site.of(server.url());
        machines = List.of(site.machine("a"), site.machine("b"), site.machine("c"));
        machines.forEach(machine -> machine.with("send", "*/*, */news").begin());
        machines.forEach(Machine::awaitConnected);
    }

    @AfterAll
    static void end() throws IOException {
        try {
            site.close();
        } finally {
            server.close();
        }
    }

    @Test
    @Timeout(value = 10, unit = TimeUnit.MINUTES)
    void shouldCarryEverythingEachWayAtOnceInOrderAndOnce() {
        int count = Bounds.messages();
        try (Crew crew = new Crew()) {
            Map<Machine, Tally> tallies = new LinkedHashMap<>();
            machines.forEach(machine -> tallies.put(machine, crew.read(machine.create("orders"))));
            long begin = System.nanoTime();
            for (Machine from : machines) {
                machines.stream().filter(to -> to != from).forEach(to -> {
                    Sender sender = from.open(to, "orders");
                    crew.start(from.name() + " to " + to.name(), () -> write(sender, machines.indexOf(from), count));
                });
            }
            tallies.forEach((machine, tally) -> Patience.await(
                            machine.name() + " has everything", Patience.LONG.multipliedBy(5))
                    .until(() -> {
                        crew.check();
                        return tally.came() == 2L * count;
                    }));
            double seconds = (System.nanoTime() - begin) / 1e9;
            tallies.values().forEach(Tally::requireOnce);
            System.out.printf(Locale.ROOT, "6 x %d messages of %d B in %.1f s%n", count, SIZE, seconds);
        }
    }

    private static void write(Sender sender, int writer, int count) {
        for (int i = 0; i < count; i++) {
            sender.write(Numbered.message(writer, i, SIZE));
        }
    }

    /** Everybody hears the same broadcast that he sends: each message comes once everywhere, also where it was sent. */
    @Test
    @Timeout(value = 5, unit = TimeUnit.MINUTES)
    void shouldBringEachBroadcastOnceToEverybodyAndNoEcho() {
        try (Crew crew = new Crew()) {
            News news = News.among(machines, crew);

            news.send(machines, Bounds.messages() / 3);

            System.out.print(news);
        }
    }
}
