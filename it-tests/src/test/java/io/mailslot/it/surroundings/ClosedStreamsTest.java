package io.mailslot.it.surroundings;

import static org.assertj.core.api.Assertions.assertThat;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import io.mailslot.JavaCommand;
import io.mailslot.it.harness.ChildJvm;
import io.mailslot.it.harness.TestHome;
import io.mailslot.it.harness.TestHomeExtension;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;

/** What a program prints that was started without standard streams is never written into a file of the home. */
@ExtendWith(TestHomeExtension.class)
class ClosedStreamsTest {
    @Test
    void shouldLetNoFileOfTheHomeBeAStandardStream(TestHome home) throws IOException {
        assumeTrue(Files.exists(Path.of("/proc/self/fd")), "there is no /proc");
        Path own = home.scratch().resolve("own");
        Path childs = home.scratch().resolve("childs");
        JavaCommand command = ChildJvm.quick(JavaCommand.of(ClosedStreams.class))
                .withArguments(
                        own.toString(),
                        childs.toString(),
                        home.scratch().resolve("home").toString());

        home.start(command.toProcessBuilder()).end();

        assertThat(own).exists();
        assertThat(Files.readAllLines(own)).containsExactly("/dev/null", "/dev/null", "/dev/null", "read 100");
        assertThat(Files.readString(childs)).doesNotContain(home.path().toString());
    }
}
