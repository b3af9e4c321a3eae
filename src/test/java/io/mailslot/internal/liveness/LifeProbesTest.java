package io.mailslot.internal.liveness;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import io.mailslot.internal.memory.OfdLock;
import io.mailslot.internal.memory.Pidfd;
import io.mailslot.internal.memory.PlainFile;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.channels.FileChannel;
import java.nio.channels.FileLock;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.concurrent.atomic.AtomicInteger;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class LifeProbesTest {
    @TempDir
    private Path folder;

    /** Holds the life lock that its argument names until it is told to end. */
    static final class Holder {
        public static void main(String[] arguments) throws Exception {
            try (LifeLock held = LifeLock.hold(Path.of(arguments[0]))) {
                assertThat(held).isNotNull();
                JavaChild.readyForCommand();
            }
        }
    }

    @ParameterizedTest
    @ValueSource(booleans = {false, true})
    void shouldKeepOneChannelForAProcessThatLives(boolean quick) throws Exception {
        AtomicInteger lookedUp = new AtomicInteger();
        try (LifeProbes<String> probes = new LifeProbes<>(name -> {
                    lookedUp.incrementAndGet();
                    return folder.resolve(name);
                });
                JavaChild holder = JavaChild.start(
                        Holder.class, folder.resolve("life.lock").toString())) {
            quicken(probes, quick);
            assertThat(probes.isHeld("life.lock")).isTrue();
            assertThat(probes.isHeld("life.lock")).isTrue();
            assertThat(lookedUp).hasValue(1);
            assertThat(probes.open()).isOne();

            holder.killAndWait();

            assertThat(probes.isHeld("life.lock")).isFalse();
            assertThat(probes.open()).as("channels to dead processes").isZero();
        }
    }

    @ParameterizedTest
    @ValueSource(booleans = {false, true})
    void shouldLetGoOfProcessesWithoutARecordAndOfAllWhenClosed(boolean quick) throws Exception {
        LifeProbes<Path> probes = new LifeProbes<>(path -> path);
        try (JavaChild first = JavaChild.start(Holder.class, folder.resolve("1").toString());
                JavaChild second =
                        JavaChild.start(Holder.class, folder.resolve("2").toString())) {
            quicken(probes, quick);
            assertThat(List.of(first.pid(), second.pid())).doesNotHaveDuplicates();
            assertThat(probes.isHeld(folder.resolve("1"))).isTrue();
            assertThat(probes.isHeld(folder.resolve("2"))).isTrue();
            probes.retain(List.of(folder.resolve("2")));
            assertThat(probes.open()).isOne();

            probes.close();

            assertThat(probes.open()).isZero();
            assertThat(probes.isHeld(folder.resolve("2"))).as("still answers").isTrue();
            assertThat(probes.open()).as("kept after close").isZero();
        }
    }

    @ParameterizedTest
    @ValueSource(booleans = {false, true})
    void shouldGoOnAskingTheFileThatItHasOpenWhateverLiesAtItsPathSince(boolean quick) throws Exception {
        Path file = folder.resolve("life.lock");
        AtomicInteger lookedUp = new AtomicInteger();
        try (LifeProbes<Path> probes = new LifeProbes<>(path -> {
                    if (lookedUp.incrementAndGet() > 1) {
                        throw new IOException("a link on the way");
                    }
                    return path;
                });
                JavaChild holder = JavaChild.start(Holder.class, file.toString())) {
            quicken(probes, quick);
            assertThat(probes.isHeld(file)).isTrue();
            Files.move(file, folder.resolve("moved"));
            Files.createSymbolicLink(file, folder.resolve("elsewhere"));

            assertThat(probes.isHeld(file)).isTrue();
            holder.killAndWait();

            assertThat(probes.isHeld(file)).isFalse();
            assertThatThrownBy(() -> probes.isHeld(file)).hasMessage("a link on the way");
            assertThat(probes.open()).isZero();
        }
    }

    @ParameterizedTest
    @ValueSource(booleans = {false, true})
    void shouldTakeAProcessWithoutALockForDead(boolean quick) throws Exception {
        Files.createFile(folder.resolve("free"));
        try (LifeProbes<Path> probes = new LifeProbes<>(path -> path)) {
            quicken(probes, quick);
            assertThat(probes.isHeld(folder.resolve("free"))).isFalse();
            assertThat(probes.isHeld(folder.resolve("missing"))).isFalse();
        }
    }

    /** The JDK refuses a lock that another channel of the JVM is just trying. */
    @ParameterizedTest
    @ValueSource(booleans = {false, true})
    void shouldBearSeveralThreadsThatProbeTheSameProcess(boolean quick) throws Exception {
        Path file = folder.resolve("life.lock");
        try (LifeProbes<Path> probes = new LifeProbes<>(path -> path);
                JavaChild holder = JavaChild.start(Holder.class, file.toString())) {
            quicken(probes, quick);
            assertThat(probes.isHeld(file)).isTrue();
            CompletableFuture<Void> other = CompletableFuture.runAsync(() -> {
                for (int i = 0; i < 20_000; i++) {
                    assertThat(isHeld(probes, file)).isTrue();
                }
            });
            while (!other.isDone()) {
                assertThat(LifeLock.isHeld(file)).isTrue();
                assertThat(LifeLock.isHeldSeenReadOnly(file)).isTrue();
            }
            other.join();
            assertThat(holder.pid()).isPositive();
        }
    }

    @Test
    void shouldNotTakeWhatItOnlyAsksFor() throws Exception {
        assumeTrue(Pidfd.available(), "no native calls here");
        Path file = Files.createFile(folder.resolve("life.lock"));
        try (LifeProbes<Path> probes = new LifeProbes<>(path -> path);
                FileChannel other = FileChannel.open(file, StandardOpenOption.WRITE)) {
            probes.quicken();
            AtomicBoolean end = new AtomicBoolean();
            CompletableFuture<Void> asking = CompletableFuture.runAsync(() -> {
                while (!end.get()) {
                    isHeld(probes, file);
                }
            });
            try {
                for (int i = 0; i < 20_000; i++) {
                    try (FileLock taken = other.tryLock()) {
                        assertThat(taken).isNotNull();
                    }
                }
            } finally {
                end.set(true);
                asking.join();
            }
        }
    }

    @Test
    void shouldSeeALockOfTheFirstByteAlone() throws Exception {
        assumeTrue(Pidfd.available(), "no native calls here");
        Path file = Files.createFile(folder.resolve("life.lock"));
        try (LifeProbes<Path> probes = new LifeProbes<>(path -> path);
                OfdLock first =
                        OfdLock.open(file, PlainFile.at(file).key(), 0, 1).orElseThrow()) {
            probes.quicken();
            assertThat(probes.isHeld(file)).isFalse();
            assertThat(first.tryLock()).isTrue();

            assertThat(probes.isHeld(file)).isTrue();
            first.unlock();
            assertThat(probes.isHeld(file)).isFalse();
        }
    }

    @Test
    void shouldOpenTheFileOfAProcessThatItKnowsAnewWhenItCanAskMoreQuickly() throws Exception {
        Path file = folder.resolve("life.lock");
        try (LifeProbes<Path> probes = new LifeProbes<>(path -> path);
                JavaChild holder = JavaChild.start(Holder.class, file.toString())) {
            assertThat(probes.isHeld(file)).isTrue();

            probes.quicken();
            probes.quicken();

            assertThat(probes.isHeld(file)).isTrue();
            assertThat(probes.open()).isOne();
            holder.killAndWait();
            assertThat(probes.isHeld(file)).isFalse();
        }
    }

    @Test
    void shouldKeepTheFileThatItHasOpenWhenAnotherOneLiesThereByTheTimeItCanAskMoreQuickly() throws Exception {
        Path file = folder.resolve("life.lock");
        try (LifeProbes<Path> probes = new LifeProbes<>(path -> path);
                JavaChild holder = JavaChild.start(Holder.class, file.toString())) {
            assertThat(probes.isHeld(file)).isTrue();
            Files.move(file, folder.resolve("moved"));
            Files.createFile(file);

            probes.quicken();

            assertThat(probes.isHeld(file))
                    .as("the process of the file that was opened")
                    .isTrue();
            holder.killAndWait();
            assertThat(probes.isHeld(file)).isFalse();
        }
    }

    private static void quicken(LifeProbes<?> probes, boolean quick) throws IOException {
        if (quick) {
            probes.quicken();
        }
    }

    private static boolean isHeld(LifeProbes<Path> probes, Path file) {
        try {
            return probes.isHeld(file);
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }
}
