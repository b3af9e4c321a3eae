package io.mailslot.it;

import static io.mailslot.it.harness.Refusal.refused;
import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import io.mailslot.Kernel;
import io.mailslot.KernelOptions;
import io.mailslot.api.ErrorCode;
import io.mailslot.api.MailslotException;
import io.mailslot.api.MailslotOptions;
import io.mailslot.api.Receiver;
import io.mailslot.inspect.HomeInspector;
import io.mailslot.inspect.HomeSnapshot;
import io.mailslot.inspect.HomeVerifier;
import io.mailslot.inspect.MailslotStatus;
import io.mailslot.inspect.ProcessStatus;
import io.mailslot.it.harness.HomeCopy;
import io.mailslot.it.harness.HomeTest;
import io.mailslot.it.harness.TestHome;
import io.mailslot.junit.Named;
import io.mailslot.testkit.Child;
import io.mailslot.testkit.Jvms;
import java.io.IOException;
import java.io.Serializable;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Set;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.Test;

/** Whoever may not write can still look at a home, and is told clearly that more is not possible. */
@HomeTest
class ReadOnlyTest {
    /** What a superuser gives up to be bound by the modes of files. */
    private static final List<String> WITHOUT_PRIVILEGES = List.of("setpriv", "--bounding-set=-all", "--inh-caps=-all");

    @Test
    void shouldLookAtAHomeOnAReadOnlyFileSystem(@Named("other") Child other, TestHome home, Jvms jvms) {
        List<String> mounts = List.of("unshare", "--mount");
        assumeTrue(works(mounts, "mount -t tmpfs none /mnt"), "this user may not mount");
        Kernel kernel = home.attach();
        Receiver receiver =
                kernel.createMailslot("slot", MailslotOptions.defaults().withMaxMessageSize(424));
        kernel.openMailslot("slot").write("kept".getBytes(UTF_8));
        other.run(c -> c.kernel());

        String path = home.path().toString();
        Child reader =
                behind(jvms, mounts, "mount --bind " + path + " " + path + " && mount -o remount,bind,ro " + path);

        assertSeen(look(reader, path), 1);
        MailslotException refused = refused(reader, c -> c.kernel());
        assertThat(refused.errorCode()).isEqualTo(ErrorCode.ACCESS_DENIED);
        assertThat(refused).hasMessageContainingAll(path, "read-only file system");
        assertThat(receiver.poll()).hasValue("kept".getBytes(UTF_8));
    }

    @Test
    void shouldLookAtAHomeWithoutWritePermission(TestHome home, Jvms jvms) throws IOException {
        Path probe = Files.createFile(home.scratch().resolve("probe"), PosixFilePermissions.asFileAttribute(Set.of()));
        List<String> plain = works(List.of(), "cat " + probe) ? WITHOUT_PRIVILEGES : List.of();
        assumeTrue(!works(plain, "cat " + probe), "this user cannot give up reading whatever it likes");
        Kernel kernel = home.attach();
        kernel.createMailslot("slot", MailslotOptions.defaults().withMaxMessageSize(424));
        Path folder = home.path().resolveSibling(home.path().getFileName() + "-copy");
        String copy = folder.toString();
        try {
            HomeCopy.make(home.path(), folder);
            Child reader = behind(jvms, plain, "true");

            assertThat(works(List.of(), "chmod 0 " + copy)).isTrue();
            MailslotException shut = refused(reader, c -> HomeInspector.inspect(Path.of(copy)));
            assertThat(shut.errorCode())
                    .as("what cannot be entered is not taken for empty")
                    .isEqualTo(ErrorCode.ACCESS_DENIED);
            assertThat(shut).hasMessageContaining(copy);

            assertThat(works(List.of(), "chmod 700 " + copy + " && chmod -R a-w " + copy))
                    .isTrue();
            assertSeen(look(reader, copy), 0);
            MailslotException refused =
                    refused(reader, c -> Kernel.attach(KernelOptions.defaults().withHome(Path.of(copy))));
            assertThat(refused.errorCode()).isEqualTo(ErrorCode.ACCESS_DENIED);
            assertThat(refused).hasMessageContainingAll(copy, "rwx------");
        } finally {
            works(List.of(), "chmod -R u+rwx " + copy);
            TestHome.deleteTree(folder);
        }
    }

    private record Seen(int processes, long alive, long messages, List<String> findings) implements Serializable {}

    private static Seen look(Child reader, String home) {
        return reader.call(c -> {
            HomeSnapshot seen = HomeInspector.inspect(Path.of(home)).orElseThrow();
            return new Seen(
                    seen.processes().size(),
                    seen.processes().stream().filter(ProcessStatus::alive).count(),
                    seen.mailslots().stream()
                            .mapToLong(MailslotStatus::messageCount)
                            .sum(),
                    HomeVerifier.verify(Path.of(home), Duration.ofSeconds(1)).stream()
                            .map(String::valueOf)
                            .toList());
        });
    }

    private static void assertSeen(Seen seen, int messages) {
        assertThat(seen.alive()).isEqualTo(seen.processes()).isPositive();
        assertThat(seen.messages()).isEqualTo(messages);
        assertThat(seen.findings()).isEmpty();
    }

    /** A child that is started that way, when the preparation is done. */
    private static Child behind(Jvms jvms, List<String> prefix, String preparation) {
        List<String> words = new ArrayList<>(prefix);
        words.addAll(List.of("sh", "-c", preparation + " && exec \"$0\" \"$@\""));
        return jvms.jvm().startedBy(words.toArray(String[]::new)).start();
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
