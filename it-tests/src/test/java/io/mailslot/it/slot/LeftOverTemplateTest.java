package io.mailslot.it.slot;

import static org.assertj.core.api.Assertions.assertThat;

import io.mailslot.Kernel;
import io.mailslot.api.MailslotOptions;
import io.mailslot.api.Receiver;
import io.mailslot.it.harness.ChildJvm;
import io.mailslot.it.harness.TestHome;
import io.mailslot.it.harness.TestHomeExtension;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;

/** A process that was killed while it made what new segments are copied from leaves a folder behind. */
@ExtendWith(TestHomeExtension.class)
class LeftOverTemplateTest {
    private static final int MESSAGES = 6_000;

    @Test
    void shouldRollThoughTheFolderOfADeadProcessWithTheSamePidIsThere(TestHome home) throws IOException {
        Kernel kernel = home.attach();
        Receiver receiver =
                kernel.createMailslot("m", MailslotOptions.defaults().withCapacity(1 << 20));
        ChildJvm sender = home.agent();
        int handle = sender.must("open", "m", "false").handle();
        for (int thread = 1; thread < 40; thread++) {
            Files.createDirectory(folder(home).resolve("template-" + sender.pid() + "-" + thread));
        }

        sender.tell("flood", handle, 1, MESSAGES);
        for (int i = 0; i < MESSAGES; i++) {
            assertThat(receiver.read()).isNotNull();
        }
        assertThat(sender.reply().number("sent")).isEqualTo(MESSAGES);
        sender.end();
    }

    private static Path folder(TestHome home) throws IOException {
        try (Stream<Path> files = Files.walk(home.path())) {
            return files.filter(file -> file.endsWith("control.dat"))
                    .findFirst()
                    .orElseThrow()
                    .getParent();
        }
    }
}
