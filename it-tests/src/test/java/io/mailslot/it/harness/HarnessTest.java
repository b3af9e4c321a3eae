package io.mailslot.it.harness;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.mailslot.testkit.Child;
import java.io.IOException;
import java.nio.MappedByteBuffer;
import java.nio.channels.FileChannel;
import java.nio.channels.FileChannel.MapMode;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.util.Arrays;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;

/** The harness itself: a check that finds nothing wrong must be able to find something wrong. */
@ExtendWith(TestHomeExtension.class)
class HarnessTest {
    @Test
    void shouldFindFilesThatShouldHaveGone(TestHome home) throws IOException {
        LeakCheck check = new LeakCheck(home.path());
        Files.createFile(home.path().resolve("kernel.dat"));
        Files.createDirectories(home.path().resolve("mailslots/empty"));
        assertThat(check.files()).isEmpty();

        Path process = Files.createDirectories(home.path().resolve("processes/0-1"));
        Path segment = Files.createFile(home.path().resolve("mailslots/empty/00000001.cq4"));

        assertThat(check.files()).containsExactlyInAnyOrder("file processes/0-1", "file mailslots/empty/00000001.cq4");
        LeakCheck.deleteTree(process.getParent());
        LeakCheck.deleteTree(segment.getParent().getParent());
        Files.delete(home.path().resolve("kernel.dat"));
    }

    @Test
    void shouldFindMappingsAndOpenDescriptors(TestHome home) throws IOException {
        LeakCheck check = new LeakCheck(home.path());
        Path file = Files.write(home.path().resolve("mapped"), new byte[4096]);
        try (FileChannel channel = FileChannel.open(file, StandardOpenOption.READ)) {
            MappedByteBuffer mapped = channel.map(MapMode.READ_ONLY, 0, 4096);

            assertThat(check.descriptors()).containsExactly("descriptor " + file);
            assertThat(check.mappings())
                    .hasSize(1)
                    .allSatisfy(mapping -> assertThat(mapping).endsWith(file.toString()));
            assertThat(mapped.get(0)).isZero();
        }
        assertThat(check.descriptors()).isEmpty();
        Files.delete(file);
    }

    @Test
    void shouldFindStrayProcessesAndNoOthers(TestHome home, TestHome other) {
        Child child = home.jvms().jvm().startedPlainly().start();

        assertThat(new LeakCheck(home.path()).processes())
                .extracting(ProcessHandle::pid)
                .containsExactly(child.pid());
        assertThat(new LeakCheck(other.path()).processes()).isEmpty();
    }

    @Test
    void shouldRecogniseTornMessages() {
        byte[] whole = new NumberedMessage(2, 77).toBytes();
        assertThat(NumberedMessage.parse(whole)).isEqualTo(new NumberedMessage(2, 77));

        byte[] cut = Arrays.copyOf(whole, whole.length - 1);
        byte[] changed = whole.clone();
        changed[whole.length - 1]++;

        assertThatThrownBy(() -> NumberedMessage.parse(cut)).isInstanceOf(AssertionError.class);
        assertThatThrownBy(() -> NumberedMessage.parse(changed)).isInstanceOf(AssertionError.class);
        assertThatThrownBy(() -> NumberedMessage.parse(new byte[3])).isInstanceOf(AssertionError.class);
    }
}
