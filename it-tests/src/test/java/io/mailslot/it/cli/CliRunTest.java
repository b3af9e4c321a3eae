package io.mailslot.it.cli;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;

import io.mailslot.it.harness.Cli;
import io.mailslot.it.harness.Cli.Outcome;
import io.mailslot.it.harness.HomeTest;
import io.mailslot.it.harness.TestHome;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;

/** {@code run}, and the demonstration. */
@HomeTest
class CliRunTest {
    @Test
    void shouldPassTheExitCodeOfARunProgramOn(TestHome home) {
        Cli cli = Cli.in(home);

        assertThat(cli.run("run", "--", "sh", "-c", "exit 0").exit()).isZero();
        assertThat(cli.run("run", "--", "sh", "-c", "exit 42").exit()).isEqualTo(42);
        assertThat(cli.run("run", "--", "sh", "-c", "kill -9 $$").exit()).isEqualTo(137);
        Outcome missing = cli.run("run", "--", "/nonexistent/program");
        assertThat(missing.exit()).isEqualTo(3);
        assertThat(missing.errors()).contains("/nonexistent/program");
    }

    @Test
    @Tag("long")
    void shouldNotSayThatAScriptIsMissingWhoseInterpreterIs(TestHome home) throws IOException {
        Path script = Files.writeString(home.scratch().resolve("script"), "#!/nonexistent/interpreter\n");
        Files.setPosixFilePermissions(script, PosixFilePermissions.fromString("rwx------"));

        Outcome outcome = Cli.in(home).run("run", "--", script.toString());

        assertThat(outcome.exit()).as(outcome.toString()).isEqualTo(3);
        assertThat(outcome.errors()).contains("'" + script + "' is there");
    }

    @Test
    @Tag("long")
    void shouldGiveARunProgramItsStreamsAndArguments(TestHome home) {
        Outcome outcome = Cli.in(home)
                .runWith(
                        "input".getBytes(UTF_8),
                        "run",
                        "sh",
                        "-c",
                        "cat; echo \" $1 $2\"; echo oops >&2",
                        "sh",
                        "--help",
                        "-n");

        assertThat(outcome.exit()).as(outcome.toString()).isZero();
        assertThat(outcome.text()).isEqualTo("input --help -n\n");
        assertThat(outcome.errors()).isEqualTo("oops\n");
    }

    @Test
    @Tag("long")
    void shouldPlayTheDemoWithAllItsScenes(TestHome home) {
        Outcome outcome = Cli.in(home).run("demo");

        assertThat(outcome.exit()).as(outcome.toString()).isZero();
        assertThat(outcome.text())
                .contains(
                        "Scene 1: one receiver, two senders",
                        "Scene 2: a child inherits a handle",
                        "Scene 3: no flag, no handle",
                        "Scene 4: a child waits for its parent's end",
                        "Scene 5: a handle for a running process",
                        "Scene 6: a message or the child's end, whichever comes first")
                .containsPattern("demo: (\\d+) of \\1 checks held")
                .doesNotContain("FAILED");
        assertThat(outcome.errors()).isEmpty();
    }
}
