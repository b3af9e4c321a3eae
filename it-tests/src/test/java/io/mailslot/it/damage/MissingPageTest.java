package io.mailslot.it.damage;

import static org.assertj.core.api.Assertions.assertThat;

import io.mailslot.api.ErrorCode;
import io.mailslot.it.harness.ChildJvm;
import io.mailslot.it.harness.Reply;
import io.mailslot.it.harness.TestHome;
import io.mailslot.it.harness.TestHomeExtension;
import java.io.IOException;
import java.io.OutputStream;
import java.nio.channels.FileChannel;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.util.List;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;

/** Files of a mailslot are full of holes: a page that cannot be had is no damage, a file that was cut is. Needs root. */
@ExtendWith(TestHomeExtension.class)
class MissingPageTest {
    private static final int SIZE = 100_000;

    @Test
    void shouldTellOfAFullFileSystemWhereAPageCannotBeHad(TestHome home) throws Exception {
        Path small = home.fileSystem(4);
        ChildJvm user = home.unattachedAgent();
        user.must("attach", small);
        int receiver = user.must("create", "m", 0, 0, false).handle();
        user.must("fill", user.must("open", "m", false).handle(), SIZE);

        for (Path file : files(small, "arena.dat")) {
            assertThat(new ProcessBuilder("fallocate", "-p", "-o", "0", "-l", "" + SIZE, file.toString())
                            .inheritIO()
                            .start()
                            .waitFor())
                    .isZero();
        }
        fill(small);
        Reply refused = user.ask("read", receiver, 0);

        assertThat(refused.code()).as(refused.toString()).isEqualTo(ErrorCode.DISK_FULL.value());
        assertThat(refused.text("message")).contains("is full");
        user.end();
    }

    @Test
    void shouldNameTheFileThatWasCut(TestHome home) throws IOException {
        Path small = home.fileSystem(4);
        ChildJvm user = home.unattachedAgent();
        user.must("attach", small);
        int receiver = user.must("create", "m", 0, 0, false).handle();
        user.must("fill", user.must("open", "m", false).handle(), SIZE);

        for (Path file : files(small, "arena.dat")) {
            try (FileChannel channel = FileChannel.open(file, StandardOpenOption.WRITE)) {
                channel.truncate(0);
            }
        }
        fill(small);
        Reply refused = user.ask("read", receiver, 0);

        assertThat(refused.code()).as(refused.toString()).isEqualTo(ErrorCode.FILE_CORRUPT.value());
        assertThat(refused.text("message")).contains("arena.dat was cut");
        user.end();
    }

    private static List<Path> files(Path small, String name) throws IOException {
        try (Stream<Path> tree = Files.walk(small)) {
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
