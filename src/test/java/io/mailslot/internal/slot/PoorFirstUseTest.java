package io.mailslot.internal.slot;

import static org.assertj.core.api.Assertions.assertThat;

import io.mailslot.JavaCommand;
import io.mailslot.Kernel;
import io.mailslot.KernelOptions;
import io.mailslot.PackedClasses;
import io.mailslot.api.Receiver;
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
import org.junit.jupiter.params.provider.ValueSource;

/** What is used first while there are too few descriptors is not lost to the JVM. */
@Timeout(120)
class PoorFirstUseTest {
    @TempDir
    private static Path jars;

    private static Path[] classPath;

    @TempDir
    private Path folder;

    @BeforeAll
    static void pack() {
        classPath = PackedClasses.in(jars);
    }

    @ParameterizedTest
    @ValueSource(ints = {1, 2, 3})
    void shouldWorkOnceThereAreDescriptors(int left) throws IOException, InterruptedException {
        requireRefusedAndWell(left);
    }

    /** A message of its own that an open run has taken needs no queue: the first one of the JVM is opened behind that. */
    @ParameterizedTest
    @ValueSource(ints = {1, 2, 3, 7})
    void shouldWorkOnceThereAreDescriptorsBehindAMessageOfAnOpenRun(int left) throws IOException, InterruptedException {
        try (Kernel kernel = Kernel.attach(KernelOptions.defaults().withHome(folder));
                Receiver receiver = kernel.createMailslot("run")) {
            for (int i = 0; i < 3; i++) {
                kernel.openMailslot("run").write("tea");
            }
            requireRefusedAndWell(left, "run");
            assertThat(receiver.info().messageCount()).isEqualTo(4);
        }
    }

    private void requireRefusedAndWell(int left, String... before) throws IOException, InterruptedException {
        List<String> arguments = new ArrayList<>(List.of(folder.toString(), "" + left));
        arguments.addAll(List.of(before));
        ProcessBuilder builder = JavaCommand.of(PoorFirstUse.class)
                .withClassPath(classPath)
                .withJvmOptions("-XX:TieredStopAtLevel=1", "-XX:+UseSerialGC")
                .withArguments(arguments.toArray(String[]::new))
                .toProcessBuilder()
                .redirectErrorStream(true)
                .redirectOutput(Redirect.PIPE);
        List<String> limited = new ArrayList<>(List.of("sh", "-c", "ulimit -n 128; exec \"$@\"", "sh"));
        limited.addAll(builder.command());
        Process process = builder.command(limited).start();
        String told = new String(process.getInputStream().readAllBytes(), StandardCharsets.UTF_8);

        assertThat(told.lines()).as(told).last().isEqualTo("refused with 4");
        assertThat(process.waitFor()).isZero();
    }
}
