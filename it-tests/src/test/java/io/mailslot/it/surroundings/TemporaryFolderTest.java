package io.mailslot.it.surroundings;

import static org.assertj.core.api.Assertions.assertThat;

import io.mailslot.it.harness.ChildJvm;
import io.mailslot.it.harness.TestHome;
import io.mailslot.it.harness.TestHomeExtension;
import java.io.IOException;
import java.nio.file.Path;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;

/** Folders in which no library can be unpacked and run: all works, and nothing is said about it. */
@ExtendWith(TestHomeExtension.class)
class TemporaryFolderTest {
    @Test
    void shouldWorkQuietlyWhereNothingMayBeExecuted(TestHome home) throws IOException {
        Path noexec = home.fileSystem("size=8m,noexec");
        assertWorksQuietly(home, noexec);
        assertThat(noexec).isEmptyDirectory();
    }

    @Test
    void shouldWorkQuietlyWhereNothingFits(TestHome home) throws IOException {
        Path tiny = home.fileSystem("size=64k");
        assertWorksQuietly(home, tiny);
        assertThat(tiny).isEmptyDirectory();
    }

    @Test
    void shouldWorkQuietlyWhereNothingCanBeWritten(TestHome home) {
        assertWorksQuietly(home, Path.of("/proc/sys"));
    }

    private static void assertWorksQuietly(TestHome home, Path folder) {
        ProcessBuilder builder = TestHome.agentCommand()
                .withSystemProperty("java.io.tmpdir", folder.toString())
                .withSystemProperty("jna.tmpdir", folder.toString())
                .withSystemProperty("user.home", folder.toString())
                .toProcessBuilder();
        ChildJvm agent = home.start(builder);
        agent.must("attach");
        int receiver = agent.must("create", "m", 0, 5_000, "false").handle();
        agent.must("write", agent.must("open", "m", "false").handle(), "hello");

        assertThat(agent.must("read", receiver, "default").text("text")).isEqualTo("hello");
        agent.must("read", receiver, 10); // asleep for a moment, in vain

        agent.end();
    }
}
