package io.mailslot.internal.log;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatCode;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class SpaceGuardTest {
    private static final Path PATH = Path.of("log");

    private long free;
    private int questions;
    private final SpaceGuard guard = new SpaceGuard(PATH, () -> {
        questions++;
        return free;
    });

    @Test
    void shouldAskOnlyOncePerBudget() {
        free = 1L << 30;
        for (long written = 0; written < SpaceGuard.BUDGET_BYTES; written += 64) {
            guard.admit(64);
        }
        assertThat(questions).isEqualTo(1);

        guard.admit(64);
        assertThat(questions).isEqualTo(2);
    }

    @Test
    void shouldKeepTheReserveFree() {
        free = SpaceGuard.RESERVE_BYTES + 99;

        assertThatThrownBy(() -> guard.admit(100))
                .isInstanceOf(NoSpaceException.class)
                .hasMessageContainingAll(
                        "of log has " + (SpaceGuard.RESERVE_BYTES + 99) + " bytes free",
                        SpaceGuard.RESERVE_BYTES + 100 + " are needed");
        guard.admit(99);
    }

    /** Then it is not bytes that are needed. */
    @Test
    void shouldNotAskForFewerBytesThanAreFree() {
        NoSpaceException refused = new NoSpaceException(PATH, 100, 100);

        assertThat(refused.isOfBytes()).isFalse();
        assertThat(refused).hasMessageContaining("inodes").hasMessageNotContaining("are needed");
    }

    @Test
    void shouldGoOnOnceThereIsRoomAgain() {
        assertThatThrownBy(() -> guard.admit(1)).isInstanceOf(NoSpaceException.class);
        free = 1L << 30;

        assertThatCode(() -> guard.admit(1)).doesNotThrowAnyException();
    }

    @Test
    void shouldCoverEachLargeWriteByAnAnswerOfItsOwn() {
        free = SpaceGuard.RESERVE_BYTES + (1 << 20);
        guard.admit(1 << 20);
        free = SpaceGuard.RESERVE_BYTES;

        assertThatThrownBy(() -> guard.confirm(1 << 20)).isInstanceOf(NoSpaceException.class);
        assertThatThrownBy(() -> guard.admit(1 << 20)).isInstanceOf(NoSpaceException.class);
    }

    @Test
    void shouldStillFindTheFileSystemOfADeletedFolder(@TempDir Path home) throws IOException {
        Path folder = Files.createDirectories(home.resolve("a/b"));
        SpaceGuard real = new SpaceGuard(folder);
        Files.delete(folder);

        assertThatCode(() -> real.admit(1)).doesNotThrowAnyException();
    }
}
