package io.mailslot.it.surroundings;

import static org.assertj.core.api.Assertions.assertThat;

import io.mailslot.JavaCommand;
import io.mailslot.it.harness.ChildJvm;
import io.mailslot.it.harness.TestHome;
import io.mailslot.it.harness.TestHomeExtension;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;

/** The library reads nothing but its home, and an application's system properties stay as they are. */
@ExtendWith(TestHomeExtension.class)
class SystemPropertiesTest {
    @Test
    void shouldTakeNoPropertiesFromTheWorkingDirectory(TestHome home) throws IOException {
        Path folder = Files.createDirectory(home.scratch().resolve("elsewhere"));
        Files.writeString(folder.resolve("system.properties"), "stray=1\nmailslot.home=/nowhere\n");
        Files.writeString(home.scratch().resolve("system.properties"), "strayer=1\n");

        assertUnchanged(home, folder);
    }

    @Test
    void shouldLeaveTheClassPathAloneInALoaderOfItsOwn(TestHome home) {
        assertUnchanged(home, home.scratch(), PropertyWitness.OWN_LOADER);
    }

    private static void assertUnchanged(TestHome home, Path folder, String... arguments) {
        JavaCommand command = ChildJvm.quick(PropertyWitness.command()).withArguments(arguments);
        ChildJvm witness = home.start(command.toProcessBuilder().directory(folder.toFile()));

        assertThat(witness.line()).isEqualTo(PropertyWitness.DONE);
        witness.end();
    }
}
