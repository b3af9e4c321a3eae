package io.mailslot.it.damage;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import io.mailslot.it.harness.ChildJvm;
import io.mailslot.it.harness.TestHome;
import io.mailslot.it.harness.TestHomeExtension;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import java.util.Arrays;
import java.util.List;
import java.util.concurrent.TimeUnit;
import java.util.stream.Stream;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.extension.ExtendWith;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

/**
 * A file of a home in use is swapped for something else. Whoever has the home open, and whoever attaches then, goes on or
 * fails with an error of the library's own; nobody dies or hangs, and nothing outside of the home is written.
 */
@ExtendWith(TestHomeExtension.class)
class SwappedInUseTest {
    private static final List<String> FILES =
            List.of("kernel.dat", "kernel.lock", "handles.dat", "life.lock", "control.dat", "0000000001.cq4");

    private static final byte[] OUTSIDE = new byte[1 << 20];

    static {
        Arrays.fill(OUTSIDE, (byte) 'x');
    }

    /** What stands in a file's place. */
    enum Swap {
        LINK {
            @Override
            void put(Path file, Path outside) throws IOException {
                Files.createSymbolicLink(file, outside);
            }
        },
        FIFO {
            @Override
            void put(Path file, Path outside) throws IOException {
                run("mkfifo", file.toString());
            }
        },
        DEVICE {
            @Override
            void put(Path file, Path outside) throws IOException {
                run("mknod", file.toString(), "c", "1", "5");
            }
        },
        FOLDER {
            @Override
            void put(Path file, Path outside) throws IOException {
                Files.createDirectory(file);
            }
        };

        abstract void put(Path file, Path outside) throws IOException;

        private static void run(String... command) throws IOException {
            Process process =
                    new ProcessBuilder(command).redirectErrorStream(true).start();
            String told = new String(process.getInputStream().readAllBytes(), UTF_8);
            assumeTrue(told.isEmpty(), () -> "the system refuses to make one: " + told);
        }
    }

    @ParameterizedTest
    @EnumSource(Swap.class)
    @Timeout(value = 5, unit = TimeUnit.MINUTES)
    void shouldFollowAndWaitForNothing(Swap swap, TestHome home) throws IOException {
        ChildJvm first = LiveDamageTest.user(home);
        ChildJvm second = LiveDamageTest.user(home);
        ChildJvm late = LiveDamageTest.user(home);
        Path outside = Files.write(home.scratch().resolve("outside"), OUTSIDE);
        for (String file : FILES) {
            Path swapped = Files.createDirectory(
                    home.path().resolveSibling(home.path().getFileName() + "-" + file),
                    PosixFilePermissions.asFileAttribute(PosixFilePermissions.fromString("rwx------")));
            try {
                ask(first, "attach " + swapped, file);
                ask(second, "attach " + swapped, file);
                ask(second, "look", file);
                for (Path each : files(swapped, file)) {
                    Files.delete(each);
                    swap.put(each, outside);
                }
                ask(first, "look", file);
                ask(late, "attach " + swapped, file);
                ask(late, "look", file);
                ask(second, "look", file);
                for (ChildJvm user : List.of(first, late, second)) {
                    ask(user, "leave", file);
                }
                assertThat(Files.readAllBytes(outside)).as(file).isEqualTo(OUTSIDE);
            } finally {
                TestHome.deleteTree(swapped);
            }
        }
    }

    private static void ask(ChildJvm user, String command, String file) {
        user.tell(command);
        assertThat(user.line()).as("%s in place of %s", command, file).doesNotStartWith("bad");
    }

    private static List<Path> files(Path home, String name) throws IOException {
        try (Stream<Path> tree = Files.walk(home)) {
            return tree.filter(path -> path.endsWith(name)).toList();
        }
    }
}
