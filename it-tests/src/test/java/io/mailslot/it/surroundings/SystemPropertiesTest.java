package io.mailslot.it.surroundings;

import static org.assertj.core.api.Assertions.assertThat;

import io.mailslot.it.harness.HomeTest;
import io.mailslot.it.harness.TestHome;
import io.mailslot.testkit.Child;
import io.mailslot.testkit.Jvms;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import org.junit.jupiter.api.Test;

/** The library reads nothing but its home, and an application's system properties stay as they are. */
@HomeTest
class SystemPropertiesTest {
    @Test
    void shouldTakeNoPropertiesFromTheWorkingDirectory(TestHome home, Jvms jvms) throws IOException {
        Path folder = Files.createDirectory(home.scratch().resolve("elsewhere"));
        Files.writeString(folder.resolve("system.properties"), "stray=1\nmailslot.home=/nowhere\n");
        Files.writeString(home.scratch().resolve("system.properties"), "strayer=1\n");

        assertUnchanged(jvms, folder);
    }

    @Test
    void shouldLeaveTheClassPathAloneInALoaderOfItsOwn(TestHome home, Jvms jvms) {
        assertUnchanged(jvms, home.scratch(), PropertyWitness.OWN_LOADER);
    }

    private static void assertUnchanged(Jvms jvms, Path folder, String... arguments) {
        Child witness = jvms.jvm(PropertyWitness.class)
                .withDirectory(folder)
                .withArguments(arguments)
                .start();

        jvms.all(witness);

        assertThat(witness.out().lines()).containsExactly(PropertyWitness.DONE);
    }
}
