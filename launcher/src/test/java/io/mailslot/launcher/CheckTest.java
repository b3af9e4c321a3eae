package io.mailslot.launcher;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.io.RandomAccessFile;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

/** What {@code check} makes of snapshots. */
class CheckTest {
    private static final int UNKNOWN = 3;

    @TempDir
    private Path folder;

    private CommandRun check(CraftedSnapshot snapshot, String... more) {
        Path file = snapshot.in(folder);
        return CommandRun.of(Stream.concat(Stream.of("check", "--from", file.toString()), Stream.of(more))
                .toArray(String[]::new));
    }

    private static CraftedSnapshot filled(long taken, boolean full) {
        return new CraftedSnapshot()
                .mailslot(
                        0x10,
                        "orders",
                        144,
                        "takenBytes",
                        taken,
                        "capacity",
                        1000,
                        "whenFull",
                        "wait",
                        "sendersWait",
                        full);
    }

    @ParameterizedTest
    @CsvSource({
        "144:200, 0, OK",
        "143:200, 1, WARNING",
        "10:144, 1, WARNING",
        "10:143, 2, CRITICAL",
        "0:0, 2, CRITICAL",
    })
    void shouldJudgeUnreadMessages(String bounds, int code, String word) {
        CommandRun run = check(filled(0, false), "--unread", "ORDERS:" + bounds);

        assertThat(run.exitCode()).isEqualTo(code);
        assertThat(run.out())
                .isEqualTo("MAILSLOT " + word + ": " + (code == 0 ? "1 mailslot, 0 processes" : "orders has 144 unread")
                        + " | orders=144;" + bounds.replace(':', ';') + "\n");
        assertThat(run.err()).isEmpty();
    }

    @ParameterizedTest
    @CsvSource({"800, false, 0, 80", "810, false, 1, 81", "960, false, 2, 96", "500, true, 2, 100"})
    void shouldJudgeHowFullMailslotsAre(long taken, boolean full, int code, int percent) {
        CommandRun run = check(filled(taken, full), "--fill", "80:95");

        assertThat(run.exitCode()).isEqualTo(code);
        assertThat(run.out()).endsWith(" | orders_fill=" + percent + "%;80;95\n");
    }

    @Test
    void shouldNotCountMailslotsThatDropAsFull() {
        CraftedSnapshot dropping = new CraftedSnapshot()
                .mailslot(0x10, "news", 9, "takenBytes", 1000, "capacity", 1000, "whenFull", "drop-oldest");

        assertThat(check(dropping, "--fill", "80:95").out()).isEqualTo("MAILSLOT OK: 1 mailslot, 0 processes\n");
    }

    /** What Java has no room for tells nothing of the home, and is no warning. */
    @Test
    void shouldNotKnowWhatItCannotHold() throws IOException {
        Path large = folder.resolve("large.json");
        try (RandomAccessFile file = new RandomAccessFile(large.toFile(), "rw")) {
            file.setLength(3L << 30);
        }

        CommandRun run = CommandRun.of("check", "--from", large.toString());

        assertThat(run.exitCode()).isEqualTo(UNKNOWN);
        assertThat(run.err()).hasLineCount(1).contains("out of memory");
        assertThat(CommandRun.of("ps", "--from", large.toString()).exitCode()).isEqualTo(1);
    }

    @Test
    void shouldTellWhichStoppedProcessesOthersWaitFor() {
        CraftedSnapshot idle = new CraftedSnapshot().process(7, 0x1001, List.of(), List.of(), "osState", "stopped");
        CraftedSnapshot owner = new CraftedSnapshot()
                .object(0x20, "mutex", "ledger", "ownerPid", 7, "ownerObject", "0x1001", "waitedFor", true)
                .process(7, 0x1001, List.of(), List.of(), "osState", "stopped");

        CommandRun warned = check(idle);
        CommandRun critical = check(owner);

        assertThat(warned.exitCode()).isEqualTo(1);
        assertThat(warned.out()).isEqualTo("MAILSLOT WARNING: process 7 is stopped | stopped=1;0; unreaped=0;0;\n");
        assertThat(critical.exitCode()).isEqualTo(2);
        assertThat(critical.out())
                .isEqualTo("MAILSLOT CRITICAL: process 7 is stopped and keeps ledger | stopped=1;0; unreaped=0;0;\n");
    }

    @Test
    void shouldWarnOfTheDeadAndTellTheWorst() {
        CraftedSnapshot bad = filled(990, false).process(7, 0x1001, List.of(), List.of(), "osState", "ended");

        CommandRun run = check(bad);

        assertThat(run.exitCode()).isEqualTo(2);
        assertThat(run.out())
                .startsWith(
                        "MAILSLOT CRITICAL: orders 99 % full, 1 dead process not cleared away | orders_fill=99%;80;95");
    }

    @Test
    void shouldNotTakeForWellWhatItCannotSee() {
        CraftedSnapshot blind =
                new CraftedSnapshot().with("unseen", List.of(Map.of("code", 5, "detail", "cannot look at it")));
        CommandRun unseen = check(blind);
        CommandRun unread = check(new CraftedSnapshot().mailslot(0x10, "orders", -1), "--unread", "orders:1:2");
        CommandRun unreadable = check(new CraftedSnapshot().mailslot(0x10, "orders", -1, "capacity", -1));
        CommandRun missing =
                CommandRun.of("check", "--home", folder.resolve("missing").toString());
        CommandRun none =
                CommandRun.of("check", "--from", folder.resolve("missing").toString());

        assertThat(unseen.exitCode()).isEqualTo(UNKNOWN);
        assertThat(unseen.out()).startsWith("MAILSLOT UNKNOWN: cannot look at it |");
        assertThat(unread.exitCode()).isEqualTo(UNKNOWN);
        assertThat(unread.out()).isEqualTo("MAILSLOT UNKNOWN: orders cannot be read\n");
        assertThat(unreadable.exitCode()).isEqualTo(UNKNOWN);
        assertThat(unreadable.out()).startsWith("MAILSLOT UNKNOWN: orders cannot be read | stopped=");
        assertThat(missing.exitCode()).isEqualTo(UNKNOWN);
        assertThat(missing.out()).isEqualTo("MAILSLOT UNKNOWN: there is no home " + folder.resolve("missing") + "\n");
        assertThat(none.exitCode()).isEqualTo(UNKNOWN);
        assertThat(none.out()).startsWith("MAILSLOT UNKNOWN: ").hasLineCount(1);
    }

    @Test
    void shouldBeCriticalIfNobodyHasTheMailslot() {
        CommandRun run = check(new CraftedSnapshot(), "--unread", "orders:1:2");

        assertThat(run.exitCode()).isEqualTo(2);
        assertThat(run.out()).isEqualTo("MAILSLOT CRITICAL: no mailslot orders\n");
    }

    @Test
    void shouldKeepNamesFromEndingALineOrItsWords() {
        CraftedSnapshot odd = new CraftedSnapshot().mailslot(0x10, "a|b 'c'=", 9);

        CommandRun run = check(odd, "--unread", "a|b 'c'=:1:2");

        assertThat(run.exitCode()).as(run.err()).isEqualTo(2);
        assertThat(run.out()).isEqualTo("MAILSLOT CRITICAL: a\\x7cb 'c'= has 9 unread | 'a\\x7cb ''c''='=9;1;2\n");
    }

    @Test
    void shouldTellProgramsTheSame() {
        CommandRun json = check(filled(990, false), "--format", "json");
        CommandRun metrics = check(filled(990, false), "--format", "openmetrics");

        assertThat(json.exitCode()).isEqualTo(2);
        assertThat(json.out())
                .startsWith("{\"schema\":1,")
                .contains(
                        "\"status\":\"critical\",\"code\":2,",
                        "{\"check\":\"fill\",\"mailslot\":\"orders\",\"value\":99,\"warn\":80,\"critical\":95}");
        assertThat(metrics.exitCode()).isEqualTo(2);
        assertThat(OpenMetricsText.parse(metrics.out()).samples())
                .containsEntry("mailslot_check_status{}", 2L)
                .containsEntry("mailslot_check_value{check=fill, mailslot=orders}", 99L)
                .containsEntry("mailslot_check_value{check=stopped}", 0L);
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "--unread orders",
                "--unread orders:1",
                "--unread orders:2:1",
                "--unread :1:2",
                "--fill x:1",
                "--fill 1:2:3",
                "--fill -1:2",
                "--format xml",
                "--bogus"
            })
    void shouldEndWithUnknownIfItsLineIsWrong(String line) {
        CommandRun run = CommandRun.of(("check " + line).split(" "));

        assertThat(run.exitCode()).isEqualTo(UNKNOWN);
        assertThat(run.out()).isEmpty();
        assertThat(run.err()).startsWith("mailslot: ").contains("Usage: mailslot check");
    }
}
