package io.mailslot.it.damage;

import static org.assertj.core.api.Assertions.assertThat;

import io.mailslot.JavaCommand;
import io.mailslot.it.harness.ChildJvm;
import io.mailslot.it.harness.Damage;
import io.mailslot.it.harness.TestHome;
import io.mailslot.it.harness.TestHomeExtension;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import java.util.ArrayList;
import java.util.List;
import java.util.Random;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.locks.LockSupport;
import java.util.stream.Stream;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.extension.ExtendWith;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

/**
 * Bytes of a home's files change while two JVMs work with it: no JVM dies or hangs, every failure is one of the library's
 * own, and where only one mailslot is damaged all others go on. The system properties {@code mailslot.fuzz.rounds} and
 * {@code mailslot.fuzz.seed} ask for more rounds, and for those of a failure (which also depend on the processes' pace).
 */
@ExtendWith(TestHomeExtension.class)
class LiveDamageTest {
    private static final int ROUNDS = Integer.getInteger("mailslot.fuzz.rounds", 5);
    private static final int BLOWS = 20;
    private static final long BETWEEN_BLOWS_NANOS = TimeUnit.MILLISECONDS.toNanos(10);

    /** What is damaged. */
    enum Target {
        KERNEL_DATA(true, "kernel.dat"),
        HANDLE_TABLES(true, "handles.dat"),
        SEGMENTS(false, ".cq4");

        private final boolean everything;
        private final String file;

        Target(boolean everything, String file) {
            this.everything = everything;
            this.file = file;
        }
    }

    @ParameterizedTest
    @EnumSource(Target.class)
    @Timeout(value = 10, unit = TimeUnit.MINUTES)
    void shouldSurviveBytesThatChange(Target target, TestHome home) throws IOException {
        long seed = Long.getLong("mailslot.fuzz.seed", System.nanoTime());
        ChildJvm[] users = {user(home), user(home)};
        for (int round = 0; round < ROUNDS; round++) {
            Path damaged = Files.createDirectory(
                    home.path().resolveSibling(home.path().getFileName() + "-" + round),
                    PosixFilePermissions.asFileAttribute(PosixFilePermissions.fromString("rwx------")));
            try {
                String told = round(target, users, damaged, new Random(seed + round));
                for (String command : List.of("stop", "leave")) {
                    for (ChildJvm user : users) {
                        user.tell(command);
                    }
                    for (ChildJvm user : users) {
                        assertThat(user.line())
                                .as("seed %d, round %d: %s", seed, round, told)
                                .startsWith("sound");
                    }
                }
            } finally {
                TestHome.deleteTree(damaged);
            }
        }
    }

    static ChildJvm user(TestHome home) {
        return home.start(ChildJvm.quick(JavaCommand.of(HomeUser.class))
                        .withSystemProperty("mailslot.patience", "1000")
                        .toProcessBuilder())
                .expectErrorOutput();
    }

    private static String round(Target target, ChildJvm[] users, Path home, Random random) throws IOException {
        List<String> pids = new ArrayList<>();
        for (ChildJvm user : users) {
            user.tell("attach " + home);
            pids.add(user.line().split(" ")[1]);
        }
        for (int i = 0; i < users.length; i++) {
            users[i].tell("work", pids.get(1 - i), target.everything);
            assertThat(users[i].line()).isEqualTo("working");
        }
        StringBuilder told = new StringBuilder();
        Damage damage = new Damage(random);
        for (int blow = 0; blow < BLOWS; blow++) {
            LockSupport.parkNanos(BETWEEN_BLOWS_NANOS);
            for (Path file : files(home, target)) {
                told.append(strike(damage, target, file));
            }
        }
        return told.toString();
    }

    private static String strike(Damage damage, Target target, Path file) throws IOException {
        try {
            return file.getFileName() + " "
                    + switch (target) {
                        case KERNEL_DATA -> damage.kernelData(file);
                        case HANDLE_TABLES -> damage.handles(file);
                        default -> damage.anywhere(file);
                    };
        } catch (NoSuchFileException gone) {
            return "";
        }
    }

    private static List<Path> files(Path home, Target target) {
        Path root = target.everything ? home : home.resolve("mailslots/sick");
        try (Stream<Path> tree = Files.walk(root)) {
            return tree.filter(path -> path.getFileName().toString().endsWith(target.file))
                    .toList();
        } catch (UncheckedIOException | IOException e) {
            return List.of(); // processes, their mailslots, or all of it have just gone
        }
    }
}
