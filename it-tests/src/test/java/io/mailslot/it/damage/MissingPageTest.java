package io.mailslot.it.damage;

import static io.mailslot.it.harness.Refusal.refused;
import static org.assertj.core.api.Assertions.assertThat;

import io.mailslot.api.ErrorCode;
import io.mailslot.api.MailslotException;
import io.mailslot.it.harness.HomeTest;
import io.mailslot.it.harness.LiveTree;
import io.mailslot.it.harness.Payload;
import io.mailslot.it.harness.TestHome;
import io.mailslot.testkit.Child;
import io.mailslot.testkit.Jvms;
import java.io.IOException;
import java.io.OutputStream;
import java.nio.channels.FileChannel;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.time.Duration;
import java.util.List;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;

/** Files of a mailslot are full of holes: a page that cannot be had is no damage, a file that was cut is. Needs root. */
@HomeTest
class MissingPageTest {
    private static final int SIZE = 100_000;

    @Test
    void shouldTellOfAFullFileSystemWhereAPageCannotBeHad(TestHome home, Jvms jvms) throws Exception {
        Path small = home.fileSystem(4);
        Child user = in(jvms, small);
        int receiver = user.call(c -> c.kernel().createMailslot("m").handle());
        user.run(c -> c.kernel().openMailslot("m").write(Payload.ofSize(SIZE)));

        for (Path file : files(small, "arena.dat")) {
            assertThat(new ProcessBuilder("fallocate", "-p", "-o", "0", "-l", "" + SIZE, file.toString())
                            .inheritIO()
                            .start()
                            .waitFor())
                    .isZero();
        }
        fill(small);
        MailslotException refused =
                refused(user, c -> c.kernel().receiver(receiver).read(Duration.ZERO));

        assertThat(refused.errorCode()).as(refused.toString()).isEqualTo(ErrorCode.DISK_FULL);
        assertThat(refused).hasMessageContaining("is full");
        jvms.all(user);
    }

    @Test
    void shouldNameTheFileThatWasCut(TestHome home, Jvms jvms) throws IOException {
        Path small = home.fileSystem(4);
        Child user = in(jvms, small);
        int receiver = user.call(c -> c.kernel().createMailslot("m").handle());
        user.run(c -> c.kernel().openMailslot("m").write(Payload.ofSize(SIZE)));

        for (Path file : files(small, "arena.dat")) {
            try (FileChannel channel = FileChannel.open(file, StandardOpenOption.WRITE)) {
                channel.truncate(0);
            }
        }
        fill(small);
        MailslotException refused =
                refused(user, c -> c.kernel().receiver(receiver).read(Duration.ZERO));

        assertThat(refused.errorCode()).as(refused.toString()).isEqualTo(ErrorCode.FILE_CORRUPT);
        assertThat(refused).hasMessageContaining("arena.dat was cut");
        jvms.all(user);
    }

    /** A child whose home is the file system. */
    private static Child in(Jvms jvms, Path small) {
        return jvms.jvm().withSystemProperty("mailslot.home", small.toString()).start();
    }

    private static List<Path> files(Path small, String name) throws IOException {
        try (Stream<Path> tree = LiveTree.walk(small)) {
            return tree.filter(path -> path.endsWith(name)).toList();
        }
    }

    private static void fill(Path small) {
        try (OutputStream ballast = Files.newOutputStream(small.resolve("ballast"))) {
            while (true) {
                ballast.write(new byte[4096]);
            }
        } catch (IOException full) {
            // as is wanted
        }
    }
}
