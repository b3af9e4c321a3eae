package io.mailslot.internal.slot;

import static org.assertj.core.api.Assertions.assertThat;

import io.mailslot.JavaCommand;
import java.io.IOException;
import java.lang.ProcessBuilder.Redirect;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.condition.EnabledForJreRange;
import org.junit.jupiter.api.condition.JRE;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** What a thread at the end of its stack begins, and cannot end, others of its JVM can do. */
@Timeout(120)
class DeepFirstUseTest {
    @TempDir
    private Path folder;

    @ParameterizedTest
    @ValueSource(strings = {"wait", "wake"})
    void shouldLeaveWaitsToOthers(String use) throws IOException, InterruptedException {
        requireDone(use);
    }

    /** Newer JDKs remember of each lambda that it could not be linked where the stack had ended. */
    @ParameterizedTest
    @ValueSource(strings = {"write", "read", "everything"})
    @EnabledForJreRange(max = JRE.JAVA_21)
    void shouldLeaveMessagesToOthers(String use) throws IOException, InterruptedException {
        requireDone(use);
    }

    private void requireDone(String use) throws IOException, InterruptedException {
        Process process = JavaCommand.of(DeepFirstUse.class)
                .withJvmOptions("-XX:TieredStopAtLevel=1", "-XX:+UseSerialGC")
                .withArguments(folder.toString(), use)
                .toProcessBuilder()
                .redirectErrorStream(true)
                .redirectOutput(Redirect.PIPE)
                .start();
        String told = new String(process.getInputStream().readAllBytes(), StandardCharsets.UTF_8);

        assertThat(told.lines()).last().isEqualTo("done");
        assertThat(process.waitFor()).isZero();
    }
}
