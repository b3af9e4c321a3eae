package io.mailslot.it.damage;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.mailslot.Kernel;
import io.mailslot.api.ErrorCode;
import io.mailslot.api.HomeException;
import io.mailslot.api.MailslotOptions;
import io.mailslot.api.Receiver;
import io.mailslot.api.Sender;
import io.mailslot.api.WhenFull;
import io.mailslot.internal.layout.LogControlPage;
import io.mailslot.it.harness.HomeTest;
import io.mailslot.it.harness.LiveTree;
import io.mailslot.it.harness.TestHome;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.nio.channels.FileChannel;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.util.function.Consumer;
import java.util.stream.Stream;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

/** A control page that contradicts itself is damage (1392) for who reads and who looks: nobody looks again for ever. */
@HomeTest
class ContradictoryControlPageTest {
    private static final String NAME = "\\\\*\\mailslot\\dropping";
    private static final long HIGH = 1L << 40;

    enum Reading {
        READ(Receiver::read),
        PEEK(Receiver::peek),
        DRAIN(receiver -> receiver.drain(10, (ByteBuffer message) -> {})),
        POLL(Receiver::poll);

        private final Consumer<Receiver> call;

        Reading(Consumer<Receiver> call) {
            this.call = call;
        }
    }

    @ParameterizedTest
    @EnumSource(Reading.class)
    @Timeout(120)
    void shouldTellOfAFloorAboveMessagesThatAreThere(Reading reading, TestHome home) throws IOException {
        requireDamage(home, reading.call, LogControlPage.ARENA_FLOOR_OFFSET);
    }

    @ParameterizedTest
    @EnumSource(Reading.class)
    @Timeout(120)
    void shouldTellOfALowestSegmentAboveTheCurrentOne(Reading reading, TestHome home) throws IOException {
        requireDamage(home, reading.call, LogControlPage.LOWEST_SEGMENT_OFFSET, 1 << 20);
    }

    private static void requireDamage(TestHome home, Consumer<Receiver> call, int offset) throws IOException {
        requireDamage(home, call, offset, HIGH);
    }

    private static void requireDamage(TestHome home, Consumer<Receiver> call, int offset, long value)
            throws IOException {
        Kernel kernel = home.attach();
        Receiver receiver = kernel.createMailslot(
                NAME, MailslotOptions.defaults().withCapacity(1 << 20).withWhenFull(WhenFull.DROP_OLDEST));
        Sender sender = kernel.openMailslot(NAME);
        sender.write(new byte[1_000]);
        sender.write(new byte[1_000]);
        assertThat(receiver.info().messageCount()).isEqualTo(2);

        set(home, offset, value);

        assertThatThrownBy(() -> call.accept(receiver))
                .isInstanceOfSatisfying(
                        HomeException.class, e -> assertThat(e.errorCode()).isEqualTo(ErrorCode.FILE_CORRUPT));
    }

    private static void set(TestHome home, int offset, long value) throws IOException {
        Path page;
        try (Stream<Path> files = LiveTree.walk(home.path())) {
            page = files.filter(file -> file.endsWith("control.dat")).findAny().orElseThrow();
        }
        ByteBuffer word =
                ByteBuffer.allocate(Long.BYTES).order(ByteOrder.nativeOrder()).putLong(0, value);
        try (FileChannel channel = FileChannel.open(page, StandardOpenOption.WRITE)) {
            channel.write(word, offset);
        }
    }
}
