package io.mailslot.it.surroundings;

import static org.assertj.core.api.Assertions.assertThat;

import io.mailslot.api.Receiver;
import io.mailslot.it.harness.HomeTest;
import io.mailslot.it.harness.TestHome;
import io.mailslot.testkit.Child;
import io.mailslot.testkit.ChildContext;
import io.mailslot.testkit.Jvms;
import java.io.IOException;
import java.nio.file.Path;
import java.time.Duration;
import org.junit.jupiter.api.Test;

/** Folders in which no library can be unpacked and run: all works, and nothing is said about it. */
@HomeTest
class TemporaryFolderTest {
    @Test
    void shouldWorkQuietlyWhereNothingMayBeExecuted(TestHome home, Jvms jvms) throws IOException {
        Path noexec = home.fileSystem("size=8m,noexec");
        assertWorksQuietly(jvms, noexec);
        assertThat(noexec).isEmptyDirectory();
    }

    @Test
    void shouldWorkQuietlyWhereNothingFits(TestHome home, Jvms jvms) throws IOException {
        Path tiny = home.fileSystem("size=64k");
        assertWorksQuietly(jvms, tiny);
        assertThat(tiny).isEmptyDirectory();
    }

    @Test
    void shouldWorkQuietlyWhereNothingCanBeWritten(Jvms jvms) {
        assertWorksQuietly(jvms, Path.of("/proc/sys"));
    }

    private static void assertWorksQuietly(Jvms jvms, Path folder) {
        Child child = jvms.jvm()
                .withSystemProperty("java.io.tmpdir", folder.toString())
                .withSystemProperty("jna.tmpdir", folder.toString())
                .withSystemProperty("user.home", folder.toString())
                .start();

        String text = child.call(TemporaryFolderTest::sendToItself);

        assertThat(text).isEqualTo("hello");
        jvms.all(child);
        assertThat(child.err()).isEmpty();
    }

    private static String sendToItself(ChildContext c) {
        Receiver receiver = c.kernel().createMailslot("m");
        c.kernel().openMailslot("m").write("hello");
        String text = receiver.readText();
        receiver.read(Duration.ofMillis(10)); // asleep for a moment, in vain
        return text;
    }
}
