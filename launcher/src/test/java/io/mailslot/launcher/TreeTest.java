package io.mailslot.launcher;

import static io.mailslot.launcher.CraftedSnapshot.handle;
import static org.assertj.core.api.Assertions.assertThat;

import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** What {@code tree} draws on terminals. */
class TreeTest {
    private static final long EVENT = 0x20;

    @TempDir
    private Path folder;

    private List<String> tree(int columns, CraftedSnapshot snapshot, String... more) {
        List<String> words = new ArrayList<>(List.of(
                "tree", "--color", "never", "--from", snapshot.in(folder).toString()));
        words.addAll(List.of(more));
        CommandRun run = CommandRun.on(new Terminal(true, true, true, columns), words.toArray(String[]::new));
        assertThat(run.exitCode()).as(run.err()).isZero();
        return run.out().lines().toList();
    }

    @Test
    void shouldTellPeopleThatThereIsNothing() {
        assertThat(tree(40, new CraftedSnapshot())).containsExactly("0 processes");
        Path empty = new CraftedSnapshot().in(folder);
        assertThat(CommandRun.of("tree", "--from", empty.toString()).out()).isEmpty();
    }

    /** Letters that take two columns, those that are spelled out, and names that no line has room for. */
    @Test
    void shouldFitWhateverNamesThereAre() {
        String name = "주문/커피와차/" + "z".repeat(50);
        CraftedSnapshot shop = new CraftedSnapshot()
                .process(
                        4711,
                        0x1001,
                        List.of(),
                        List.of(
                                handle(4, "event", EVENT, "준비완료"),
                                handle(8, "event", EVENT, "준비\u0001완료"),
                                handle(12, "event", EVENT, "준비완료"),
                                handle(16, "event", EVENT, name)),
                        "command",
                        List.of("주문을받는프로그램", "--가게=\u001b[2J서울특별시"),
                        "osState",
                        "stopped")
                .process(4712, 0x1002, List.of(), List.of(handle(4, "event", EVENT, name)), "parentObject", "0x1001");

        List<String> lines = tree(40, shop);

        assertThat(lines).allSatisfy(line -> assertThat(Columns.of(line)).isLessThanOrEqualTo(40));
        assertThat(lines.get(0)).startsWith("4711 주문").endsWith("  STOPPED");
        assertThat(lines.subList(1, 3)).containsExactly("│  4e[준비완료] 8e[준비\\x01완료]", "│  12e[준비완료]");
        assertThat(lines.get(3)).startsWith("│  16e[주문/").contains("…").endsWith("z]");
        assertThat(String.join("\n", tree(40, shop, "--wide"))).contains(name, "\\x1b[2J서울특별시");
    }
}
