package io.mailslot.launcher;

import static org.assertj.core.api.Assertions.assertThat;

import io.mailslot.Kernel;
import io.mailslot.KernelOptions;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import java.util.List;
import java.util.Map;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** What {@code doctor} makes of snapshots, and of homes that are not as they should be. */
class DoctorTest {
    private static final long FIRST = 0x1001;
    private static final long SECOND = 0x1002;

    @TempDir
    private Path folder;

    private CommandRun doctor(CraftedSnapshot snapshot, String... more) {
        Path file = snapshot.in(folder);
        return CommandRun.of(Stream.concat(Stream.of("doctor", "--from", file.toString()), Stream.of(more))
                .toArray(String[]::new));
    }

    /** One of this boot: commands that it advises reach what they are for. */
    private static CraftedSnapshot here() throws IOException {
        return new CraftedSnapshot()
                .with(
                        "bootId",
                        Files.readString(Path.of("/proc/sys/kernel/random/boot_id"))
                                .trim());
    }

    @Test
    void shouldFindNothingWrong() {
        CommandRun run = doctor(new CraftedSnapshot()
                .with("fileSystem", Map.of("type", "tmpfs", "totalBytes", 1L << 31, "freeBytes", 1L << 30))
                .mailslot(0x10, "orders", 3)
                .process(1, FIRST, List.of(), List.of()));

        assertThat(run.exitCode()).isZero();
        assertThat(run.err()).isEmpty();
        assertThat(run.out()).isEqualTo("""
                ok    home /srv/crafted at 2026-01-01T00:00:00Z: layout 6, this boot
                ok    tmpfs of the home: 1024 MiB of 2048 MiB free; new mailslots get 64 MiB
                ok    1 process, none stopped, none dead and not cleared away
                ok    1 mailslot, none is full
                ok    kernel lock free
                """);
    }

    @Test
    void shouldTellWhatAStoppedProcessKeepsAndHowToGoOn() throws IOException {
        CraftedSnapshot stopped = here().object(
                        0x20, "mutex", "ledger", "ownerPid", 7, "ownerObject", "0x1001", "waitedFor", true)
                .mailslot(0x10, "orders", 9, "sendersWait", true, "whenFull", "wait", "capacity", 100)
                .process(
                        7,
                        FIRST,
                        List.of(),
                        List.of(CraftedSnapshot.handle(4, "receiver", CraftedSnapshot.receiverOf(0x10), "orders")),
                        "osState",
                        "stopped",
                        "command",
                        List.of("worker"));

        CommandRun run = doctor(stopped);

        assertThat(run.exitCode()).isEqualTo(1);
        assertThat(run.out())
                .contains(
                        "FAIL  process 7 (worker) is stopped, and owns mutex ledger, for which somebody waits; it is a "
                                + "receiver of orders, which is full\n"
                                + "      fix: kill -CONT 7\n"
                                + "      detail: mailslot why ledger --from ")
                .doesNotContain("which are slower", "none is full");
    }

    @Test
    void shouldAdviseNothingThatWouldReachOthers() {
        CommandRun run = doctor(new CraftedSnapshot()
                .process(7, FIRST, List.of(), List.of(), "osState", "stopped")
                .process(8, SECOND, List.of(), List.of(), "osState", "ended"));

        assertThat(run.exitCode()).isZero();
        assertThat(run.out())
                .contains(
                        "warn  process 7 (-) is stopped\n",
                        "warn  1 dead process not cleared away (8), and nobody lives here who would\n")
                .doesNotContain("fix:");
    }

    @Test
    void shouldHaveTheDeadClearedAway() throws IOException {
        CommandRun run = doctor(here().process(8, SECOND, List.of(), List.of(), "osState", "ended"));

        assertThat(run.out()).contains("fix: mailslot gc --home /srv/crafted\n");
    }

    @Test
    void shouldTellOfACursorThatHoldsBackMuch() throws IOException {
        List<?> ends = List.of(CraftedSnapshot.closed(0x20, 9, "audit"), CraftedSnapshot.end(0x21, 1, 0, "shop"));
        Object[] more = {"ends", ends, "takenBytes", 60, "capacity", 100, "whenFull", "wait"};

        CommandRun half = doctor(here().mailslot(0x10, "news", 9, more));
        CommandRun full = doctor(here().mailslot(
                        0x10,
                        "news",
                        9,
                        "ends",
                        ends,
                        "takenBytes",
                        90,
                        "capacity",
                        100,
                        "whenFull",
                        "wait",
                        "sendersWait",
                        true));
        CommandRun little = doctor(
                here().mailslot(0x10, "news", 9, "ends", ends, "takenBytes", 10, "capacity", 100, "whenFull", "wait"));

        assertThat(half.exitCode()).isZero();
        assertThat(half.out())
                .contains("warn  news is filled to 60 % of 100 bytes: cursor audit is open nowhere, and holds back 9 "
                        + "messages\n"
                        + "      fix: mailslot receive --home /srv/crafted news --cursor audit\n");
        assertThat(full.exitCode()).isEqualTo(1);
        assertThat(full.out()).contains("FAIL  news is filled to 100 %");
        assertThat(little.out()).contains("ok    1 mailslot, none is full");
    }

    @Test
    void shouldWarnOfAReceiverThatIsSlower() {
        CommandRun run = doctor(new CraftedSnapshot()
                .mailslot(0x10, "orders", 9, "sendersWait", true, "whenFull", "wait", "capacity", 100));

        assertThat(run.exitCode()).isZero();
        assertThat(run.out()).contains("warn  orders is full, with 9 unread", "detail: mailslot why orders --from ");
    }

    @Test
    void shouldJudgeHowLongTheKernelLockIsHeld() {
        for (Object[] each : new Object[][] {
            {"2025-12-31T23:59:59.900Z", "ok    ", 0},
            {"2025-12-31T23:59:55Z", "warn  ", 0},
            {"2025-12-31T23:59:00Z", "FAIL  ", 1}
        }) {
            CommandRun run =
                    doctor(new CraftedSnapshot().with("kernelLock", Map.of("held", true, "pid", 42, "since", each[0])));

            assertThat(run.exitCode()).isEqualTo(each[2]);
            assertThat(run.out()).contains(each[1] + "kernel lock held by process 42 for ");
        }
    }

    @Test
    void shouldJudgeTheSpace() {
        assertThat(doctor(space(64, 60)).out())
                .contains("warn  tmpfs of the home: 60 MiB of 64 MiB free; new mailslots get 15 MiB", "--shm-size=1g");
        assertThat(doctor(space(1000, 150)).out()).contains("warn  ", "85 % are used, 80 % is much");
        CommandRun full = doctor(space(1000, 10));
        assertThat(full.exitCode()).isEqualTo(1);
        assertThat(full.out())
                .contains("FAIL  ", "99 % are used", "fix: mount -o remount,size=1g /dev/shm", "mailslot df");
    }

    private static CraftedSnapshot space(long total, long free) {
        return new CraftedSnapshot()
                .with("fileSystem", Map.of("type", "tmpfs", "totalBytes", total << 20, "freeBytes", free << 20));
    }

    @Test
    void shouldLookAtTheMachineAndAtALivingHome() throws IOException {
        Path home = folder.resolve("home");
        try (Kernel kernel = Kernel.attach(KernelOptions.defaults().withHome(home))) {
            kernel.createMailslot("orders");

            CommandRun well = CommandRun.of("doctor", "--home", home.toString());

            assertThat(well.out())
                    .contains(
                            "Java " + Runtime.version().feature(),
                            "kernel ",
                            "ok    home " + home + ": ",
                            ", rwx------ of ",
                            "limits: none is near; nearest is process " + kernel.processId() + " with ",
                            "ok    verifier: 0 findings in 2 objects, 1 handle");
        }
        Files.setPosixFilePermissions(home, PosixFilePermissions.fromString("rwxr-xr-x"));
        CommandRun open = CommandRun.of("doctor", "--home", home.toString());
        assertThat(open.exitCode()).isEqualTo(1);
        assertThat(open.out()).contains("FAIL  home ", "fix: chmod o-rwx " + home);
    }

    @Test
    void shouldTellOfAHomeThatIsNoneAndOfOneThatIsNotThere() throws IOException {
        Path missing = folder.resolve("missing");
        Path other = Files.writeString(folder.resolve("file"), "x");

        CommandRun none = CommandRun.of("doctor", "--home", missing.toString());
        CommandRun file = CommandRun.of("doctor", "--home", other.toString());

        assertThat(none.out()).contains("ok    home " + missing + " is not there yet");
        assertThat(missing).doesNotExist();
        assertThat(file.exitCode()).isEqualTo(1);
        assertThat(file.out()).contains("FAIL  " + other + " is no home: it is no directory");
    }
}
