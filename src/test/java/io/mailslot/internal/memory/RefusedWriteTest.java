package io.mailslot.internal.memory;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.IOException;
import java.nio.file.Path;
import java.util.concurrent.atomic.AtomicInteger;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Writes that the system refuses where there seems to be room. */
class RefusedWriteTest {
    private final AtomicInteger attempts = new AtomicInteger();

    @TempDir
    private Path folder;

    @Test
    void shouldTryAgainWhereRoomHasComeBackMeanwhile() throws IOException {
        String written = Shortage.writing(folder, () -> {
            if (attempts.incrementAndGet() < 3) {
                throw new IOException("in whatever language");
            }
            return "written";
        });

        assertThat(written).isEqualTo("written");
    }

    @Test
    void shouldGiveUpWhereItIsForAnotherReason() {
        IOException broken = new IOException("in whatever language");

        assertThatThrownBy(() -> Shortage.writing(folder, () -> {
                    attempts.incrementAndGet();
                    throw broken;
                }))
                .isSameAs(broken);

        assertThat(attempts).hasValueBetween(2, 10);
    }
}
