package io.mailslot.internal.slot;

import static org.assertj.core.api.Assertions.assertThat;

import io.mailslot.JavaCommand;
import java.io.IOException;
import java.lang.ProcessBuilder.Redirect;
import java.nio.charset.StandardCharsets;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

@Timeout(120)
class PreparationTest {
    private static final String NATIVES = "com.sun.jna.Native";
    private static final String MEMORY = "net.openhft.chronicle.core.UnsafeMemory";
    private static final String QUEUE = "net.openhft.chronicle.queue.impl.single.SingleChronicleQueue";

    @Test
    void shouldLoadWhatAFirstMessageTakesAndNoQueue() throws IOException, InterruptedException {
        assertThat(told("-XX:ActiveProcessorCount=2"))
                .containsExactly(
                        "before " + NATIVES + " false",
                        "before " + MEMORY + " false",
                        "before " + QUEUE + " false",
                        "behind " + NATIVES + " true",
                        "behind " + MEMORY + " true",
                        "behind " + QUEUE + " false");
    }

    @Test
    void shouldLoadNothingAheadOnOneProcessor() throws IOException, InterruptedException {
        assertThat(told("-XX:ActiveProcessorCount=1")).allMatch(line -> line.endsWith(" false"));
    }

    private static Stream<String> told(String processors) throws IOException, InterruptedException {
        Process child = JavaCommand.of(PreparedFirstMessage.class)
                .withJvmOptions(processors, "--add-opens=java.base/java.lang=ALL-UNNAMED")
                .withArguments(NATIVES, MEMORY, QUEUE)
                .withOutput(Redirect.PIPE)
                .withErrors(Redirect.INHERIT)
                .toProcessBuilder()
                .start();
        String told = new String(child.getInputStream().readAllBytes(), StandardCharsets.US_ASCII);
        assertThat(child.waitFor()).isZero();
        return told.lines();
    }
}
