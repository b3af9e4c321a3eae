package io.mailslot.remote;

import io.mailslot.remote.harness.Bounds;
import io.mailslot.remote.harness.Crew;
import io.mailslot.remote.harness.Lan;
import io.mailslot.remote.harness.Machine;
import io.mailslot.remote.harness.News;
import io.mailslot.remote.harness.Site;
import io.mailslot.remote.server.NatsServer;
import io.mailslot.remote.server.NeedsNatsServer;
import java.util.List;
import java.util.concurrent.TimeUnit;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

/**
 * One machine speaks to all others of its domain, each in a network namespace of its own. {@code -Dmailslot.bridgestorm.machines}
 * sets how many others there are.
 */
@NeedsNatsServer
@Tag("storm")
class BroadcastTest {
    @Test
    @Timeout(value = 5, unit = TimeUnit.MINUTES)
    void shouldReachEveryMachineOnce() throws Exception {
        List<String> names = IntStream.rangeClosed(0, Bounds.hearers())
                .mapToObj(number -> "m" + number)
                .toList();
        try (Lan lan = Lan.open();
                NatsServer server = lan.server(names);
                Site site = Site.of(server.url());
                Crew crew = new Crew()) {
            List<Machine> all = names.stream()
                    .map(name -> lan.machine(site, name).with("send", "*/news"))
                    .toList();
            all.forEach(Machine::begin);
            all.forEach(Machine::awaitConnected);
            News news = News.among(all, crew);

            news.send(all.subList(0, 1), Bounds.messages());

            System.out.print(news);
        }
    }
}
