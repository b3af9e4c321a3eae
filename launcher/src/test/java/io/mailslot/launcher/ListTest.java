package io.mailslot.launcher;

import static org.assertj.core.api.Assertions.assertThat;

import io.mailslot.Kernel;
import io.mailslot.KernelOptions;
import io.mailslot.api.MailslotOptions;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.stream.Stream;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.MethodSource;
import org.junit.jupiter.params.provider.ValueSource;

/** Tables of looks, and what all of them have in common: columns to choose, an order, colours, looking again. */
class ListTest {
    private static final Terminal TERMINAL = new Terminal(true, true, true, 160);
    private static final String RED = "\u001b[31m";

    @TempDir
    private Path folder;

    private String file;

    @BeforeEach
    void craft() {
        file = new CraftedSnapshot()
                .mailslot(
                        0x1001,
                        "Shop/Orders",
                        3,
                        "nextSize",
                        12,
                        "maxMessageSize",
                        400,
                        "readTimeoutMs",
                        5000,
                        "receivers",
                        List.of(17, 18),
                        "senders",
                        2,
                        "sendersWait",
                        true,
                        "capacity",
                        67108864,
                        "whenFull",
                        "wait",
                        "durable",
                        true,
                        "cursors",
                        List.of(
                                Map.of("name", "late", "open", false, "messages", 3, "missed", 2),
                                Map.of("name", "shop", "open", true, "messages", 1)))
                .mailslot(
                        0x1002,
                        "idle",
                        0,
                        "broadcast",
                        true,
                        "maxMessageSize",
                        4294967295L,
                        "receivers",
                        List.of(17),
                        "allocatedBytes",
                        16384,
                        "capacity",
                        1048576,
                        "appended",
                        1_000,
                        "whenFull",
                        "drop-oldest",
                        "missed",
                        5)
                .mailslot(0x1003, "unreadable", -1)
                .process(17, 1, List.of(), List.of(), "osState", "stopped")
                .process(9, 2, List.of(), List.of(), "command", List.of("./worker"))
                .in(folder)
                .toString();
    }

    private CommandRun run(Terminal terminal, String... words) {
        CommandRun run = CommandRun.on(
                terminal,
                Stream.concat(Stream.of(words), Stream.of("--from", file)).toArray(String[]::new));
        assertThat(run.err()).isEmpty();
        assertThat(run.exitCode()).isZero();
        return run;
    }

    private List<String> lines(String... words) {
        return run(new Terminal(false, false, false, 80), words).out().lines().toList();
    }

    @Test
    void shouldListMailslotsForPrograms() {
        assertThat(lines("ls").stream().map(line -> line.replaceAll(" +", " ")))
                .containsExactly(
                        "NAME MESSAGES NEXT MAX TIMEOUT RECEIVERS SENDERS CAPACITY WHEN-FULL CURSORS",
                        "Shop/Orders 3 12 400 5s 17,18 2 67108864 wait late,shop",
                        "idle 0 - any forever 17 0 1048576 drop-oldest -",
                        "unreadable - - any forever - 0 - - -");
    }

    @Test
    void shouldRoundSizesForPeopleAndShowWhatIsFull() {
        String shown = run(TERMINAL, "ls").out();

        assertThat(shown).contains("12 B", "400 B", "64 MiB", "1 MiB");
        assertThat(shown).contains(System.getenv("NO_COLOR") == null ? RED + "3" : "  3  ");
        assertThat(run(TERMINAL, "ls", "--color", "never").out()).doesNotContain("\u001b");
        assertThat(String.join("\n", lines("ps", "--color", "always")))
                .contains(RED + "STOPPED\u001b[0m")
                .doesNotContain(RED + "live");
    }

    @Test
    void shouldTellAboutOneMailslot() {
        assertThat(lines("info", "\\\\.\\mailslot\\SHOP\\orders").stream().map(line -> line.replaceAll(" {2,}", ": ")))
                .containsExactly(
                        "name: Shop/Orders",
                        "messages: 3",
                        "next message: 12",
                        "largest message: 400",
                        "read timeout: 5s",
                        "receivers: 17,18",
                        "senders: 2",
                        "capacity: 67108864",
                        "when full: wait",
                        "broadcast: no",
                        "cursor: late (closed, 3 unread, 2 missed)",
                        "cursor: shop (open, 1 unread)");
        assertThat(lines("info", "idle")).contains("allocated        16384", "missed           5");
    }

    @Test
    void shouldNotFindPartsOfNames() {
        CommandRun run = CommandRun.of("info", "orders", "--from", file);

        assertThat(run.exitCode()).isEqualTo(3);
        assertThat(run.err()).isEqualTo("mailslot: no mailslot 'orders' in /srv/crafted\n");
    }

    @ParameterizedTest
    @ValueSource(strings = {"ls", "info idle"})
    void shouldShowAPartOfTheSnapshotAsJson(String line) {
        assertThat(String.join("", lines((line + " --json").split(" "))))
                .startsWith("{\"schema\":1,\"takenAt\":\"2026-01-01T00:00:00Z\",\"home\":\"/srv/crafted\",")
                .contains(
                        "\"name\":\"idle\",\"object\":\"0x1002\"",
                        "\"maxMessageSize\":4294967295,\"readTimeoutMs\":null")
                .contains("\"cursors\":[]}" + (line.equals("ls") ? "," : "]"));
    }

    @Test
    void shouldShowTheColumnsThatAreChosen() {
        assertThat(lines("ls", "-o", "sent,NAME").stream().map(String::strip))
                .containsExactly("SENT  NAME", "-  Shop/Orders", "1000  idle", "-  unreadable");
        assertThat(lines("ls", "-o", "+ALLOCATED,SENT").get(0)).endsWith("CURSORS    ALLOCATED  SENT");
        assertThat(lines("ps", "-o", "waits_on,pid", "--no-header")).containsExactly("-  17", "-   9");
        assertThat(lines("handles", "--summary", "-o", "pid,mutexes")).hasSize(1);
    }

    @Test
    void shouldSortByAnyColumn() {
        assertThat(lines("ls", "-o", "NAME", "--no-header", "--sort", "-MESSAGES"))
                .containsExactly("Shop/Orders", "idle", "unreadable");
        assertThat(lines("ls", "-o", "NAME", "--no-header", "--sort=capacity"))
                .containsExactly("unreadable", "idle", "Shop/Orders");
        assertThat(lines("ps", "-o", "PID", "--no-header", "--sort", "PID")).containsExactly(" 9", "17");
        assertThat(lines("ps", "-o", "PID", "--no-header", "--sort", "-pid")).containsExactly("17", " 9");
    }

    @ParameterizedTest
    @ValueSource(strings = {"ls", "df", "ps", "handles", "objects", "errors"})
    void shouldHelpWithColumnsAndKnowEachOfThem(String command) {
        List<String> help = lines(command, "-o", "help");

        assertThat(help.get(0)).matches("COLUMN +USUAL +MEANING");
        List<String> names =
                help.stream().skip(1).map(line -> line.split(" ")[0]).toList();
        assertThat(lines(command, "-o", String.join(",", names)).get(0).strip().split(" +"))
                .containsExactly(names.toArray(String[]::new));
    }

    static Stream<Arguments> wrongLines() {
        return Stream.of(
                Arguments.of("ls -o name,nothing", "no column 'nothing'; there are NAME,MESSAGES"),
                Arguments.of("ls -o name,", "no column ''"),
                Arguments.of("ps --sort -size", "no column 'size'"),
                Arguments.of("ps --sort", "Missing required parameter for option '--sort' (COL)"),
                Arguments.of("ps --color sometimes", "Invalid value for option '--color'"),
                Arguments.of("ps --count 3", "--count is for --watch"),
                Arguments.of("ps --watch --count 0", "--count takes a number from 1 up, not 0"),
                Arguments.of("ps --watch=1ms", "--watch takes 50ms or more, not 1ms"),
                Arguments.of("ps --watch=soon", "'soon' is not a duration"),
                Arguments.of("ps --watch --from x", "--watch looks at a home"),
                Arguments.of("graph --watch --from x", "--watch looks at a home"),
                Arguments.of("graph --count 3", "--count is for --watch"),
                Arguments.of("graph --watch --svg", "--watch draws one behind the other"),
                Arguments.of("graph --watch -o /dev/null", "/dev/null is no ordinary file"));
    }

    @ParameterizedTest
    @MethodSource("wrongLines")
    void shouldRefuseWhatMakesNoSense(String line, String message) {
        CommandRun run = CommandRun.of(line.split(" "));

        assertThat(run.exitCode()).isEqualTo(2);
        assertThat(run.err()).contains(message, "Usage: mailslot " + line.split(" ")[0]);
    }

    @Test
    void shouldLookAgainOneBehindTheOther() {
        String home = folder.resolve("missing").toString();
        String[] text = {"ls", "--watch=50ms", "--count", "3", "--home", home, "-o", "name"};
        String[] json = {"ls", "--watch=50ms", "--count", "2", "--home", home, "--json"};

        assertThat(CommandRun.of(text).out()).isEqualTo("NAME\n\nNAME\n\nNAME\n");
        assertThat(CommandRun.of(json).out().lines()).hasSize(2).allMatch(line -> line.startsWith("{\"schema\":1,"));
        // the word behind --watch is none of its own
        assertThat(CommandRun.of("info", "--watch", "5s", "--count", "1", "--home", home)
                        .err())
                .contains("no mailslot '5s'");
    }

    @Test
    void shouldDrawOverWhatItHasShownOnATerminal() {
        String[] words = {
            "ls",
            "--watch=50ms",
            "--count",
            "2",
            "--home",
            folder.resolve("missing").toString()
        };

        String shown = CommandRun.on(TERMINAL, words).out();

        assertThat(shown.split("\u001b\\[H", -1)).hasSize(3);
        assertThat(shown)
                .startsWith("\u001b[?7l\u001b[Hmailslot ls, every 50ms\u001b[K\nNAME  MESSAGES")
                .endsWith("CURSORS\u001b[K\n\u001b[J\u001b[?7h");
    }

    @Test
    void shouldNotDrawOnATerminalThatObeysNothing() {
        String[] words = {
            "ls",
            "--watch=50ms",
            "--count",
            "2",
            "--home",
            folder.resolve("missing").toString()
        };

        String shown =
                CommandRun.on(new Terminal(true, true, true, false, 160), words).out();

        assertThat(shown).doesNotContain("\u001b").hasLineCount(3);
    }

    /** Each time, since what was said before is drawn over. */
    @Test
    void shouldTellBelowTheTableWhatItCannotSee() throws IOException {
        Path home = folder.resolve("home");
        try (Kernel kernel = Kernel.attach(KernelOptions.defaults().withHome(home))) {
            kernel.createMailslot("orders", MailslotOptions.defaults().withCursor("shop"))
                    .close();
        }
        try (Stream<Path> queues = Files.list(home.resolve("mailslots/orders"))) {
            Path queue = queues.findFirst().orElseThrow();
            Files.move(queue, folder.resolve("moved"));
            Files.createFile(queue); // no folder
        }

        CommandRun seen = CommandRun.on(TERMINAL, "ls", "--watch=50ms", "--count", "2", "--home", home.toString());

        assertThat(seen.exitCode()).isEqualTo(1);
        assertThat(seen.err()).isEmpty();
        String[] screens = seen.out().split("\u001b\\[H", -1);
        assertThat(screens).hasSize(3);
        for (String screen : List.of(screens[1], screens[2])) {
            assertThat(screen.lines().toList().get(2)).startsWith("orders ");
            assertThat(screen.lines().toList().get(3)).startsWith("mailslot: ").contains("mailslot 'orders'");
        }
        CommandRun once = CommandRun.on(TERMINAL, "ls", "--home", home.toString());
        assertThat(once.err()).startsWith("mailslot: ").contains("mailslot 'orders'");
    }

    @Test
    void shouldShowNoMoreThanThereIsRoomFor() {
        Screen screen = new Screen(4, 80);
        for (int i = 0; i < 10; i++) {
            screen.add("line " + i);
        }

        assertThat(screen.text().lines())
                .containsExactly(
                        "\u001b[?7l\u001b[Hline 0\u001b[K",
                        "line 1\u001b[K",
                        "... and 8 lines more\u001b[K",
                        "\u001b[J\u001b[?7h");
    }

    @Test
    void shouldBelieveASizeThatATerminalCanHave() {
        assertThat(Resizing.parse("24 80\n"))
                .hasValueSatisfying(size -> assertThat(size).containsExactly(24, 80));
        for (String none : List.of("", "0 0\n", "24", "24 x", "stty: no terminal")) {
            assertThat(Resizing.parse(none)).as(none).isEmpty();
        }
    }
}
