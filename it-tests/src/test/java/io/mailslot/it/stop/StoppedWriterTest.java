package io.mailslot.it.stop;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;
import static org.awaitility.Awaitility.await;

import io.mailslot.Kernel;
import io.mailslot.api.ErrorCode;
import io.mailslot.api.HomeException;
import io.mailslot.api.Receiver;
import io.mailslot.api.Sender;
import io.mailslot.internal.memory.FaultPoint;
import io.mailslot.it.harness.Deadline;
import io.mailslot.it.harness.HomeTest;
import io.mailslot.it.harness.Prompt;
import io.mailslot.it.storm.NetTime;
import io.mailslot.testkit.Child;
import io.mailslot.testkit.Jvms;
import java.nio.ByteBuffer;
import java.time.Duration;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** A process is stopped in the middle of an append: it stops the writers of that mailslot, and nothing else. */
@HomeTest
class StoppedWriterTest {
    private static final byte[] MESSAGE = {1};

    @Test
    void shouldRefuseAtOnceToWriteAtOnceAndReadAndOpenOn(Jvms jvms, Kernel kernel) throws Exception {
        Receiver receiver = kernel.createMailslot("m");
        Sender sender = kernel.openMailslot("m");
        sender.write(MESSAGE);
        Halfway<?> standing = Halfway.in(
                jvms,
                FaultPoint.APPEND_COPIED,
                c -> c.kernel().openMailslot("m").write("late"));

        NetTime start = NetTime.start();
        assertThatExceptionOfType(HomeException.class)
                .isThrownBy(() -> sender.tryWrite(ByteBuffer.wrap(MESSAGE)))
                .withMessageContaining("process " + standing.child().pid())
                .satisfies(e -> assertThat(e.errorCode()).isEqualTo(ErrorCode.LOCK_VIOLATION));
        assertThat(start.took()).isLessThan(Duration.ofSeconds(2));
        requireQuickRefusal(sender);
        assertThat(receiver.read()).isEqualTo(MESSAGE);
        kernel.openMailslot("m").close();

        standing.resume();
        assertThat(receiver.readText()).isEqualTo("late");
        standing.result();
        sender.write(MESSAGE);
    }

    @Test
    void shouldTellWhatItHasAppendedBeforeAnotherWriterGoesOn(Jvms jvms, Kernel kernel) {
        Receiver receiver = kernel.createMailslot("m");
        Sender sender = kernel.openMailslot("m");
        Halfway<?> standing = Halfway.in(
                jvms,
                FaultPoint.APPEND_COMMITTED,
                c -> c.kernel().openMailslot("m").write("complete"));

        assertThat(receiver.readText()).isEqualTo("complete");
        assertThatExceptionOfType(HomeException.class)
                .isThrownBy(() -> sender.tryWrite(ByteBuffer.wrap(MESSAGE)))
                .satisfies(e -> assertThat(e.errorCode()).isEqualTo(ErrorCode.LOCK_VIOLATION));

        standing.goOn();
        sender.write(MESSAGE);
        assertThat(receiver.read()).isEqualTo(MESSAGE);
    }

    /**
     * The watch looks after readers that sleep: it sees what their sender does not come to tell, whatever other waits are for.
     *
     * @param signaledFrom from which message on such waits end
     */
    @ParameterizedTest
    @ValueSource(longs = {0, 1_000})
    void shouldReadWhatItHasAppendedButNotTold(long signaledFrom, Jvms jvms, Kernel kernel) throws Exception {
        Receiver receiver = kernel.createMailslot("m");
        receiver.setSignaledFrom(signaledFrom);
        Child writer = Halfway.child(jvms, FaultPoint.WRITE_BEFORE_WAKE);
        int handle = writer.call(c -> c.kernel().openMailslot("m").handle());
        CompletableFuture<byte[]> reading =
                CompletableFuture.supplyAsync(receiver::read, work -> new Thread(work, "reader").start());
        await("the reader sleeps, and is looked after")
                .atMost(Deadline.PATIENCE)
                .pollDelay(Duration.ofSeconds(4))
                .until(() -> !reading.isDone());

        Halfway<?> standing = Halfway.in(writer, c -> c.kernel().sender(handle).write("untold"));
        assertThat(new String(reading.get(Deadline.PATIENCE.toSeconds(), TimeUnit.SECONDS), UTF_8))
                .isEqualTo("untold");

        standing.goOn();
    }

    private static void requireQuickRefusal(Sender sender) throws Exception {
        Prompt.within(Duration.ofMillis(30), () -> {
            NetTime start = NetTime.start();
            assertThatExceptionOfType(HomeException.class).isThrownBy(() -> sender.tryWrite(ByteBuffer.wrap(MESSAGE)));
            return start.took();
        });
    }
}
