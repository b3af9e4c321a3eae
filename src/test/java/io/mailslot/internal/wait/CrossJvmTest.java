package io.mailslot.internal.wait;

import static org.assertj.core.api.Assertions.assertThat;

import io.mailslot.api.WaitStrategy;
import io.mailslot.internal.liveness.JavaChild;
import io.mailslot.internal.memory.MappedFiles;
import io.mailslot.internal.memory.PlainFile;
import io.mailslot.internal.memory.Region;
import io.mailslot.internal.memory.SignalWord;
import java.io.IOException;
import java.nio.file.Path;
import java.time.Duration;
import java.util.SplittableRandom;
import org.awaitility.Awaitility;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;
import org.junit.jupiter.params.provider.ValueSource;

/** Signals between processes, some of which are killed. A lost one shows as a wait without end. */
@Timeout(120)
class CrossJvmTest {
    /** How many messages to pass, more for a longer test. */
    private static final int MESSAGES = Integer.getInteger("mailslot.test.pingpong", 100_000);

    private static final int PING = 0;
    private static final int PONG = 64;
    private static final int PUBLISHED = 128;
    private static final int LENGTH = 4096;

    @TempDir
    private Path folder;

    private Path file;
    private Region memory;

    @BeforeEach
    void makeFile() throws IOException {
        file = folder.resolve("words");
        MappedFiles.writeZeros(PlainFile.atOrNew(file), 0, LENGTH);
        memory = MappedFiles.map(file, 0, LENGTH);
    }

    private static boolean await(Sleeping sleeping, Region memory, int word, int published) {
        return sleeping.placeWithoutNet(new SignalWord(memory, word))
                .until(
                        () -> memory.getIntVolatile(PUBLISHED) >= published,
                        Waiting.FOREVER,
                        WaitStrategy.ADAPTIVE,
                        () -> {});
    }

    private static void publish(Region memory, int word, int number) {
        memory.putIntVolatile(PUBLISHED, number);
        new SignalWord(memory, word).signal();
    }

    /** Now and then long enough for the other side to fall asleep. */
    private static void pause(SplittableRandom random) {
        int spins = random.nextInt(1 << random.nextInt(12));
        for (int i = 0; i < spins; i++) {
            Thread.onSpinWait();
        }
    }

    /** Answers every odd message by an even one. */
    static final class Echo {
        public static void main(String[] arguments) throws IOException {
            Region memory = MappedFiles.map(Path.of(arguments[0]), 0, LENGTH);
            Sleeping sleeping = Sleeping.valueOf(arguments[1]);
            int messages = Integer.parseInt(arguments[2]);
            SplittableRandom random = new SplittableRandom(Long.parseLong(arguments[3]));
            JavaChild.readyForCommand();
            for (int i = 1; i < messages; i += 2) {
                await(sleeping, memory, PING, i);
                pause(random);
                publish(memory, PONG, i + 1);
            }
        }
    }

    @ParameterizedTest
    @EnumSource(names = {"FUTEX", "POLLING"})
    void shouldLoseNoSignalBetweenTwoJvms(Sleeping sleeping) throws IOException {
        int messages = sleeping == Sleeping.POLLING ? MESSAGES / 20 : MESSAGES;
        long seed = System.nanoTime();
        SplittableRandom random = new SplittableRandom(seed + 1);
        try (JavaChild echo = JavaChild.start(
                Echo.class, file.toString(), sleeping.name(), Integer.toString(messages), Long.toString(seed))) {
            echo.tell("go");
            for (int i = 1; i < messages; i += 2) {
                pause(random);
                publish(memory, PING, i);
                assertThat(await(sleeping, memory, PONG, i + 1)).isTrue();
                assertThat(memory.getIntVolatile(PUBLISHED)).isEqualTo(i + 1);
            }
        }
    }

    /** Sleeps for a message that never comes. */
    static final class Waiter {
        public static void main(String[] arguments) throws IOException {
            Region memory = MappedFiles.map(Path.of(arguments[0]), 0, LENGTH);
            JavaChild.readyForCommand();
            await(Sleeping.FUTEX, memory, PING, Integer.MAX_VALUE);
        }
    }

    @ParameterizedTest
    @EnumSource(names = {"FUTEX", "HUB"})
    void shouldGoOnWhenAWaiterIsKilledAsleep(Sleeping sleeping) throws Exception {
        TestSleeper here = TestSleeper.start(() -> await(sleeping, memory, PING, 2));
        try (JavaChild waiter = JavaChild.start(Waiter.class, file.toString())) {
            here.awaitAsleep();
            publish(memory, PING, 1);
            waiter.tell("go");
            awaitBit();
            waiter.killAndWait();
        }
        here.awaitAsleep();
        publish(memory, PING, 2);
        assertThat(here.result()).isTrue();
        TestSleeper next = TestSleeper.start(() -> await(sleeping, memory, PING, 3));
        awaitBit();
        publish(memory, PING, 3);
        assertThat(next.result()).isTrue();
    }

    private void awaitBit() {
        Awaitility.await("somebody is about to sleep")
                .atMost(Duration.ofSeconds(60))
                .until(() -> (memory.getIntVolatile(PING) & 1) != 0);
    }

    /** Publishes, and dies before it wakes anybody; if so told, after it has cleared the bit. */
    static final class DyingWriter {
        public static void main(String[] arguments) throws IOException {
            Region memory = MappedFiles.map(Path.of(arguments[0]), 0, LENGTH);
            JavaChild.readyForCommand();
            memory.putIntVolatile(PUBLISHED, 1);
            int word = memory.getIntVolatile(PING);
            if (Boolean.parseBoolean(arguments[1]) && !memory.casInt(PING, word, word + 1)) {
                throw new IllegalStateException("somebody else has changed the word");
            }
            Runtime.getRuntime().halt(0);
        }
    }

    @ParameterizedTest
    @ValueSource(booleans = {false, true})
    void shouldBeWokenForAWriterThatDiedBetweenPublishingAndWaking(boolean bitCleared) throws Exception {
        TestSleeper sleeper = TestSleeper.start(() -> await(Sleeping.FUTEX, memory, PING, 1));
        sleeper.awaitAsleep();
        try (JavaChild writer = JavaChild.start(DyingWriter.class, file.toString(), Boolean.toString(bitCleared))) {
            writer.tell("go");
            Awaitility.await("published")
                    .atMost(Duration.ofSeconds(60))
                    .until(() -> memory.getIntVolatile(PUBLISHED) == 1);
            Awaitility.await("the writer is dead")
                    .atMost(Duration.ofSeconds(60))
                    .until(() -> ProcessHandle.of(writer.pid()).isEmpty());
        }
        if (!bitCleared) {
            sleeper.awaitAsleep();
        } // else it may have found the changed word between its first naps
        new SignalWord(memory, PING).wake();
        assertThat(sleeper.result()).isTrue();
    }
}
