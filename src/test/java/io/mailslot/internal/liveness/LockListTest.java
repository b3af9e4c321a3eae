package io.mailslot.internal.liveness;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Lists of locks as the system prints them. */
class LockListTest {
    @TempDir
    private Path folder;

    private Path file;
    private String name;

    @BeforeEach
    void makeFile() throws IOException {
        file = Files.createFile(folder.resolve("life.lock"));
        name = LockList.name(file);
    }

    @Test
    void shouldTellWhoHoldsALock() throws IOException {
        LockList list = LockList.of(
                "1: POSIX  ADVISORY  WRITE 3568 " + name + " 0 EOF\n" + "2: OFDLCK ADVISORY  WRITE -1 00:00:1 0 EOF\n");

        assertThat(list.holds(file)).isTrue();
        assertThat(list.holder(file)).hasValue(3568);
        assertThat(list.failed()).isFalse();
    }

    @Test
    void shouldTellOfALockThatBelongsToNoProcess() throws IOException {
        LockList list = LockList.of("1: OFDLCK ADVISORY  WRITE -1 " + name + " 0 EOF");

        assertThat(list.holds(file)).isTrue();
        assertThat(list.holder(file)).isEmpty();
    }

    @Test
    void shouldNotTakeForHeldWhatIsWaitedForOrSharedOrOfAnotherKind() throws IOException {
        LockList list = LockList.of("1: -> POSIX  ADVISORY  WRITE 1 " + name + " 0 EOF\n"
                + "2: POSIX  ADVISORY  READ  2 " + name + " 0 EOF\n"
                + "3: FLOCK  ADVISORY  WRITE 3 " + name + " 0 EOF\n");

        assertThat(list.holds(file)).isFalse();
        assertThat(list.holder(file)).isEmpty();
    }

    @Test
    void shouldTellOfADeviceByAnyLockThere() throws IOException {
        String device = name.substring(0, name.lastIndexOf(':') + 1);

        assertThat(LockList.of("1: FLOCK  ADVISORY  WRITE 3 " + device + "1 0 EOF")
                        .tellsOf(file))
                .isTrue();
        assertThat(LockList.of("1: FLOCK  ADVISORY  WRITE 3 7" + device + "1 0 EOF")
                        .tellsOf(file))
                .isFalse();
        assertThat(LockList.of("").tellsOf(file)).isFalse();
    }

    @Test
    void shouldRefuseWhatIsNoList() {
        assertThatThrownBy(() -> LockList.of("1: POSIX  ADVISORY  WRITE somebody " + name + " 0 EOF"))
                .isInstanceOf(NumberFormatException.class);
        assertThatThrownBy(() -> LockList.of("").tellsOf(folder.resolve("gone")))
                .isInstanceOf(NoSuchFileException.class);
    }
}
