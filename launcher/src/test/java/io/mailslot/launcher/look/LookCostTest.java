package io.mailslot.launcher.look;

import static io.mailslot.launcher.CraftedSnapshot.handle;
import static io.mailslot.launcher.CraftedSnapshot.receiverOf;
import static io.mailslot.launcher.CraftedSnapshot.waiting;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.InstanceOfAssertFactories.LIST;

import io.mailslot.inspect.HomeSnapshot;
import io.mailslot.inspect.ProcessStatus;
import io.mailslot.launcher.CraftedSnapshot;
import io.mailslot.launcher.look.Holders.Held;
import java.io.IOException;
import java.lang.reflect.Proxy;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.function.Consumer;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

/** What tables cost in a home that has much: each thing is not searched for among all others. */
class LookCostTest {
    private static final Set<String> LISTS = Set.of("processes", "objects", "mailslots");

    @TempDir
    private Path folder;

    enum Table {
        PS(PsCommand::rowsOf),
        OBJECTS(home -> ObjectsCommand.rowsOf(home, home.objects())),
        TOP_PROCESSES(Listing::processes),
        TOP_HANDLES(Listing::handles),
        TOP_OBJECTS(Listing::objects);

        private final Consumer<HomeSnapshot> look;

        Table(Consumer<HomeSnapshot> look) {
            this.look = look;
        }
    }

    /** So many mailslots, each with a process that waits for messages. */
    private HomeSnapshot home(int count) throws IOException {
        CraftedSnapshot crafted = new CraftedSnapshot();
        for (int i = 0; i < count; i++) {
            long id = 0x10_000 + i * 0x1000L;
            crafted.mailslot(id, "m" + i, 3)
                    .process(
                            i + 1,
                            id + 1,
                            List.of(waiting(1, receiverOf(id))),
                            List.of(handle(4, "receiver", receiverOf(id), "m" + i)));
        }
        return SavedSnapshot.read(crafted.in(folder));
    }

    /** How often all of one kind are gone through from the beginning. */
    private static int walks(HomeSnapshot home, Table table) {
        AtomicInteger walks = new AtomicInteger();
        table.look.accept((HomeSnapshot) Proxy.newProxyInstance(
                LookCostTest.class.getClassLoader(),
                new Class<?>[] {HomeSnapshot.class},
                (proxy, method, arguments) -> {
                    if (LISTS.contains(method.getName())) {
                        walks.incrementAndGet();
                    }
                    return method.invoke(home, arguments);
                }));
        return walks.get();
    }

    /** A process that is compared with another one by all of its handles takes as long as these are many. */
    @Test
    void shouldTellProcessesApartWithoutTheirHandles() throws IOException {
        List<Map<String, Object>> handles = IntStream.range(1, 200)
                .mapToObj(i -> handle(4 * i, "event", 0x20, "ready"))
                .toList();
        HomeSnapshot home = SavedSnapshot.read(new CraftedSnapshot()
                .object(0x20, "event", "ready")
                .process(7, 0x1001, List.of(), handles)
                .in(folder));
        AtomicInteger hashed = new AtomicInteger();
        ProcessStatus process = (ProcessStatus) Proxy.newProxyInstance(
                LookCostTest.class.getClassLoader(),
                new Class<?>[] {ProcessStatus.class},
                (proxy, method, arguments) -> {
                    hashed.addAndGet(method.getName().equals("hashCode") ? 1 : 0);
                    return method.invoke(home.processes().get(0), arguments);
                });
        List<Held> held = process.handles().stream()
                .map(handle -> new Held(process, handle))
                .toList();

        assertThat(SnapshotJson.document(home, SnapshotJson.Parts.none().withHandles(held), List.of()))
                .extractingByKey("processes")
                .asInstanceOf(LIST)
                .hasSize(1);
        assertThat(Holders.processes(held)).hasSize(1);
        assertThat(hashed).hasValueLessThan(3);
    }

    @ParameterizedTest
    @EnumSource
    void shouldGoThroughAHomeAsOftenHoweverMuchItHas(Table table) throws IOException {
        assertThat(walks(home(50), table)).isEqualTo(walks(home(5), table));
    }
}
