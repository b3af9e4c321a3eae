package io.mailslot.it.surroundings;

import static org.assertj.core.api.Assertions.assertThat;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import io.mailslot.it.harness.HomeTest;
import io.mailslot.it.harness.TestHome;
import io.mailslot.testkit.Jvms;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import org.junit.jupiter.api.Test;

/** What a program prints that was started without standard streams is never written into a file of the home. */
@HomeTest
class ClosedStreamsTest {
    @Test
    void shouldLetNoFileOfTheHomeBeAStandardStream(TestHome home, Jvms jvms) throws IOException {
        assumeTrue(Files.exists(Path.of("/proc/self/fd")), "there is no /proc");
        Path own = home.scratch().resolve("own");
        Path childs = home.scratch().resolve("childs");
        String other = home.scratch().resolve("home").toString();

        jvms.all(jvms.start(ClosedStreams.class, own.toString(), childs.toString(), other));

        assertThat(own).exists();
        assertThat(Files.readAllLines(own)).containsExactly("/dev/null", "/dev/null", "/dev/null", "read 100");
        assertThat(Files.readString(childs)).doesNotContain(home.path().toString());
    }
}
