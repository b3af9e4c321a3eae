package io.mailslot.launcher;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermission;
import java.util.List;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** What {@code metrics} tells of snapshots, and where it writes it. */
class MetricsTest {
    @TempDir
    private Path folder;

    private CommandRun metrics(CraftedSnapshot snapshot, String... more) {
        Path file = snapshot.in(folder);
        return CommandRun.of(Stream.concat(Stream.of("metrics", "--from", file.toString()), Stream.of(more))
                .toArray(String[]::new));
    }

    private OpenMetricsText parsed(CraftedSnapshot snapshot) {
        CommandRun run = metrics(snapshot);
        assertThat(run.exitCode()).as(run.err()).isZero();
        return OpenMetricsText.parse(run.out());
    }

    @Test
    void shouldTellEachFigureOfAMailslot() {
        OpenMetricsText text = parsed(new CraftedSnapshot()
                .mailslot(
                        0x10,
                        "orders",
                        7,
                        "appended",
                        1_204_331,
                        "appendedBytes",
                        5_000_000_000L,
                        "capacity",
                        1 << 26,
                        "senders",
                        3,
                        "sendersWait",
                        true,
                        "allocatedBytes",
                        4096)
                .with("changes", 99)
                .with("dirty", true));

        assertThat(text.samples())
                .containsEntry("mailslot_messages_total{mailslot=orders}", 1_204_331L)
                .containsEntry("mailslot_bytes_total{mailslot=orders}", 5_000_000_000L)
                .containsEntry("mailslot_capacity_bytes{mailslot=orders}", 1L << 26)
                .containsEntry("mailslot_allocated_bytes{mailslot=orders}", 4096L)
                .containsEntry("mailslot_unread_messages{cursor=, mailslot=orders}", 7L)
                .containsEntry("mailslot_missed_messages_total{cursor=, mailslot=orders}", 0L)
                .containsEntry("mailslot_full{mailslot=orders}", 1L)
                .containsEntry("mailslot_senders{mailslot=orders}", 3L)
                .containsEntry("mailslot_receivers{mailslot=orders}", 1L)
                .containsEntry("mailslot_control_changes_total{}", 99L)
                .containsEntry("mailslot_home_dirty{}", 1L);
        assertThat(text.types())
                .containsEntry("mailslot_missed_messages", "counter")
                .containsEntry("mailslot_unread_messages", "gauge");
    }

    /** As it is after "unescaped", names are what people see of them. */
    @Test
    void shouldEscapeNamesAndLeaveOutWhatIsNotKnown() {
        OpenMetricsText text = parsed(new CraftedSnapshot()
                .mailslot(0x10, "a\"b\\c, d=\"e\"}\n# EOF", 1)
                .mailslot(0x11, "한글 \u001b[31m", 2)
                .mailslot(0x12, "unreadable", -1, "capacity", -1));

        assertThat(text.samples())
                .containsEntry("mailslot_full{mailslot=a\"b\\c, d=\"e\"}\\x0a# EOF}", 0L)
                .containsEntry("mailslot_unread_messages{cursor=, mailslot=한글 \\x1b[31m}", 2L)
                .containsKey("mailslot_full{mailslot=unreadable}")
                .doesNotContainKeys(
                        "mailslot_unread_messages{cursor=, mailslot=unreadable}",
                        "mailslot_capacity_bytes{mailslot=unreadable}",
                        "mailslot_messages_total{mailslot=unreadable}");
    }

    @Test
    void shouldTellOfCursorsOneByOneAndOfOthersTheOneThatLagsMost() {
        OpenMetricsText text = parsed(new CraftedSnapshot()
                .mailslot(
                        0x10,
                        "news",
                        9,
                        "ends",
                        List.of(
                                CraftedSnapshot.end(0x20, 5, 1, null),
                                CraftedSnapshot.end(0x21, 9, 2, null),
                                CraftedSnapshot.end(0x22, 3, 4, "shop"))));

        assertThat(text.samples())
                .containsEntry("mailslot_unread_messages{cursor=, mailslot=news}", 9L)
                .containsEntry("mailslot_missed_messages_total{cursor=, mailslot=news}", 2L)
                .containsEntry("mailslot_unread_messages{cursor=shop, mailslot=news}", 3L)
                .containsEntry("mailslot_missed_messages_total{cursor=shop, mailslot=news}", 4L);
    }

    @Test
    void shouldCountProcessesByState() {
        OpenMetricsText text = parsed(new CraftedSnapshot()
                .process(1, 0x1001, List.of(), List.of(CraftedSnapshot.handle(4, "event", 0x20, "ready")))
                .process(2, 0x1002, List.of(), List.of(), "osState", "stopped")
                .process(3, 0x1003, List.of(), List.of(), "osState", "ended"));

        assertThat(text.samples())
                .containsEntry("mailslot_processes{state=live}", 1L)
                .containsEntry("mailslot_processes{state=stopped}", 1L)
                .containsEntry("mailslot_processes{state=ended}", 1L)
                .containsEntry("mailslot_processes{state=starting}", 0L)
                .containsEntry("mailslot_handles{}", 1L)
                .containsEntry("mailslot_objects{type=process}", 3L);
    }

    /** Each id is a time series of its own, which nobody gets who has not asked. */
    @Test
    void shouldTellOfEachProcessWhereThatIsAskedFor() {
        CraftedSnapshot crafted = new CraftedSnapshot()
                .process(
                        17,
                        0x1001,
                        List.of(CraftedSnapshot.waiting(1, 0x20)),
                        List.of(CraftedSnapshot.handle(4, "event", 0x20, "ready")))
                .process(18, 0x1002, List.of(), List.of(), "osState", "stopped")
                .process(18, 0x1003, List.of(), List.of(CraftedSnapshot.handle(4, "event", 0x20, "ready")))
                .process(0, 0x1004, List.of(), List.of(), "state", "starting");

        CommandRun asked = metrics(crafted, "--per-process");

        assertThat(metrics(crafted).out()).doesNotContain("pid=");
        assertThat(asked.exitCode()).as(asked.err()).isZero();
        assertThat(OpenMetricsText.parse(asked.out()).samples())
                .containsEntry("mailslot_process_handles{pid=17}", 1L)
                .containsEntry("mailslot_process_waits{pid=17}", 1L)
                .containsEntry("mailslot_process_stopped{pid=17}", 0L)
                .containsEntry("mailslot_process_handles{pid=18}", 1L)
                .containsEntry("mailslot_process_stopped{pid=18}", 1L)
                .doesNotContainKey("mailslot_process_handles{pid=0}");
    }

    @Test
    void shouldWriteAFileWholeAndReadableForOthers() throws IOException {
        Path file = folder.resolve("mailslot.prom");
        Files.writeString(file, "of yesterday");

        CommandRun run = metrics(new CraftedSnapshot().mailslot(0x10, "orders", 7), "--output", file.toString());

        assertThat(run.exitCode()).as(run.err()).isZero();
        assertThat(run.out()).isEmpty();
        assertThat(OpenMetricsText.parse(Files.readString(file)).samples())
                .containsKey("mailslot_full{mailslot=orders}");
        assertThat(Files.getPosixFilePermissions(file))
                .isEqualTo(Files.getPosixFilePermissions(Files.writeString(folder.resolve("plain"), "")))
                .contains(PosixFilePermission.OWNER_READ);
        try (Stream<Path> left = Files.list(folder)) {
            assertThat(left.filter(each -> each.toString().endsWith(".tmp"))).isEmpty();
        }
    }

    @Test
    void shouldNotReplaceWhatIsNoFileNorLeaveAnythingWhereItCannotWrite() {
        CommandRun device = metrics(new CraftedSnapshot(), "--output", "/dev/null");
        CommandRun nowhere = metrics(
                new CraftedSnapshot(), "--output", folder.resolve("no/where").toString());

        assertThat(device.exitCode()).isEqualTo(1);
        assertThat(device.err()).contains("/dev/null is no ordinary file");
        assertThat(Path.of("/dev/null")).matches(path -> !Files.isRegularFile(path));
        assertThat(nowhere.exitCode()).isEqualTo(3);
        assertThat(nowhere.err()).startsWith("mailslot: no such file: ").hasLineCount(1);
    }

    @ParameterizedTest
    @ValueSource(strings = {"x", "127.0.0.1:", "127.0.0.1:65536", ":9469", "::1", "[::1]", "-1"})
    void shouldRefuseAnAddressThatIsNone(String address) {
        CommandRun run = CommandRun.of("metrics", "--listen=" + address);

        assertThat(run.exitCode()).isEqualTo(2);
        assertThat(run.err()).contains("--listen takes a port, or an address and a port", "'" + address + "'");
    }
}
