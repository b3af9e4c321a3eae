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
import io.mailslot.it.harness.TestHome;
import io.mailslot.it.harness.TestHomeExtension;
import io.mailslot.it.storm.NetTime;
import java.nio.ByteBuffer;
import java.time.Duration;
import java.util.Comparator;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.TimeUnit;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** A process is stopped in the middle of an append: it stops the writers of that mailslot, and nothing else. */
@ExtendWith(TestHomeExtension.class)
class StoppedWriterTest {
    private static final byte[] MESSAGE = {1};

    @Test
    void shouldRefuseAtOnceToWriteAtOnceAndReadAndOpenOn(TestHome home) {
        Kernel kernel = home.attach();
        Receiver receiver = kernel.createMailslot("m");
        Sender sender = kernel.openMailslot("m");
        sender.write(MESSAGE);
        Standing standing = Standing.agent(home, FaultPoint.APPEND_COPIED);
        int handle = standing.child().must("open", "m", "false").handle();
        standing.in("write", handle, "late");

        NetTime start = NetTime.start();
        assertThatExceptionOfType(HomeException.class)
                .isThrownBy(() -> sender.tryWrite(ByteBuffer.wrap(MESSAGE)))
                .withMessageContaining("process " + standing.child().pid())
                .satisfies(e -> assertThat(e.errorCode()).isEqualTo(ErrorCode.LOCK_VIOLATION));
        assertThat(start.took()).isLessThan(Duration.ofSeconds(2));
        assertThat(quickestRefusal(sender)).isLessThan(Duration.ofMillis(30));
        assertThat(receiver.read()).isEqualTo(MESSAGE);
        kernel.openMailslot("m").close();

        standing.goOn();
        assertThat(new String(receiver.read(), UTF_8)).isEqualTo("late");
        standing.child().reply();
        sender.write(MESSAGE);
        standing.child().end();
    }

    @Test
    void shouldTellWhatItHasAppendedBeforeAnotherWriterGoesOn(TestHome home) {
        Kernel kernel = home.attach();
        Receiver receiver = kernel.createMailslot("m");
        Sender sender = kernel.openMailslot("m");
        Standing standing = Standing.agent(home, FaultPoint.APPEND_COMMITTED);
        int handle = standing.child().must("open", "m", "false").handle();
        standing.in("write", handle, "complete");

        assertThat(new String(receiver.read(), UTF_8)).isEqualTo("complete");
        assertThatExceptionOfType(HomeException.class)
                .isThrownBy(() -> sender.tryWrite(ByteBuffer.wrap(MESSAGE)))
                .satisfies(e -> assertThat(e.errorCode()).isEqualTo(ErrorCode.LOCK_VIOLATION));

        standing.goOn();
        standing.child().reply();
        sender.write(MESSAGE);
        assertThat(receiver.read()).isEqualTo(MESSAGE);
        standing.child().end();
    }

    /**
     * The watch looks after readers that sleep: it sees what their sender does not come to tell, whatever other waits are for.
     *
     * @param signaledFrom from which message on such waits end
     */
    @ParameterizedTest
    @ValueSource(longs = {0, 1_000})
    void shouldReadWhatItHasAppendedButNotTold(long signaledFrom, TestHome home) throws Exception {
        Kernel kernel = home.attach();
        Receiver receiver = kernel.createMailslot("m");
        receiver.setSignaledFrom(signaledFrom);
        Standing standing = Standing.agent(home, FaultPoint.WRITE_BEFORE_WAKE);
        int handle = standing.child().must("open", "m", "false").handle();
        CompletableFuture<byte[]> reading =
                CompletableFuture.supplyAsync(receiver::read, work -> new Thread(work, "reader").start());
        await("the reader sleeps, and is looked after")
                .pollDelay(Duration.ofSeconds(4))
                .until(() -> !reading.isDone());

        standing.in("write", handle, "untold");
        assertThat(new String(reading.get(20, TimeUnit.SECONDS), UTF_8)).isEqualTo("untold");

        standing.goOn();
        standing.child().reply();
        standing.child().end();
    }

    /** The machine may be busy: of some attempts the quickest tells what they wait for. */
    private static Duration quickestRefusal(Sender sender) {
        return IntStream.range(0, 5)
                .mapToObj(attempt -> {
                    NetTime start = NetTime.start();
                    assertThatExceptionOfType(HomeException.class)
                            .isThrownBy(() -> sender.tryWrite(ByteBuffer.wrap(MESSAGE)));
                    return start.took();
                })
                .min(Comparator.naturalOrder())
                .orElseThrow();
    }
}
