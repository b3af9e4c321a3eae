package io.mailslot.it.surroundings;

import static org.assertj.core.api.Assertions.assertThat;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import io.mailslot.Kernel;
import io.mailslot.api.ErrorCode;
import io.mailslot.api.MailslotException;
import io.mailslot.api.Receiver;
import io.mailslot.it.harness.Deadline;
import io.mailslot.it.harness.HomeTest;
import io.mailslot.it.harness.Namespaces;
import io.mailslot.it.harness.Refusal;
import io.mailslot.it.harness.TestHome;
import io.mailslot.testkit.Child;
import io.mailslot.testkit.ChildSpec;
import io.mailslot.testkit.Jvms;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.UUID;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;

/** Services and containers from which a part of /proc is hidden, in one home with a process that sees all of it. Needs root. */
@HomeTest
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
    void shouldShareAHomeWithContainersThatHaveBootIdsOfTheirOwn(TestHome home, Jvms jvms, Kernel kernel)
            throws IOException {
        Path id = home.scratch().resolve("boot_id");
        Files.writeString(id, UUID.randomUUID() + "\n");

        assertSharesAHome(jvms, kernel, "mount --bind " + id + " /proc/sys/kernel/random/boot_id");
    }

    /** As containers mask a file: it is there and has nothing to tell. */
    @Test
    void shouldShareAHomeWithAContainerWhoseBootIdIsMasked(Jvms jvms, Kernel kernel) {
        assertSharesAHome(jvms, kernel, "mount --bind /dev/null /proc/sys/kernel/random/boot_id");
    }

    /** As systemd's {@code ProcSubset=pid} does it: neither mounts nor the boot id are to be seen. */
    @Test
    void shouldShareAHomeWithAServiceThatSeesNothingButProcesses(Jvms jvms, Kernel kernel) {
        assertSharesAHome(jvms, kernel, "mount -t proc -o subset=pid proc /proc");
    }

    @Test
    void shouldSayThatThereIsNoProc(Jvms jvms) {
        Child child = behind(jvms, "mount -t tmpfs tmpfs /proc")
                // by which java finds its libraries then
                .withEnvironment(
                        "LD_LIBRARY_PATH",
                        Path.of(System.getProperty("java.home"), "lib").toString())
                .start();

        MailslotException refused = Refusal.refused(child, c -> c.kernel());

        assertThat(refused.errorCode()).isEqualTo(ErrorCode.NOT_SUPPORTED);
        assertThat(refused).hasMessageContaining("mount -t proc");
    }

    private static void assertSharesAHome(Jvms jvms, Kernel kernel, String preparation) {
        Child hidden = behind(jvms, preparation).start();
        Receiver receiver = kernel.createMailslot("outside");

        hidden.run(c -> c.kernel().openMailslot("outside").write("in"));

        assertThat(receiver.poll()).isPresent();
        hidden.run(c -> c.kernel().createMailslot("inside"));

        hidden.kill();

        Deadline.await("the mailslot has gone with its receiver", Deadline.DEATH_NOTICED)
                .untilAsserted(() -> kernel.createMailslot("inside").close());
    }

    private static ChildSpec behind(Jvms jvms, String preparation) {
        List<String> words = new ArrayList<>(OWN_MOUNTS);
        words.addAll(List.of("sh", "-c", preparation + " && exec \"$0\" \"$@\""));
        return jvms.jvm().startedPlainly().startedBy(words.toArray(String[]::new));
    }
}
