package io.mailslot.it.surroundings;

import static org.assertj.core.api.Assertions.assertThat;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import io.mailslot.Kernel;
import io.mailslot.api.ErrorCode;
import io.mailslot.api.Receiver;
import io.mailslot.it.harness.ChildJvm;
import io.mailslot.it.harness.Deadline;
import io.mailslot.it.harness.Namespaces;
import io.mailslot.it.harness.Reply;
import io.mailslot.it.harness.TestHome;
import io.mailslot.it.harness.TestHomeExtension;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.UUID;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;

/** Services and containers from which a part of /proc is hidden, in one home with a process that sees all of it. Needs root. */
@ExtendWith(TestHomeExtension.class)
class HiddenSystemTest {
    private static final List<String> OWN_MOUNTS = List.of("unshare", "--mount");

    @BeforeAll
    static void mayMount() throws Exception {
        assumeTrue(
                Namespaces.works(OWN_MOUNTS, List.of("mount", "-t", "proc", "-o", "subset=pid", "proc", "/proc")),
                "this user may not mount a /proc of his own, or it knows no subset");
    }

    /** As systemd-nspawn does it: each container sees another one. */
    @Test
    void shouldShareAHomeWithContainersThatHaveBootIdsOfTheirOwn(TestHome home) throws IOException {
        Path id = home.scratch().resolve("boot_id");
        Files.writeString(id, UUID.randomUUID() + "\n");

        assertSharesAHome(home, "mount --bind " + id + " /proc/sys/kernel/random/boot_id");
    }

    /** As containers mask a file: it is there and has nothing to tell. */
    @Test
    void shouldShareAHomeWithAContainerWhoseBootIdIsMasked(TestHome home) {
        assertSharesAHome(home, "mount --bind /dev/null /proc/sys/kernel/random/boot_id");
    }

    /** As systemd's {@code ProcSubset=pid} does it: neither mounts nor the boot id are to be seen. */
    @Test
    void shouldShareAHomeWithAServiceThatSeesNothingButProcesses(TestHome home) {
        assertSharesAHome(home, "mount -t proc -o subset=pid proc /proc");
    }

    @Test
    void shouldSayThatThereIsNoProc(TestHome home) {
        ProcessBuilder builder = behind("mount -t tmpfs tmpfs /proc");
        // by which java finds its libraries then
        builder.environment()
                .put(
                        "LD_LIBRARY_PATH",
                        Path.of(System.getProperty("java.home"), "lib").toString());
        ChildJvm agent = home.start(builder);

        Reply refused = agent.ask("attach");

        assertThat(refused.code()).isEqualTo(ErrorCode.NOT_SUPPORTED.value());
        assertThat(refused.text("message")).contains("mount -t proc");
    }

    private static void assertSharesAHome(TestHome home, String preparation) {
        ChildJvm hidden = home.start(behind(preparation));
        Kernel kernel = home.attach();
        Receiver receiver = kernel.createMailslot("outside");
        hidden.must("attach");
        hidden.must("write", hidden.must("open", "outside", false).handle(), "in");
        assertThat(receiver.poll()).isPresent();
        hidden.must("create", "inside", 424, 0, false);

        hidden.kill();

        Deadline.await("the mailslot has gone with its receiver", Deadline.DEATH_NOTICED)
                .untilAsserted(() -> kernel.createMailslot("inside").close());
    }

    private static ProcessBuilder behind(String preparation) {
        ProcessBuilder prepared = Namespaces.within(
                List.of("sh", "-c", preparation + " && exec \"$0\" \"$@\""),
                TestHome.agentCommand().toProcessBuilder());
        return Namespaces.within(OWN_MOUNTS, prepared);
    }
}
