package io.mailslot.it.damage;

import static java.nio.charset.StandardCharsets.ISO_8859_1;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.mailslot.Kernel;
import io.mailslot.api.HomeException;
import io.mailslot.api.MailslotOptions;
import io.mailslot.api.MessageBatch;
import io.mailslot.api.Receiver;
import io.mailslot.api.Sender;
import io.mailslot.it.harness.Cli;
import io.mailslot.it.harness.Cli.Outcome;
import io.mailslot.it.harness.HomeTest;
import io.mailslot.it.harness.LiveTree;
import io.mailslot.it.harness.TestHome;
import java.io.IOException;
import java.io.RandomAccessFile;
import java.io.UncheckedIOException;
import java.nio.ByteBuffer;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.stream.Stream;
import org.assertj.core.api.ThrowableAssert.ThrowingCallable;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

/** A message that cannot be read is told once, by whoever would take it, and what follows it is read. */
@HomeTest
class UnreadableMessageTest {
    private static final int IO_DEVICE = 1117;

    /** Of a record before its message, and before the place in the arena that it may have instead. */
    private static final int HEADER_BYTES = 12;

    /** Of a document before its record. */
    private static final int DOCUMENT_BYTES = 4;

    private static final String FIRST = "first...";
    private static final String BAD = "ABCDEFGH";
    private static final String LAST = "last";

    /** What is damaged of the message between the first and the last one. */
    enum Damage {
        KIND {
            @Override
            void strike(Path folder) {
                put(segment(folder), behindFirst(folder) + 3, 0x50);
            }
        },
        LENGTH {
            @Override
            void strike(Path folder) {
                put(segment(folder), behindFirst(folder), 200);
            }
        },
        PLACE {
            @Override
            byte[] bad() {
                return BAD.repeat(100).getBytes(ISO_8859_1);
            }

            @Override
            void strike(Path folder) {
                put(segment(folder), behindFirst(folder) + HEADER_BYTES + 7, 0xF0);
            }
        },
        CONTENT {
            @Override
            byte[] bad() {
                return BAD.repeat(100).getBytes(ISO_8859_1);
            }

            @Override
            void strike(Path folder) {
                put(folder.resolve("arena.dat"), 3, 0x70);
            }
        };

        byte[] bad() {
            return BAD.getBytes(ISO_8859_1);
        }

        abstract void strike(Path folder);
    }

    /** How messages are taken. */
    enum Form {
        ARRAY {
            @Override
            List<String> take(Receiver receiver) {
                return receiver.poll().map(message -> List.of(text(message))).orElse(List.of());
            }
        },
        BUFFER {
            @Override
            List<String> take(Receiver receiver) {
                ByteBuffer buffer = ByteBuffer.allocate(1_000);
                return receiver.poll(buffer) ? List.of(text(buffer.flip())) : List.of();
            }
        },
        DRAIN {
            @Override
            List<String> take(Receiver receiver) {
                List<String> texts = new ArrayList<>();
                receiver.drain(1, message -> texts.add(text(message)));
                return texts;
            }
        };

        abstract List<String> take(Receiver receiver);
    }

    @ParameterizedTest
    @EnumSource
    void shouldTellOnceAndPassOver(Damage damage, TestHome home) throws IOException {
        for (Form form : Form.values()) {
            try (Kernel kernel = home.attach();
                    Receiver receiver = kernel.createMailslot("sick");
                    Sender sender = kernel.openMailslot("sick")) {
                sender.write(FIRST.getBytes(ISO_8859_1));
                sender.write(damage.bad());
                sender.write(LAST.getBytes(ISO_8859_1));
                damage.strike(folder(home));

                assertThat(form.take(receiver)).as("%s", form).containsExactly(FIRST);
                assertThat(kernel.waitFor(Duration.ZERO, receiver.handle()))
                        .as("whoever reads is told")
                        .isNotNull();
                assertThat(receiver.info().messageCount()).isEqualTo(2);
                assertThat(receiver.info().nextMessageSize()).hasValue(0);
                assertThat(sender.info()).isEqualTo(receiver.info());
                for (int look = 0; look < 2; look++) {
                    assertUnreadable(receiver::peek);
                }
                assertUnreadable(() -> form.take(receiver));
                assertThat(receiver.info().messageCount()).isEqualTo(1);
                assertThat(form.take(receiver)).as("%s", form).containsExactly(LAST);
                assertThat(form.take(receiver)).as("%s", form).isEmpty();
            }
        }
    }

    @ParameterizedTest
    @EnumSource
    void shouldPassOverTheRestOfABatch(Form form, TestHome home) throws IOException {
        try (Kernel kernel = home.attach();
                Receiver receiver = kernel.createMailslot("sick");
                Sender sender = kernel.openMailslot("sick")) {
            MessageBatch batch = new MessageBatch();
            batch.add(FIRST.getBytes(ISO_8859_1));
            batch.add(BAD.getBytes(ISO_8859_1));
            batch.add(BAD.getBytes(ISO_8859_1));
            sender.write(batch);
            sender.write(LAST.getBytes(ISO_8859_1));
            put(folder(home).resolve("arena.dat"), 8 + 4 + FIRST.length() + 3, 0x7F);

            assertThat(form.take(receiver)).containsExactly(FIRST);
            assertUnreadable(() -> form.take(receiver));
            assertThat(form.take(receiver)).containsExactly(LAST);
        }
    }

    @Test
    void shouldBeToldOnceByTheCommandLine(TestHome home) throws IOException {
        String[] drain = {"receive", "sick", "--cursor", "c", "--drain"};
        try (Kernel kernel = home.attach()) {
            kernel.createMailslot("sick", MailslotOptions.defaults().withCursor("c"))
                    .close();
            try (Sender sender = kernel.openMailslot("sick")) {
                sender.write(FIRST.getBytes(ISO_8859_1));
                sender.write(Damage.KIND.bad());
                sender.write(LAST.getBytes(ISO_8859_1));
            }
            Damage.KIND.strike(folder(home));

            Outcome sick = Cli.in(home).run(drain);
            Outcome well = Cli.in(home).run(drain);

            assertThat(sick.exit()).as(sick.toString()).isEqualTo(1);
            assertThat(sick.text()).isEqualTo(FIRST + "\n");
            assertThat(sick.errors()).contains("'sick'");
            assertThat(well.exit()).as(well.toString()).isZero();
            assertThat(well.text()).isEqualTo(LAST + "\n");
            kernel.deleteMailslot("sick");
        }
    }

    private static void assertUnreadable(ThrowingCallable call) {
        assertThatThrownBy(call)
                .isInstanceOfSatisfying(
                        HomeException.class,
                        told -> assertThat(told.errorCode().value()).isEqualTo(IO_DEVICE));
    }

    private static Path folder(TestHome home) throws IOException {
        try (Stream<Path> tree = LiveTree.walk(home.path().resolve("mailslots"))) {
            return tree.filter(path -> path.getFileName().toString().endsWith(".cq4"))
                    .findFirst()
                    .orElseThrow()
                    .getParent();
        }
    }

    private static Path segment(Path folder) {
        return folder.resolve("0000000001.cq4");
    }

    /** Where the second record begins. */
    private static long behindFirst(Path folder) {
        try {
            return new String(Files.readAllBytes(segment(folder)), ISO_8859_1).indexOf(FIRST)
                    + FIRST.length()
                    + DOCUMENT_BYTES;
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    private static void put(Path path, long position, int value) {
        try (RandomAccessFile file = new RandomAccessFile(path.toFile(), "rw")) {
            file.seek(position);
            file.write(value);
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    private static String text(byte[] message) {
        return new String(message, ISO_8859_1);
    }

    private static String text(ByteBuffer message) {
        byte[] bytes = new byte[message.remaining()];
        message.get(bytes);
        return text(bytes);
    }
}
