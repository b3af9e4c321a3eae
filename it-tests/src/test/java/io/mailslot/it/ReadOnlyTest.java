package io.mailslot.it;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import io.mailslot.Kernel;
import io.mailslot.api.MailslotOptions;
import io.mailslot.api.Receiver;
import io.mailslot.it.harness.ChildJvm;
import io.mailslot.it.harness.HomeCopy;
import io.mailslot.it.harness.Reply;
import io.mailslot.it.harness.TestHome;
import io.mailslot.it.harness.TestHomeExtension;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import java.util.ArrayList;
import java.util.List;
import java.util.Set;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;

/** Whoever may not write can still look at a home, and is told clearly that more is not possible. */
@ExtendWith(TestHomeExtension.class)
class ReadOnlyTest {
    /** What a superuser gives up to be bound by the modes of files. */
    private static final List<String> WITHOUT_PRIVILEGES = List.of("setpriv", "--bounding-set=-all", "--inh-caps=-all");

    @Test
    void shouldLookAtAHomeOnAReadOnlyFileSystem(TestHome home) {
        List<String> mounts = List.of("unshare", "--mount");
        assumeTrue(works(mounts, "mount -t tmpfs none /mnt"), "this user may not mount");
        Kernel kernel = home.attach();
        Receiver receiver =
                kernel.createMailslot("slot", MailslotOptions.defaults().withMaxMessageSize(424));
        kernel.openMailslot("slot").write("kept".getBytes(UTF_8));
        home.agent();

        ChildJvm reader = home.start(behind(
                mounts,
                "mount --bind " + home.path() + " " + home.path() + " && mount -o remount,bind,ro " + home.path()));

        assertSeen(reader.must("inspect", home.path()), 1);
        Reply refused = reader.ask("attach");
        assertThat(refused.code()).isEqualTo(5);
        assertThat(refused.text("message")).contains(home.path().toString(), "read-only file system");
        assertThat(receiver.poll()).hasValue("kept".getBytes(UTF_8));
    }

    @Test
    void shouldLookAtAHomeWithoutWritePermission(TestHome home) throws IOException {
        Path probe = Files.createFile(home.scratch().resolve("probe"), PosixFilePermissions.asFileAttribute(Set.of()));
        List<String> plain = works(List.of(), "cat " + probe) ? WITHOUT_PRIVILEGES : List.of();
        assumeTrue(!works(plain, "cat " + probe), "this user cannot give up reading whatever it likes");
        Kernel kernel = home.attach();
        kernel.createMailslot("slot", MailslotOptions.defaults().withMaxMessageSize(424));
        Path copy = home.path().resolveSibling(home.path().getFileName() + "-copy");
        try {
            HomeCopy.make(home.path(), copy);
            ChildJvm reader = home.start(behind(plain, "true"));

            assertThat(works(List.of(), "chmod 0 " + copy)).isTrue();
            Reply shut = reader.ask("inspect", copy);
            assertThat(shut.code())
                    .as("what cannot be entered is not taken for empty")
                    .isEqualTo(5);
            assertThat(shut.text("message")).contains(copy.toString());

            assertThat(works(List.of(), "chmod 700 " + copy + " && chmod -R a-w " + copy))
                    .isTrue();
            assertSeen(reader.must("inspect", copy), 0);
            Reply refused = reader.ask("attach", copy);
            assertThat(refused.code()).isEqualTo(5);
            assertThat(refused.text("message")).contains(copy.toString(), "rwx------");
        } finally {
            works(List.of(), "chmod -R u+rwx " + copy);
            TestHome.deleteTree(copy);
        }
    }

    private static void assertSeen(Reply seen, int messages) {
        assertThat(seen.number("alive")).isEqualTo(seen.number("processes")).isPositive();
        assertThat(seen.number("messages")).isEqualTo(messages);
        assertThat(seen.text("findings")).isEqualTo("[]");
    }

    private static ProcessBuilder behind(List<String> prefix, String preparation) {
        ProcessBuilder builder = TestHome.agentCommand().toProcessBuilder();
        List<String> command = new ArrayList<>(prefix);
        command.addAll(List.of("sh", "-c", preparation + " && exec \"$0\" \"$@\""));
        command.addAll(builder.command());
        return builder.command(command);
    }

    private static boolean works(List<String> prefix, String script) {
        List<String> command = new ArrayList<>(prefix);
        command.addAll(List.of("sh", "-c", script));
        try {
            Process process =
                    new ProcessBuilder(command).redirectErrorStream(true).start();
            return process.waitFor(10, TimeUnit.SECONDS) && process.exitValue() == 0;
        } catch (IOException missing) {
            return false;
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            return false;
        }
    }
}
