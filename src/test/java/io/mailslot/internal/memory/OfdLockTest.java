package io.mailslot.internal.memory;

import static org.assertj.core.api.Assertions.assertThat;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import java.io.IOException;
import java.nio.channels.FileChannel;
import java.nio.channels.FileLock;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.nio.file.attribute.BasicFileAttributes;
import java.util.concurrent.atomic.AtomicBoolean;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class OfdLockTest {
    @TempDir
    private Path folder;

    private Path file;
    private Object key;

    @BeforeEach
    void make() throws IOException {
        assumeTrue(Pidfd.available(), "no native calls here");
        file = Files.createFile(folder.resolve("locked"));
        key = Files.readAttributes(file, BasicFileAttributes.class).fileKey();
    }

    @Test
    void shouldKeepOutAndBeKeptOutByTheLocksOfTheJdk() throws IOException {
        try (OfdLock lock = OfdLock.open(file, key, 0, 0).orElseThrow();
                FileChannel channel = FileChannel.open(file, StandardOpenOption.WRITE)) {
            assertThat(lock.tryLock()).isTrue();
            assertThat(channel.tryLock()).isNull();
            lock.unlock();
            try (FileLock posix = channel.tryLock()) {
                assertThat(posix).isNotNull();
                assertThat(lock.tryLock()).isFalse();
            }
            assertThat(lock.tryLock()).isTrue();
        }
    }

    @Test
    void shouldKeepOutAnotherOfItsKindButNotBeyondItsRange() throws IOException {
        try (OfdLock first = OfdLock.open(file, key, 0, 1).orElseThrow();
                OfdLock rest = OfdLock.open(file, key, 1, 0).orElseThrow();
                OfdLock whole = OfdLock.open(file, key, 0, 0).orElseThrow()) {
            assertThat(first.tryLock()).isTrue();
            assertThat(rest.tryLock()).isTrue();
            first.unlock();
            assertThat(whole.tryLock()).isFalse();
        }
    }

    @Test
    void shouldTellOfLocksOfBothKindsInItsRangeButNotOfItsOwn() throws IOException {
        try (OfdLock asks = OfdLock.open(file, key, 0, 1).orElseThrow();
                OfdLock other = OfdLock.open(file, key, 0, 0).orElseThrow();
                FileChannel channel = FileChannel.open(file, StandardOpenOption.WRITE)) {
            assertThat(asks.isHeldByOthers()).isFalse();
            assertThat(asks.tryLock()).isTrue();
            assertThat(asks.isHeldByOthers()).isFalse();
            assertThat(other.isHeldByOthers()).isTrue();
            asks.unlock();
            assertThat(other.isHeldByOthers()).isFalse();
            assertThat(other.tryLock()).isTrue();
            assertThat(asks.isHeldByOthers()).isTrue();
            assertThat(asks.isHeldByOthers()).as("asked again").isTrue();
            other.unlock();
            try (FileLock beyond = channel.tryLock(1, 10, false)) {
                assertThat(beyond).isNotNull();
                assertThat(asks.isHeldByOthers()).isFalse();
                assertThat(other.isHeldByOthers()).isTrue();
            }
        }
    }

    @Test
    void shouldStayWhenAnotherDescriptorOfTheFileIsClosed() throws IOException {
        try (OfdLock lock = OfdLock.open(file, key, 0, 1).orElseThrow()) {
            assertThat(lock.tryLock()).isTrue();
            Files.readAllBytes(file);
            try (FileChannel channel = FileChannel.open(file, StandardOpenOption.WRITE)) {
                assertThat(channel.tryLock()).isNull();
            }
        }
    }

    /** Closed, it would take the lock of the JDK with it, and the process would be dead for others. */
    @Test
    void shouldStayOpenWhenItCannotBeToldWhichFileItIs() throws IOException {
        AtomicBoolean canLook = new AtomicBoolean();
        OfdLock.KeyLook look = opened -> {
            if (!canLook.get()) {
                throw new IOException("by the test");
            }
            return key;
        };
        try (OfdLock other = OfdLock.open(file, key, 0, 0).orElseThrow();
                FileChannel channel = FileChannel.open(file, StandardOpenOption.WRITE)) {
            assertThat(channel.tryLock()).isNotNull();

            OfdLock unsure = OfdLock.open(file, key, look, 0, 0).orElseThrow();

            assertThat(unsure.isSure()).isFalse();
            assertThat(other.tryLock()).as("the other lock is gone").isFalse();
            canLook.set(true);
            assertThat(unsure.isSure()).isTrue();
            unsure.close();
        }
    }

    @Test
    void shouldNotOpenAnotherFileNorFollowALink() throws IOException {
        Path other = Files.createFile(folder.resolve("other"));
        Path link = Files.createSymbolicLink(folder.resolve("link"), file);
        assertThat(OfdLock.open(other, key, 0, 0)).isEmpty();
        assertThat(OfdLock.open(link, key, 0, 0)).isEmpty();
        assertThat(OfdLock.open(folder.resolve("missing"), key, 0, 0)).isEmpty();
    }
}
