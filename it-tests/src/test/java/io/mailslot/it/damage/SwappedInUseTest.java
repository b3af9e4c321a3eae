package io.mailslot.it.damage;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatCode;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import io.mailslot.it.harness.HomeTest;
import io.mailslot.it.harness.LiveTree;
import io.mailslot.it.harness.TestHome;
import io.mailslot.testkit.Child;
import io.mailslot.testkit.ChildBody;
import io.mailslot.testkit.Jvms;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import java.util.Arrays;
import java.util.List;
import java.util.concurrent.TimeUnit;
import java.util.stream.Stream;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

/**
 * A file of a home in use is swapped for something else. Whoever has the home open, and whoever attaches then, goes on or
 * fails with an error of the library's own; nobody dies or hangs, and nothing outside of the home is written.
 */
@HomeTest
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
    void shouldFollowAndWaitForNothing(Swap swap, TestHome home, Jvms jvms) throws IOException {
        Child first = LiveDamageTest.user(jvms);
        Child second = LiveDamageTest.user(jvms);
        Child late = LiveDamageTest.user(jvms);
        Path outside = Files.write(home.scratch().resolve("outside"), OUTSIDE);
        for (String file : FILES) {
            Path swapped = Files.createDirectory(
                    home.path().resolveSibling(home.path().getFileName() + "-" + file),
                    PosixFilePermissions.asFileAttribute(PosixFilePermissions.fromString("rwx------")));
            String path = swapped.toString();
            try {
                mustBeSound(first, "attach", file, c -> HomeUser.attach(path));
                mustBeSound(second, "attach", file, c -> HomeUser.attach(path));
                mustBeSound(second, "look", file, c -> HomeUser.look());
                for (Path each : files(swapped, file)) {
                    Files.delete(each);
                    swap.put(each, outside);
                }
                mustBeSound(first, "look", file, c -> HomeUser.look());
                mustBeSound(late, "attach", file, c -> HomeUser.attach(path));
                mustBeSound(late, "look", file, c -> HomeUser.look());
                mustBeSound(second, "look", file, c -> HomeUser.look());
                for (Child user : List.of(first, late, second)) {
                    mustBeSound(user, "leave", file, c -> HomeUser.leave());
                }
                assertThat(Files.readAllBytes(outside)).as(file).isEqualTo(OUTSIDE);
            } finally {
                TestHome.deleteTree(swapped);
            }
        }
        List.of(first, late, second).forEach(Child::kill);
    }

    private static void mustBeSound(Child user, String what, String file, ChildBody deed) {
        assertThatCode(() -> user.run(deed))
                .as("%s with another thing in place of %s", what, file)
                .doesNotThrowAnyException();
    }

    private static List<Path> files(Path home, String name) throws IOException {
        try (Stream<Path> tree = LiveTree.walk(home)) {
            return tree.filter(path -> path.endsWith(name)).toList();
        }
    }
}
