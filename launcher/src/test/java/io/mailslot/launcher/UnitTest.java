package io.mailslot.launcher;

import static org.assertj.core.api.Assertions.assertThat;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** The unit of systemd that is packed. */
class UnitTest {
    private static final Path UNIT = Path.of("src/main/dist/systemd/mailslot-bridge@.service");
    private static final Path ANALYZE = Path.of("/usr/bin/systemd-analyze");
    private static final String COMMAND = "/usr/local/bin/mailslot";

    @TempDir
    private Path folder;

    @Test
    void shouldBeUnderstoodBySystemd() throws Exception {
        assumeTrue(Files.isExecutable(ANALYZE), ANALYZE + " is not installed");
        Path copy = folder.resolve(UNIT.getFileName());
        Files.writeString(copy, Files.readString(UNIT).replace(COMMAND, "/bin/true")); // it is not installed here

        Process process = new ProcessBuilder(ANALYZE.toString(), "verify", copy.toString())
                .redirectErrorStream(true)
                .start();
        String said = new String(process.getInputStream().readAllBytes(), StandardCharsets.UTF_8);

        assertThat(process.waitFor()).as(said).isZero();
        assertThat(said).isEmpty();
    }

    /** What it calls is a command line that is right. */
    @Test
    void shouldCallTheCommandAsItIs() throws IOException {
        String line = Files.readAllLines(UNIT).stream()
                .filter(each -> each.startsWith("ExecStart="))
                .findFirst()
                .orElseThrow();

        assertThat(line).startsWith("ExecStart=" + COMMAND + " bridge --config ");
        String[] words = line.substring(("ExecStart=" + COMMAND + " ").length())
                .replace(
                        "/etc/mailslot/%i.properties", folder.resolve("missing").toString())
                .split(" ");
        CommandRun run = CommandRun.of(words);
        assertThat(run.exitCode()).isEqualTo(3);
        assertThat(run.err()).contains("there is no file " + folder.resolve("missing"));
    }
}
