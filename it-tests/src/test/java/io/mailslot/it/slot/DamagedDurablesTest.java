package io.mailslot.it.slot;

import static org.assertj.core.api.Assertions.assertThat;

import io.mailslot.Kernel;
import io.mailslot.KernelOptions;
import io.mailslot.api.MailslotException;
import io.mailslot.api.Receiver;
import io.mailslot.api.Sender;
import io.mailslot.inspect.HomeVerifier;
import io.mailslot.internal.layout.KernelHeader;
import io.mailslot.internal.layout.ObjectEntry;
import io.mailslot.it.harness.HomeTest;
import io.mailslot.it.harness.LiveTree;
import io.mailslot.it.harness.TestHome;
import java.io.IOException;
import java.io.RandomAccessFile;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.time.Duration;
import java.util.List;
import java.util.Random;
import java.util.concurrent.TimeUnit;
import java.util.stream.Stream;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

/**
 * A few bytes anywhere in what this library keeps of durable mailslots are overwritten while nobody lives: the home can be used again
 * and is in order, whatever becomes of the damaged one. {@code -Dmailslot.damaged.rounds} sets how often.
 */
@HomeTest
class DamagedDurablesTest {
    private static final int FEW_ROUNDS = 30;
    private static final int USED_OBJECTS = 10;

    @Test
    @Timeout(value = 5, unit = TimeUnit.MINUTES)
    @Tag("long")
    void shouldGoOnWhateverIsDamaged(TestHome home) throws IOException {
        Path original = home.scratch().resolve("original");
        try (Kernel kernel = Kernel.attach(KernelOptions.defaults().withHome(original))) {
            fill(kernel, "one");
            fill(kernel, "two");
        }
        long seed = System.nanoTime();
        Random random = new Random(seed);
        for (int round = 0; round < Integer.getInteger("mailslot.damaged.rounds", FEW_ROUNDS); round++) {
            Path copy = home.scratch().resolve("copy");
            copy(original, copy);
            String damage = damage(copy, random);
            try (Kernel kernel = Kernel.attach(KernelOptions.defaults().withHome(copy))) {
                use(kernel, "one");
                use(kernel, "two");
                fill(kernel, "three");
                assertThat(kernel.handles()).isEmpty();
            }
            assertThat(HomeVerifier.verify(copy, Duration.ZERO))
                    .as("seed %d, round %d: %s", seed, round, damage)
                    .isEmpty();
            TestHome.deleteTree(copy);
        }
    }

    private static void fill(Kernel kernel, String name) {
        try (Receiver receiver = kernel.createMailslot(name, Durables.PATIENT.withCursor(name));
                Sender sender = kernel.openMailslot(name)) {
            sender.write(new byte[10]);
            sender.write(new byte[10_000]);
            assertThat(receiver.read()).hasSize(10);
            sender.write(new byte[20]);
        }
    }

    /** Damage to a message shows when it is read, at the latest. */
    private static void use(Kernel kernel, String name) {
        try (Receiver receiver = kernel.createMailslot(name, Durables.PATIENT.withCursor(name))) {
            Durables.texts(receiver);
        } catch (MailslotException damaged) {
            assertThat(damaged.errorCode().value()).as(damaged.toString()).isIn(1392, 1117, 183);
        }
    }

    private static String damage(Path home, Random random) throws IOException {
        StringBuilder told = new StringBuilder();
        for (int i = random.nextInt(3); i >= 0; i--) {
            Path file = file(home, random);
            boolean table = file.endsWith("kernel.dat");
            int offset = table
                    ? KernelHeader.OBJECT_TABLE_OFFSET
                            + random.nextInt(USED_OBJECTS) * ObjectEntry.LENGTH
                            + random.nextInt(random.nextBoolean() ? 300 : 64)
                    : random.nextInt(random.nextBoolean() ? 1_000 : 200);
            try (RandomAccessFile out = new RandomAccessFile(file.toFile(), "rw")) {
                out.seek(offset);
                byte[] noise = new byte[1 + random.nextInt(8)];
                random.nextBytes(noise);
                out.write(random.nextBoolean() ? noise : new byte[noise.length]);
            }
            told.append(home.relativize(file)).append(" at ").append(offset).append("; ");
        }
        return told.toString();
    }

    private static Path file(Path home, Random random) throws IOException {
        if (random.nextBoolean()) {
            return home.resolve("kernel.dat");
        }
        try (Stream<Path> tree = LiveTree.walk(home.resolve("mailslots/one"))) {
            // Chronicle trusts the headers of its own files beyond what can be checked before.
            List<Path> files = tree.filter(file -> file.endsWith("control.dat") || file.endsWith("arena.dat"))
                    .sorted()
                    .toList();
            return files.get(random.nextInt(files.size()));
        }
    }

    private static void copy(Path from, Path to) throws IOException {
        try (Stream<Path> tree = LiveTree.walk(from)) {
            for (Path path : tree.toList()) {
                if (!path.endsWith("kernel.lock")) {
                    Files.copy(path, to.resolve(from.relativize(path)), StandardCopyOption.COPY_ATTRIBUTES);
                }
            }
        }
    }
}
