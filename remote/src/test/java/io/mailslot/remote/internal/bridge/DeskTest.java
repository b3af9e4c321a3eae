package io.mailslot.remote.internal.bridge;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.catchThrowableOfType;
import static org.awaitility.Awaitility.await;

import io.mailslot.api.ErrorCode;
import io.mailslot.api.InvalidNameException;
import io.mailslot.api.MailslotOptions;
import io.mailslot.api.MessageTooLargeException;
import io.mailslot.api.Receiver;
import io.mailslot.api.Sender;
import io.mailslot.testkit.Child;
import io.mailslot.testkit.Jvms;
import java.io.IOException;
import java.nio.channels.FileChannel;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.util.Arrays;
import java.util.List;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** What those are answered who open remote names, and those who ask for something else. */
class DeskTest {
    private static final String ANSWER = "bridge/answer-1-1";

    @TempDir
    Path folder;

    private PaperMachine a;

    @BeforeEach
    void startAMachine() throws InterruptedException {
        a = new PaperMachine(new PaperEngine(), "a", folder)
                .start(List.of("b/orders", "b/audit/*", "*/news", "shop/prices"), List.of());
    }

    @AfterEach
    void end() {
        a.close();
    }

    private String ask(String... lines) {
        try (Receiver answers = a.kernel().createMailslot(ANSWER);
                Sender bridge = a.kernel().openMailslot("bridge")) {
            bridge.write(String.join("\n", lines));
            return PaperMachine.read(answers);
        }
    }

    @Test
    void shouldAnswerWithTheOutboxWhateverTheSpelling() {
        String answer = ask("mailslot-bridge 1", "open", "\\\\B\\mailslot\\orders", ANSWER);
        assertThat(answer).isEqualTo("mailslot-bridge 1\n0\n\\\\b\\mailslot\\orders");
        assertThat(ask("mailslot-bridge 1", "open", "\\\\b\\MAILSLOT\\Orders", ANSWER))
                .isEqualTo(answer);
        assertThat(a.bridge().view().outboxes())
                .extracting(View.Outbox::name)
                .containsExactly("\\\\+\\mailslot\\news", "\\\\b\\mailslot\\orders");
    }

    @Test
    void shouldAllowWhatTheConfigurationHas() {
        for (String name : List.of(
                "\\\\b\\mailslot\\audit\\till\\1",
                "\\\\x\\mailslot\\news",
                "\\\\shop\\mailslot\\news",
                "\\\\shop\\mailslot\\prices",
                "\\\\+\\mailslot\\news")) {
            assertThat(ask("mailslot-bridge 1", "open", name, ANSWER)).isEqualTo("mailslot-bridge 1\n0\n" + name);
        }
        assertThat(a.bridge().view().outboxes()).hasSize(5);
    }

    @Test
    void shouldNameTheLocalMailslotForItsOwnName() {
        assertThat(ask("mailslot-bridge 1", "open", "\\\\A\\mailslot\\shop\\orders", ANSWER))
                .isEqualTo("mailslot-bridge 1\n0\nshop/orders");
    }

    @Test
    void shouldSayWhatIsNotConfigured() {
        assertThat(ask("mailslot-bridge 1", "open", "\\\\b\\mailslot\\secret", ANSWER))
                .startsWith("mailslot-bridge 1\n53\n")
                .contains("'b/secret'", "'send'", "b/orders");
        assertThat(ask("mailslot-bridge 1", "open", "\\\\+\\mailslot\\orders", ANSWER))
                .startsWith("mailslot-bridge 1\n53\n");
        assertThat(a.bridge().view().outboxes()).hasSize(1);
    }

    @Test
    void shouldSayWhichComputerIsNotConfigured() throws InterruptedException {
        a.start(List.of("b/orders"), List.of());
        assertThat(ask("mailslot-bridge 1", "open", "\\\\c\\mailslot\\orders", ANSWER))
                .startsWith("mailslot-bridge 1\n53\n")
                .contains("computer 'c'", "'send'");
    }

    @Test
    void shouldAnswerTheLibrary() {
        try (Sender sender = a.open("\\\\B\\mailslot\\orders")) {
            sender.write("tea");
        }
        InvalidNameException refused = catchThrowableOfType(
                InvalidNameException.class, () -> a.kernel().openMailslot("\\\\B\\mailslot\\secret"));
        assertThat(refused.errorCode()).isEqualTo(ErrorCode.BAD_NETPATH);
        assertThat(refused).hasMessageContaining("'b/secret'");
    }

    @Test
    void shouldRefuseWhatItDoesNotKnow() {
        assertThat(ask("mailslot-bridge 1", "open", "orders", ANSWER)).startsWith("mailslot-bridge 1\n123\n");
        assertThat(ask("mailslot-bridge 1", "open", ANSWER)).startsWith("mailslot-bridge 1\n123\n");
        assertThat(ask("mailslot-bridge 1", "dance", ANSWER)).startsWith("mailslot-bridge 1\n87\n");
        assertThat(ask("mailslot-bridge 2", "open", "\\\\b\\mailslot\\orders", ANSWER))
                .startsWith("mailslot-bridge 1\n50\n");
    }

    @Test
    void shouldTellHowTheBridgeStandsAndWhoIsThere() {
        assertThat(ask("mailslot-bridge 1", "status", ANSWER)).isEqualTo("mailslot-bridge 1\n0\n{}");
        assertThat(ask("mailslot-bridge 1", "computers", ANSWER))
                .startsWith("mailslot-bridge 1\n0\n{\"schema\":\"mailslot.computers/1\",\"domain\":\"shop\"")
                .contains("\"name\":\"a\"");
    }

    /** Who does not read his answers costs others nothing. */
    @Test
    void shouldAnswerOthersAtOnceWhoeverDoesNotRead() {
        MailslotOptions small = MailslotOptions.defaults().withCapacity(MailslotOptions.MIN_CAPACITY);
        try (Receiver full = a.kernel().createMailslot("bridge/answer-full", small);
                Sender filler = a.kernel().openMailslot("bridge/answer-full");
                Sender bridge = a.kernel().openMailslot("bridge")) {
            byte[] message = new byte[1024];
            while (filler.tryWrite(message, 0, message.length)) {
                continue;
            }
            for (int i = 0; i < 50; i++) {
                bridge.write("mailslot-bridge 1\nstatus\nbridge/answer-full");
            }

            // were each of them waited for, this one would not come in time
            assertThat(ask("mailslot-bridge 1", "status", ANSWER)).endsWith("{}");
            assertThat(full.poll()).isPresent();
        }
    }

    /** Somebody stands still with the home while the desk makes an outbox: how the bridge stands can be told all the same. */
    @Test
    @SuppressWarnings("serial") // what the child runs is this package's own
    void shouldTellHowItStandsWhileAnOutboxIsBeingMade() {
        String lock = a.kernel().home().resolve("kernel.lock").toString();
        try (Jvms jvms = Jvms.open();
                Receiver answers = a.kernel().createMailslot(ANSWER);
                Sender bridge = a.kernel().openMailslot("bridge")) {
            Child holder = jvms.start();
            holder.run(c -> LockHolder.hold(lock));
            bridge.write("mailslot-bridge 1\nopen\n\\\\b\\mailslot\\orders\n" + ANSWER);
            await().atMost(PaperMachine.PATIENCE).until(DeskTest::isMakingAnOutbox);

            assertThat(a.bridge().view().outboxes())
                    .extracting(View.Outbox::name)
                    .containsExactly("\\\\+\\mailslot\\news");
            holder.run(c -> LockHolder.letGo());
            assertThat(PaperMachine.read(answers)).isEqualTo("mailslot-bridge 1\n0\n\\\\b\\mailslot\\orders");
        }
    }

    private static boolean isMakingAnOutbox() {
        return Thread.getAllStackTraces().entrySet().stream()
                .filter(each -> each.getKey().getName().equals("mailslot-bridge-desk"))
                .flatMap(each -> Arrays.stream(each.getValue()))
                .anyMatch(frame -> frame.getMethodName().equals("createMailslot"));
    }

    /** A process that has the lock of a home. */
    static final class LockHolder {
        private static FileChannel channel;

        private LockHolder() {}

        static void hold(String file) throws IOException {
            channel = FileChannel.open(Path.of(file), StandardOpenOption.WRITE);
            if (channel.lock() == null) {
                throw new AssertionError("no lock");
            }
        }

        static void letGo() throws IOException {
            channel.close();
        }
    }

    @Test
    void shouldTellWhoHasNoRoomForTheAnswer() {
        a.tells("x".repeat(1_000));
        MailslotOptions small = MailslotOptions.defaults().withMaxMessageSize(500);
        try (Receiver answers = a.kernel().createMailslot(ANSWER, small);
                Sender bridge = a.kernel().openMailslot("bridge")) {
            bridge.write("mailslot-bridge 1\nstatus\n" + ANSWER);
            assertThat(PaperMachine.read(answers))
                    .startsWith("mailslot-bridge 1\n122\nthe answer of the bridge has 1020 bytes: ");
        }
    }

    @Test
    void shouldTellAllWhoIsThereWhoAskAtOnce() {
        try (Receiver one = a.kernel().createMailslot("bridge/answer-one");
                Receiver two = a.kernel().createMailslot("bridge/answer-two");
                Sender bridge = a.kernel().openMailslot("bridge")) {
            for (int i = 0; i < 20; i++) {
                bridge.write("mailslot-bridge 1\ncomputers\nbridge/answer-one");
                bridge.write("mailslot-bridge 1\ncomputers\nbridge/answer-two");
            }
            for (int i = 0; i < 20; i++) {
                assertThat(PaperMachine.read(one)).contains("\"name\":\"a\"");
                assertThat(PaperMachine.read(two)).contains("\"name\":\"a\"");
            }
        }
    }

    /** Nobody can have it write to other mailslots, and nothing that comes stops it. */
    @Test
    void shouldGoOnAfterWhatIsNoRequest() {
        try (Receiver others = a.kernel().createMailslot("others");
                Sender bridge = a.kernel().openMailslot("bridge")) {
            bridge.write(new byte[0]);
            bridge.write(new byte[] {(byte) 0xff, 1, 2});
            bridge.write("mailslot-bridge 1");
            bridge.write("mailslot-bridge 1\nstatus\nothers");
            bridge.write("mailslot-bridge 1\nstatus\nbridge/answer-nobody-1");
            catchThrowableOfType(MessageTooLargeException.class, () -> bridge.write(new byte[5_000]));

            assertThat(ask("mailslot-bridge 1", "status", ANSWER)).endsWith("{}");
            assertThat(others.poll()).isEmpty();
        }
    }
}
