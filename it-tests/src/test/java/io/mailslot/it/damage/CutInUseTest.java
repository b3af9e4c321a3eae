package io.mailslot.it.damage;

import static org.assertj.core.api.Assertions.assertThat;

import io.mailslot.it.harness.HomeTest;
import io.mailslot.it.harness.LiveTree;
import io.mailslot.it.harness.TestHome;
import io.mailslot.testkit.Child;
import io.mailslot.testkit.Jvms;
import java.io.IOException;
import java.nio.channels.FileChannel;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.util.List;
import java.util.stream.Stream;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** The handle table of a process is cut: each of its calls fails with 1392, however the JVM runs the code that reads it. */
@HomeTest
class CutInUseTest {
    @ParameterizedTest(name = "cut to {0} bytes after {1} rounds, {2}")
    @CsvSource({
        "0, 300, -XX:TieredStopAtLevel=1",
        "4096, 300, -XX:TieredStopAtLevel=1",
        "4096, 1, -Xint",
        "4096, 300, -XX:-TieredCompilation -XX:CompileThreshold=200"
    })
    void shouldFailEveryCallOfAProcessWhoseHandleTableIsCut(
            int length, int rounds, String jvmOptions, TestHome home, Jvms jvms) throws IOException {
        Child victim = jvms.jvm().withJvmOptions(jvmOptions.split(" ")).start();
        victim.run(c -> AfterACut.callAll(c.kernel(), rounds));

        try (Stream<Path> tree = LiveTree.walk(home.path().resolve("processes"))) {
            for (Path table : tree.filter(path -> path.endsWith("handles.dat")).toList()) {
                try (FileChannel channel = FileChannel.open(table, StandardOpenOption.WRITE)) {
                    channel.truncate(length);
                }
            }
        }

        List<String> bad = victim.call(c -> AfterACut.whatDoesNotFailAsItShould());
        assertThat(bad).isEmpty();
        victim.kill(); // what a shutdown hook makes of a damaged home is another test
    }
}
