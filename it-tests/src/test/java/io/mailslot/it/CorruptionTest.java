package io.mailslot.it;

import static org.assertj.core.api.Assertions.assertThat;

import io.mailslot.JavaCommand;
import io.mailslot.it.harness.ChildJvm;
import io.mailslot.it.harness.Fuzzer;
import io.mailslot.it.harness.TestHome;
import io.mailslot.it.harness.TestHomeExtension;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import org.junit.jupiter.api.extension.ExtendWith;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** Damaged files of a home: whoever meets one fails with a clear error, or goes on. */
@ExtendWith(TestHomeExtension.class)
class CorruptionTest {
    private static final int ROUNDS = Integer.getInteger("mailslot.fuzz.rounds", 100);

    @ParameterizedTest(name = "{0}.dat damaged {1} attaching")
    @CsvSource({"kernel, before", "kernel, after", "handles, before", "handles, after"})
    void shouldSurviveAnyDamage(String file, String when, TestHome home) throws IOException {
        ChildJvm other = home.agent();
        other.must("create", "alpha", 424, 0, true);
        other.must("create", "beta/gamma", 424, 0, true);
        other.must("open", "alpha", true);
        other.must("open", "beta/gamma", true);
        long seed = Long.getLong("mailslot.fuzz.seed", System.nanoTime());
        Path copies = Files.createTempDirectory(home.path().getParent(), "mailslot-it-fuzz-");
        try {
            ChildJvm fuzzer = home.start(ChildJvm.quick(JavaCommand.of(Fuzzer.class)
                            .arguments(
                                    home.path().toString(),
                                    copies.toString(),
                                    String.valueOf(seed),
                                    String.valueOf(ROUNDS),
                                    file,
                                    when))
                    .toProcessBuilder());
            fuzzer.expectErrorOutput();

            assertThat(fuzzer.line()).as("seed %d", seed).startsWith("sound ");
        } finally {
            TestHome.deleteTree(copies);
        }
    }
}
