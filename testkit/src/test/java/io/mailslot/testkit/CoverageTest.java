package io.mailslot.testkit;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** What children cover that are killed. */
class CoverageTest {
    /** A test under JaCoCo: of its children one is killed while it runs, one where it stands still, one at once. */
    static final class Covered {
        private Covered() {}

        public static void main(String[] arguments) {
            try (Jvms jvms = Patient.jvms()) {
                Child killed = jvms.jvm().withName("killed").start();
                killed.run(c -> Worker.committed());
                killed.kill();
                jvms.jvm(Worker.class)
                        .withName("stopped")
                        .withArguments("commit", "4")
                        .stopAt(Stop.at(Worker.class, "commit").call(2))
                        .start()
                        .awaitStopped()
                        .kill();
                Child lost = jvms.jvm().withName("lost").start();
                lost.run(c -> Worker.committed());
                lost.killNow();
                jvms.jvm().withName("ended").start().run(c -> Worker.committed());
            }
        }
    }

    @Test
    void shouldBeInTheFileOfTheTest(@TempDir Path folder) throws Exception {
        Path agent = Path.of(Class.forName("org.jacoco.agent.rt.RT")
                .getProtectionDomain()
                .getCodeSource()
                .getLocation()
                .toURI());
        Path covered = folder.resolve("all.exec");
        try (Jvms jvms = Patient.jvms()) {
            Child test = jvms.jvm(Covered.class)
                    .withJvmOptions("-javaagent:" + agent + "=includes=io.mailslot.testkit.Worker,destfile=" + covered)
                    .start();

            assertThat(test.awaitEnd().isClean()).as(test::evidence).isTrue();
        }
        assertThat(Files.readString(covered, StandardCharsets.ISO_8859_1))
                .contains("killed", "stopped", "ended", "io/mailslot/testkit/Worker")
                .doesNotContain("lost");
    }
}
