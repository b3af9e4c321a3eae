package io.mailslot.internal.slot;

import static org.assertj.core.api.Assertions.assertThat;

import io.mailslot.JavaCommand;
import io.mailslot.internal.memory.FaultPoint;
import java.io.IOException;
import java.lang.ProcessBuilder.Redirect;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;

@Timeout(120)
class FailedWriteTest {
    @TempDir
    private Path folder;

    @Test
    void shouldWakeWhoSleepsForAMessageWhoseWriterFailsBehindTheCommit() throws IOException, InterruptedException {
        Process writer = JavaCommand.of(FailingWriter.class)
                .withJvmOptions("-XX:TieredStopAtLevel=1", "-XX:+UseSerialGC")
                .withSystemProperty(FaultPoint.PROPERTY, "none")
                .withArguments(folder.toString())
                .withOutput(Redirect.PIPE)
                .withErrors(Redirect.INHERIT)
                .toProcessBuilder()
                .start();
        String told = new String(writer.getInputStream().readAllBytes(), StandardCharsets.US_ASCII);

        assertThat(told.lines())
                .containsExactly("APPEND_COMMITTED true", "RUN_COMMITTED true", "WRITE_BEFORE_WAKE true");
        assertThat(writer.waitFor()).isZero();
    }
}
