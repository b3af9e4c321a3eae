package io.mailslot.internal.wait;

import static org.assertj.core.api.Assertions.assertThat;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import io.mailslot.JavaCommand;
import io.mailslot.internal.memory.FaultPoint;
import io.mailslot.internal.memory.Futex;
import java.io.IOException;
import java.lang.ProcessBuilder.Redirect;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class BrokenCallTest {
    @TempDir
    private Path folder;

    /** Whoever is missed sleeps for a minute. */
    @Test
    void shouldCallThreadsAgainWhenACallBrokeOff() throws IOException, InterruptedException {
        assumeTrue(Futex.canSleepOnSeveral(), "this system cannot sleep on several futexes");
        Process calling = JavaCommand.of(BrokenCall.class)
                .withJvmOptions("-XX:TieredStopAtLevel=1", "-XX:+UseSerialGC")
                .withSystemProperty(FaultPoint.PROPERTY, "none")
                .withArguments(folder.resolve("cut").toString())
                .withOutput(Redirect.PIPE)
                .withErrors(Redirect.INHERIT)
                .toProcessBuilder()
                .start();
        String told = new String(calling.getInputStream().readAllBytes(), StandardCharsets.US_ASCII);

        assertThat(told.lines())
                .containsExactly("LOOK true", "HAND_BACK true", "TAKE_OVER true", "HUB true", "CUT true");
        assertThat(calling.waitFor()).isZero();
    }
}
