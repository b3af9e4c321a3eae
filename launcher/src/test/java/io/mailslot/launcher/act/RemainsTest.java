package io.mailslot.launcher.act;

import static io.mailslot.launcher.CraftedSnapshot.handle;
import static io.mailslot.launcher.CraftedSnapshot.receiverOf;
import static org.assertj.core.api.Assertions.assertThat;

import io.mailslot.inspect.Finding;
import io.mailslot.launcher.CraftedSnapshot;
import io.mailslot.launcher.look.Snapshots;
import java.io.IOException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** What is left of what the dead have left, at a look while it is cleared away. */
class RemainsTest {
    private static final long ORDERS = 0x10;
    private static final long DEAD = 0x1001;
    private static final long LEDGER = 0x30;

    private record File(String detail) implements Finding {
        @Override
        public Kind kind() {
            return Kind.ORPHAN_FILE;
        }
    }

    @TempDir
    private Path folder;

    private Remains of(CraftedSnapshot snapshot, String... files) throws IOException {
        List<Finding> findings = new ArrayList<>();
        Stream.of(files).map(File::new).forEach(findings::add);
        return Remains.of(Snapshots.read(null, snapshot.in(folder)), findings);
    }

    private static CraftedSnapshot home(int messages, int handles) {
        List<Map<String, Object>> open = new ArrayList<>();
        open.add(handle(4, "receiver", receiverOf(ORDERS), "orders"));
        for (int i = 1; i < handles; i++) {
            open.add(handle(4 + 4 * i, "mutex", LEDGER, "ledger"));
        }
        return new CraftedSnapshot()
                .mailslot(ORDERS, "orders", messages, "allocatedBytes", -1)
                .object(LEDGER, "mutex", "ledger")
                .process(7, DEAD, List.of(), open, "osState", "ended", "startTicks", 11);
    }

    private static List<String> left(Remains found, Remains later) {
        return found.stillIn(later, null).stream().map(Remains.Leftover::words).toList();
    }

    @Test
    void shouldNotTakeTheHalfClearedForCleared() throws IOException {
        assertThat(left(of(home(3, 3)), of(home(2, 2))))
                .containsExactly(
                        "dead process 7, object 0x1001, with 2 handles",
                        "mailslot orders, with 2 unread",
                        "mutex 0x30 ledger");
    }

    @Test
    void shouldTellOfFilesThatStayWhenTheirMailslotGoes() throws IOException {
        CraftedSnapshot empty = new CraftedSnapshot();

        assertThat(left(of(home(3, 1)), of(empty))).isEmpty();
        assertThat(left(of(home(3, 1)), of(empty, "/home/orders/@1-1")))
                .containsExactly("file /home/orders/@1-1, which is nobody's");
    }

    @Test
    void shouldNotTakeForLeftWhoDiedMeanwhile() throws IOException {
        CraftedSnapshot other =
                new CraftedSnapshot().process(7, 0x1002, List.of(), List.of(), "osState", "ended", "startTicks", 12);

        assertThat(left(of(home(3, 1)), of(other))).isEmpty();
    }

    @Test
    void shouldNotTakeForClearedWhatItCannotJudge() throws IOException {
        CraftedSnapshot blind = home(2, 1).with("unseen", List.of(Map.of("code", 5, "detail", "cannot look at it")));

        assertThat(left(of(home(3, 1)), of(blind)))
                .containsExactlyInAnyOrder(
                        "dead process 7, object 0x1001, with 1 handle",
                        "mailslot orders, with 3 unread",
                        "mutex 0x30 ledger");
    }
}
