package io.mailslot.launcher;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** What looks tell of outboxes and of the bridge that takes from them, which they do not ask. */
class OutboxLooksTest {
    private static final String NAME = "\\\\b\\mailslot\\orders";
    private static final long OUTBOX = 0x10;
    private static final long BRIDGE = 0x1001;
    private static final long MUTEX = 0x20;
    private static final long LINK = 0x21;
    private static final long OLD_SERVERS = 0x22;

    @TempDir
    private Path folder;

    private CommandRun run(CraftedSnapshot home, String... words) {
        Path file = home.in(folder);
        return CommandRun.of(Stream.concat(Stream.of(words), Stream.of("--from", file.toString()))
                .toArray(String[]::new));
    }

    /** Of this boot, so that advice reaches it; some messages wait. */
    private static CraftedSnapshot home(boolean open, Object... more) throws IOException {
        Object[] all = Stream.concat(
                        Stream.of(more),
                        Stream.of(
                                "durable",
                                true,
                                "ends",
                                List.of(
                                        open
                                                ? CraftedSnapshot.end(0x30, 7, 0, "bridge")
                                                : CraftedSnapshot.closed(0x30, 7, "bridge"))))
                .toArray();
        return new CraftedSnapshot()
                .with(
                        "bootId",
                        Files.readString(Path.of("/proc/sys/kernel/random/boot_id"))
                                .trim())
                .mailslot(OUTBOX, NAME, 7, all);
    }

    private static CraftedSnapshot withBridge(boolean open, boolean connected, Object... process) throws IOException {
        return home(open)
                .object(MUTEX, "mutex", "bridge", "ownerPid", 7, "ownerObject", CraftedSnapshot.hex(BRIDGE))
                .object(LINK, "event", "bridge/connected", "signaled", connected)
                .process(7, BRIDGE, List.of(), List.of(CraftedSnapshot.handle(4, "receiver", 0x30, NAME)), process);
    }

    @Test
    void shouldTellThatNobodyCarriesAndHowToBegin() throws IOException {
        CommandRun why = run(home(false), "why", NAME);
        CommandRun doctor = run(home(false), "doctor");

        assertThat(why.out())
                .contains(
                        "it is an outbox: the bridge takes from it what goes to b\n",
                        "no bridge runs in this home",
                        "-> start the bridge:          mailslot bridge --home /srv/crafted --config FILE\n")
                .doesNotContain("receive", "open nowhere");
        assertThat(doctor.exitCode()).isZero();
        assertThat(doctor.out())
                .contains("warn  no bridge runs, and what goes to other machines stays here: 7 messages in " + NAME
                        + "\n" + "      fix: mailslot bridge --home /srv/crafted --config FILE\n")
                .doesNotContain("--cursor");
    }

    @Test
    void shouldFailWhereSendersWaitForABridge() throws IOException {
        CommandRun doctor = run(home(false, "sendersWait", true, "whenFull", "wait", "capacity", 100), "doctor");

        assertThat(doctor.exitCode()).isEqualTo(1);
        assertThat(doctor.out()).contains("FAIL  no bridge runs", "one is full").doesNotContain("are slower");
    }

    @Test
    void shouldTellOfALinkThatIsDown() throws IOException {
        CommandRun why = run(withBridge(true, false), "why", NAME);
        CommandRun doctor = run(withBridge(true, false), "doctor");
        CommandRun info = run(withBridge(true, false), "info", NAME);

        assertThat(why.out())
                .contains(
                        "the bridge (process 7) reaches no server",
                        "-> hear what is wrong:        mailslot bridge status");
        assertThat(doctor.out())
                .contains("warn  the bridge, process 7, reaches no server: 7 messages in " + NAME + "\n"
                        + "      fix: mailslot bridge status --home /srv/crafted\n");
        assertThat(info.out())
                .containsPattern("outbox for +b\n")
                .containsPattern("carried by +7 \\(bridge NOT CONNECTED\\)");
    }

    @Test
    void shouldTellOfServersThatAreOld() throws IOException {
        CraftedSnapshot old =
                withBridge(true, true).object(OLD_SERVERS, "event", "bridge/old-servers", "signaled", true);
        CraftedSnapshot newer =
                withBridge(true, true).object(OLD_SERVERS, "event", "bridge/old-servers", "signaled", false);

        assertThat(run(old, "doctor").out())
                .contains(
                        "warn  the servers of the bridge are old: those of a cluster may differ",
                        "fix: mailslot bridge status --home /srv/crafted\n");
        assertThat(run(newer, "doctor").out())
                .contains("ok    bridge connected")
                .doesNotContain("are old");
    }

    @Test
    void shouldTellOfAnOutboxThatTheBridgeDoesNotHave() throws IOException {
        CommandRun why = run(withBridge(false, true), "why", NAME);
        CommandRun doctor = run(withBridge(false, true), "doctor");

        assertThat(why.out()).contains("does not take from it", "-> or have nothing kept:      mailslot rm");
        assertThat(doctor.out())
                .contains(
                        "warn  outbox " + NAME + " keeps 7 messages which the bridge does not take",
                        "fix: mailslot rm --home /srv/crafted '" + NAME + "'\n");
    }

    @Test
    void shouldTellOfABridgeThatStandsStill() throws IOException {
        CommandRun why = run(withBridge(true, true, "osState", "stopped"), "why", NAME);

        assertThat(why.out())
                .contains("the bridge (process 7) is STOPPED", "-> continue it:               kill -CONT 7");
    }

    @Test
    void shouldSayThatAllIsWell() throws IOException {
        CommandRun why = run(withBridge(true, true), "why", NAME);
        CommandRun doctor = run(withBridge(true, true), "doctor");

        assertThat(why.out()).contains("the bridge (process 7) carries, and is connected");
        assertThat(doctor.out()).contains("ok    bridge connected, process 7; 7 messages in " + NAME + "\n");
    }

    /** Whoever took from it would have messages come twice. */
    @Test
    void shouldAdviseNobodyToReadWhatTheBridgeHasNoted() throws IOException {
        List<?> ends = List.of(CraftedSnapshot.closed(0x31, 90, "bridge"));
        CraftedSnapshot home = home(false)
                .mailslot(
                        0x11, "bridge/state", 90, "ends", ends, "takenBytes", 90, "capacity", 100, "whenFull", "wait");

        CommandRun why = run(home, "why", "bridge/state");

        assertThat(why.out())
                .contains("it is what the bridge has noted for itself")
                .doesNotContain("->");
        assertThat(run(home, "doctor").out()).doesNotContain("bridge/state");
    }

    @Test
    void shouldSayNothingWhereNothingGoesToOthers() {
        CommandRun doctor = run(new CraftedSnapshot().mailslot(OUTBOX, "orders", 1), "doctor");
        CommandRun metrics = run(new CraftedSnapshot().mailslot(OUTBOX, "orders", 1), "metrics");

        assertThat(doctor.out()).doesNotContain("bridge");
        assertThat(metrics.out()).doesNotContain("bridge");
    }

    @Test
    void shouldHaveItInTablesAndFigures() throws IOException {
        CommandRun ls = run(withBridge(true, true), "ls", "-o", "NAME,OUTBOX-FOR");
        CommandRun json = run(withBridge(true, true), "ls", "--json");
        CommandRun metrics = run(withBridge(true, true), "metrics");

        assertThat(ls.out()).isEqualTo("NAME                 OUTBOX-FOR\n" + NAME + "  b\n");
        assertThat(json.out()).contains("\"outboxFor\":\"b\"");
        assertThat(OpenMetricsText.parse(metrics.out()).samples())
                .containsEntry("mailslot_bridge_running{}", 1L)
                .containsEntry("mailslot_bridge_connected{}", 1L)
                .containsEntry("mailslot_outbox_messages{computer=b}", 7L);
    }
}
