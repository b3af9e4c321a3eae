package io.mailslot.it.damage;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;

import io.mailslot.Kernel;
import io.mailslot.api.InvalidArgumentException;
import io.mailslot.api.Receiver;
import io.mailslot.api.Sender;
import io.mailslot.it.harness.HomeTest;
import io.mailslot.it.harness.TestHome;
import java.io.IOException;
import java.nio.MappedByteBuffer;
import java.nio.channels.FileChannel;
import java.nio.channels.FileChannel.MapMode;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.time.Duration;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** A user's own file that is mapped, and is cut: the home has nothing to do with it. */
@HomeTest
class CutBufferTest {
    @ParameterizedTest
    @ValueSource(ints = {8, 30_000})
    void shouldTellThatItIsTheBuffer(int size, TestHome home) throws IOException {
        Kernel kernel = home.attach();
        Receiver receiver = kernel.createMailslot("news");
        Sender sender = kernel.openMailslot("news");

        assertThatExceptionOfType(InvalidArgumentException.class)
                .isThrownBy(() -> sender.write(cut(home, size)))
                .withMessageContaining("the buffer");

        sender.write(new byte[size]);
        sender.write("next".getBytes(UTF_8));
        assertThatExceptionOfType(InvalidArgumentException.class)
                .isThrownBy(() -> receiver.poll(cut(home, size)))
                .withMessageContaining("the buffer");
        assertThat(receiver.read(Duration.ZERO))
                .hasValueSatisfying(first -> assertThat(first).hasSize(size));
        assertThat(receiver.read(Duration.ZERO)).hasValue("next".getBytes(UTF_8));
    }

    private static MappedByteBuffer cut(TestHome home, int size) throws IOException {
        Path file = home.scratch().resolve("users");
        try (FileChannel channel =
                FileChannel.open(file, StandardOpenOption.CREATE, StandardOpenOption.READ, StandardOpenOption.WRITE)) {
            MappedByteBuffer mapped = channel.map(MapMode.READ_WRITE, 0, size);
            channel.truncate(0);
            return mapped;
        }
    }
}
