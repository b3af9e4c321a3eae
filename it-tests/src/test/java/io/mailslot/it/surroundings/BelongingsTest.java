package io.mailslot.it.surroundings;

import static org.assertj.core.api.Assertions.assertThat;

import io.mailslot.JavaCommand;
import io.mailslot.it.harness.ChildJvm;
import io.mailslot.it.harness.Deadline;
import io.mailslot.it.harness.TestHome;
import io.mailslot.it.harness.TestHomeExtension;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;

/** What the README says that a JVM has of the library: files, threads, and words on its error output. */
@ExtendWith(TestHomeExtension.class)
class BelongingsTest {
    private static final String END = "that is all";

    @Test
    void shouldHaveWhatTheReadmeTells(TestHome home) throws IOException {
        List<String> readme = Files.readAllLines(Path.of("../README.md"));
        ChildJvm jvm =
                home.start(ChildJvm.quick(JavaCommand.of(Belongings.class)).toProcessBuilder());

        for (String step = next(jvm); !step.equals(END); step = next(jvm)) {
            requireTold(readme, step, jvm);
        }
        jvm.end();
    }

    private static void requireTold(List<String> readme, String step, ChildJvm jvm) {
        Deadline.await("the README has what a JVM has that has " + step, Duration.ofSeconds(20))
                .untilAsserted(() -> assertThat(readme).contains(files(jvm)));
        assertThat(threads(jvm))
                .allSatisfy(thread -> assertThat(readme)
                        .as("threads of a JVM that has %s", step)
                        .anyMatch(line -> line.startsWith("| ") && line.contains("`" + thread + "`")));
    }

    /** With the property that the README names. */
    @Test
    void shouldLogNothingBelowWarnings(TestHome home) throws IOException {
        String property = "org.slf4j.simpleLogger.log.net.openhft";
        assertThat(Files.readString(Path.of("../README.md"))).contains("-D" + property + "=warn");
        ChildJvm jvm = home.start(JavaCommand.of(Belongings.class)
                .withJvmOptions("-XX:TieredStopAtLevel=1", "-XX:+UseSerialGC")
                .withSystemProperty(property, "warn")
                .toProcessBuilder());

        while (!next(jvm).equals(END)) {
            assertThat(files(jvm)).isNotEmpty();
        }

        jvm.end(); // requires silence
    }

    private static String next(ChildJvm jvm) {
        jvm.tell("next");
        return jvm.line();
    }

    private static String files(ChildJvm jvm) {
        jvm.tell("files");
        return jvm.line();
    }

    private static List<String> threads(ChildJvm jvm) {
        jvm.tell("threads");
        String line = jvm.line();
        return line.isEmpty() ? List.of() : List.of(line.split(", "));
    }
}
