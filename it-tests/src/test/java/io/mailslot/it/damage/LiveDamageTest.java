package io.mailslot.it.damage;

import static org.assertj.core.api.Assertions.assertThat;

import io.mailslot.internal.memory.Patience;
import io.mailslot.it.harness.Damage;
import io.mailslot.it.harness.Deadline;
import io.mailslot.it.harness.HomeTest;
import io.mailslot.it.harness.LiveTree;
import io.mailslot.it.harness.TestHome;
import io.mailslot.testkit.Child;
import io.mailslot.testkit.ChildCall;
import io.mailslot.testkit.ErrorOutput;
import io.mailslot.testkit.Jvms;
import java.io.FileNotFoundException;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import java.util.List;
import java.util.Locale;
import java.util.Random;
import java.util.TreeMap;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.locks.LockSupport;
import java.util.stream.Stream;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

/**
 * Bytes of a home's files change while two JVMs work with it: no JVM dies or hangs, every failure is one of the library's
 * own, and where only one mailslot is damaged all others go on. The system properties {@code mailslot.fuzz.rounds} and
 * {@code mailslot.fuzz.seed} ask for more rounds, and for those of a failure (which also depend on the processes' pace).
 */
@HomeTest
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
    void shouldSurviveBytesThatChange(Target target, TestHome home, Jvms jvms) throws IOException {
        long seed = Long.getLong("mailslot.fuzz.seed", System.nanoTime());
        List<Child> users = List.of(user(jvms), user(jvms));
        for (int round = 0; round < ROUNDS; round++) {
            Path damaged = Files.createDirectory(
                    home.path().resolveSibling(home.path().getFileName() + "-" + round),
                    PosixFilePermissions.asFileAttribute(PosixFilePermissions.fromString("rwx------")));
            try {
                String told = round(target, users, damaged, new Random(seed + round));
                String when = String.format(Locale.ROOT, "seed %d, round %d: %s", seed, round, told);
                bothMustBeSound(users, c -> HomeUser.stop(), when);
                bothMustBeSound(users, c -> HomeUser.leave(), when);
            } finally {
                TestHome.deleteTree(damaged);
            }
        }
        users.forEach(Child::kill);
    }

    /** At the same time. */
    private static void bothMustBeSound(List<Child> users, ChildCall<TreeMap<String, Integer>> deed, String when) {
        List<CompletableFuture<TreeMap<String, Integer>>> deeds =
                users.stream().map(user -> user.submit(deed)).toList();
        for (CompletableFuture<TreeMap<String, Integer>> each : deeds) {
            assertThat(each).as(when).succeedsWithin(Deadline.PATIENCE);
        }
    }

    /** One that is to be killed: what a shutdown hook makes of a damaged home is another test. */
    static Child user(Jvms jvms) {
        return jvms.jvm()
                .withSystemProperty(Patience.PROPERTY, "1000")
                .withErrorOutput(ErrorOutput.ALLOWED)
                .start();
    }

    private static String round(Target target, List<Child> users, Path home, Random random) throws IOException {
        String damaged = home.toString();
        boolean everything = target.everything;
        users.forEach(user -> user.run(c -> HomeUser.attach(damaged)));
        for (int i = 0; i < users.size(); i++) {
            long other = users.get(1 - i).pid();
            users.get(i).run(c -> HomeUser.begin(other, everything));
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
        } catch (NoSuchFileException | FileNotFoundException gone) {
            return "";
        }
    }

    private static List<Path> files(Path home, Target target) {
        Path root = target.everything ? home : home.resolve("mailslots/sick");
        try (Stream<Path> tree = LiveTree.walk(root)) {
            return tree.filter(path -> path.getFileName().toString().endsWith(target.file))
                    .toList();
        } catch (UncheckedIOException | IOException e) {
            return List.of(); // processes, their mailslots, or all of it have just gone
        }
    }
}
