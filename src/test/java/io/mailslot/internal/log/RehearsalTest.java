package io.mailslot.internal.log;

import static org.assertj.core.api.Assertions.assertThat;

import io.mailslot.JavaCommand;
import java.io.IOException;
import java.lang.ProcessBuilder.Redirect;
import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;

@Timeout(120)
class RehearsalTest {
    @TempDir
    private Path folder;

    @TempDir
    private Path aside;

    @Test
    void shouldHaveLoadedWhatAnAppendTakesBeforeTheWriteLockIsTaken() throws IOException, InterruptedException {
        MessageLog.create(folder, new LogSettings(LogSettings.MIN_CAPACITY_BYTES, 0, false));
        openRun();

        Process first = JavaCommand.of(FirstAppend.class)
                .withJvmOptions("-XX:TieredStopAtLevel=1", "-XX:+UseSerialGC")
                // a setting of queues of the application, which used to be refused here
                .withSystemProperty("queue.force.unlock.mode", "ALWAYS")
                .withArguments(folder.toString(), aside.toString())
                .withOutput(Redirect.PIPE)
                .withErrors(Redirect.INHERIT)
                .toProcessBuilder()
                .start();
        String loaded = new String(first.getInputStream().readAllBytes(), StandardCharsets.US_ASCII);

        assertThat(first.waitFor()).isZero();
        assertThat(loaded.lines()).containsExactly("0 to an open run", "0 to documents");
        assertThat(aside).isEmptyDirectory();
        try (Stream<Path> files = Files.list(folder)) {
            assertThat(files).noneMatch(Files::isDirectory);
        }
    }

    private void openRun() {
        try (MessageLog log = MessageLog.open(folder, StillNeededStub.ALL, pid -> true)) {
            for (int i = 0; i < 3; i++) {
                log.writer().append(ByteBuffer.allocate(1));
            }
        }
    }
}
