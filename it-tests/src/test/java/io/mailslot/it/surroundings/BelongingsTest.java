package io.mailslot.it.surroundings;

import static org.assertj.core.api.Assertions.assertThat;

import io.mailslot.it.harness.Deadline;
import io.mailslot.it.harness.HomeTest;
import io.mailslot.junit.Named;
import io.mailslot.testkit.Child;
import io.mailslot.testkit.Jvms;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import org.junit.jupiter.api.Test;

/** What the README says that a JVM has of the library: files, threads, and words on its error output. */
@HomeTest
class BelongingsTest {
    private static final String LOG_LEVEL = "org.slf4j.simpleLogger.";

    @Test
    void shouldHaveWhatTheReadmeTells(@Named("jvm") Child jvm) throws IOException {
        List<String> readme = Files.readAllLines(Path.of("../README.md"));

        for (String step = next(jvm); !step.isEmpty(); step = next(jvm)) {
            requireTold(readme, step, jvm);
        }
    }

    private static void requireTold(List<String> readme, String step, Child jvm) {
        Deadline.await("the README has what a JVM has that has " + step, Duration.ofSeconds(60))
                .untilAsserted(() -> assertThat(readme).contains(files(jvm)));
        List<String> threads = jvm.call(c -> Belongings.threads());
        assertThat(threads)
                .allSatisfy(thread -> assertThat(readme)
                        .as("threads of a JVM that has %s", step)
                        .anyMatch(line -> line.startsWith("| ") && line.contains("`" + thread + "`")));
    }

    /** With the property that the README names, and what is logged without one. */
    @Test
    void shouldLogNothingBelowWarnings(Jvms jvms) throws IOException {
        String property = LOG_LEVEL + "log.net.openhft";
        assertThat(Files.readString(Path.of("../README.md"))).contains("-D" + property + "=warn");
        Child jvm = jvms.jvm()
                .withSystemProperty(LOG_LEVEL + "defaultLogLevel", "info")
                .withSystemProperty(property, "warn")
                .start();

        while (!next(jvm).isEmpty()) {
            assertThat(files(jvm)).isNotEmpty();
        }

        jvms.all(jvm);
        assertThat(jvm.err()).isEmpty();
    }

    private static String next(Child jvm) {
        return jvm.call(c -> Belongings.next());
    }

    private static String files(Child jvm) {
        return jvm.call(c -> Belongings.files());
    }
}
