package io.mailslot.internal.process;

import static org.assertj.core.api.Assertions.assertThat;

import io.mailslot.JavaCommand;
import io.mailslot.Kernel;
import io.mailslot.KernelOptions;
import io.mailslot.PackedClasses;
import java.io.IOException;
import java.lang.ProcessBuilder.Redirect;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** A JVM that opens its first file for a home while it has too few descriptors loses nothing by that. */
@Timeout(120)
class PoorFirstAttachTest {
    @TempDir
    private static Path jars;

    private static Path[] classPath;

    @TempDir
    private Path home;

    @BeforeAll
    static void pack() {
        classPath = PackedClasses.in(jars);
    }

    @ParameterizedTest
    @CsvSource({"attach, 1", "attach, 2", "attach, 3", "inspect, 1", "inspect, 2", "name, 1", "name, 2"})
    void shouldWorkOnceThereAreDescriptors(String use, int left) throws IOException, InterruptedException {
        try (Kernel kernel = Kernel.attach(KernelOptions.defaults().withHome(home))) {
            kernel.createMailslot("looked at");

            assertThat(told(use, left)).endsWith("refused with 4\n");
        }
    }

    private String told(String use, int left) throws IOException, InterruptedException {
        ProcessBuilder builder = JavaCommand.of(PoorFirstAttach.class)
                .withClassPath(classPath)
                .withJvmOptions("-XX:TieredStopAtLevel=1", "-XX:+UseSerialGC")
                .withSystemProperty("user.name", "?") // so that the user's number is looked up
                .withArguments(use, home.toString(), "" + left)
                .toProcessBuilder()
                .redirectErrorStream(true)
                .redirectOutput(Redirect.PIPE);
        builder.environment().remove("MAILSLOT_HOME");
        List<String> limited = new ArrayList<>(List.of("sh", "-c", "ulimit -n 128; exec \"$@\"", "sh"));
        limited.addAll(builder.command());
        Process process = builder.command(limited).start();
        String told = new String(process.getInputStream().readAllBytes(), StandardCharsets.UTF_8);
        assertThat(process.waitFor()).as(told).isZero();
        return told;
    }
}
