package io.mailslot.launcher;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.file.Path;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class DfTest {
    @TempDir
    private Path folder;

    private CommandRun df(Terminal terminal, String... more) {
        String file = new CraftedSnapshot()
                .with("fileSystem", Map.of("type", "tmpfs", "totalBytes", 4_000_000_000L, "freeBytes", 3_000_000_000L))
                .mailslot(1, "busy", 7, "capacity", 1_048_576, "takenBytes", 1_048_000, "sendersWait", true)
                .mailslot(2, "idle", 0, "capacity", 1_048_576, "takenBytes", 0)
                .mailslot(3, "little", 1, "capacity", 1_048_576, "takenBytes", 8)
                .mailslot(4, "unreadable", -1)
                .in(folder)
                .toString();
        String[] words = new String[more.length + 3];
        System.arraycopy(more, 0, words, 3, more.length);
        words[0] = "df";
        words[1] = "--from";
        words[2] = file;
        CommandRun run = CommandRun.on(terminal, words);
        assertThat(run.err()).isEmpty();
        assertThat(run.exitCode()).isZero();
        return run;
    }

    @Test
    void shouldTellHowFullEachMailslotIsAndWhatTheyLieOn() {
        CommandRun run = df(new Terminal(false, false, false, 80));

        assertThat(run.out().lines().map(line -> line.strip().replaceAll(" +", " ")))
                .containsExactly(
                        "NAME TYPE CAPACITY TAKEN FREE UNREAD FILL STATE",
                        "busy mailslot 1048576 1048000 576 7 100% full",
                        "idle mailslot 1048576 0 1048576 0 0% -",
                        "little mailslot 1048576 8 1048568 1 1% -",
                        "unreadable mailslot - - - - - -",
                        "/srv/crafted tmpfs 4000000000 1000000000 3000000000 - 25% -");
    }

    @Test
    void shouldRoundForPeopleAndSortByFill() {
        CommandRun run = df(new Terminal(true, true, true, 80), "--sort", "-FILL", "--color", "never");

        assertThat(run.out().lines().map(line -> line.split(" ")[0]))
                .containsExactly("NAME", "busy", "/srv/crafted", "little", "idle", "unreadable");
        assertThat(run.out()).contains("1 MiB", "2.8 GiB");
    }

    @Test
    void shouldHaveTheFileSystemInItsJson() {
        assertThat(df(new Terminal(false, false, false, 80), "--json").out())
                .contains("\"takenBytes\":1048000", "\"fileSystem\":{\"type\":\"tmpfs\",\"totalBytes\":4000000000,")
                .contains("\"freeBytes\":3000000000},\"unseen\":[]}");
    }
}
