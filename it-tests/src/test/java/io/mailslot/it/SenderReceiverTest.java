package io.mailslot.it;

import static io.mailslot.it.harness.Refusal.refusal;
import static io.mailslot.it.harness.Refusal.refused;
import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.mailslot.Kernel;
import io.mailslot.api.ErrorCode;
import io.mailslot.api.MailslotException;
import io.mailslot.api.MailslotInfo;
import io.mailslot.api.MailslotOptions;
import io.mailslot.api.ReadTimeoutException;
import io.mailslot.api.Receiver;
import io.mailslot.api.Sender;
import io.mailslot.api.Timeouts;
import io.mailslot.api.WhenFull;
import io.mailslot.it.harness.Deadline;
import io.mailslot.it.harness.Handles;
import io.mailslot.it.harness.Payload;
import io.mailslot.it.harness.SharedHomeTest;
import io.mailslot.junit.Named;
import io.mailslot.testkit.Child;
import java.io.Serializable;
import java.nio.ByteBuffer;
import java.time.Duration;
import java.util.Arrays;
import java.util.OptionalInt;
import java.util.concurrent.CompletableFuture;
import java.util.stream.IntStream;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

/** One sender and one receiver, in different JVMs. */
@SharedHomeTest
class SenderReceiverTest {
    private static final Duration NOW = Duration.ZERO;

    @AfterEach
    void closeAll(@Named("other") Child child, Kernel kernel) {
        Handles.closeAll(child, kernel);
    }

    @Test
    void shouldCarryTextFromAChildToThisProcess(@Named("other") Child child, Kernel kernel) {
        Receiver receiver = kernel.createMailslot("orders");

        child.run(c -> c.kernel().openMailslot("orders").write("größer – 注文 7".getBytes(UTF_8)));

        assertThat(new String(receiver.read(), UTF_8)).isEqualTo("größer – 注文 7");
        assertThat(receiver.poll()).isEmpty();
    }

    @Test
    void shouldCarryTextFromThisProcessToAChild(@Named("other") Child child, Kernel kernel) {
        int receiver = create(child, "orders", Timeouts.FOREVER);
        Sender sender = kernel.openMailslot("orders");

        sender.write("first".getBytes(UTF_8));

        assertThat(child.<String>call(
                        c -> new String(c.kernel().receiver(receiver).read(), UTF_8)))
                .isEqualTo("first");
    }

    @Test
    void shouldCarryEveryByteValueAndAnyPartOfAnArrayOrBuffer(@Named("other") Child child, Kernel kernel) {
        int receiver = create(child, "bytes", Timeouts.FOREVER);
        Sender sender = kernel.openMailslot("bytes");
        byte[] all = new byte[256];
        IntStream.range(0, all.length).forEach(i -> all[i] = (byte) i);

        sender.write(all);
        sender.write(all, 250, 6);
        ByteBuffer direct = ByteBuffer.allocateDirect(256).put(all).flip().position(200);
        sender.write(direct);

        assertThat(direct.remaining()).isZero();
        assertThat(take(child, receiver)).isEqualTo(all);
        assertThat(take(child, receiver)).isEqualTo(new byte[] {-6, -5, -4, -3, -2, -1});
        assertThat(take(child, receiver)).isEqualTo(Arrays.copyOfRange(all, 200, 256));
    }

    @Test
    void shouldCarryAnEmptyMessageThatIsNotTheSameAsNone(@Named("other") Child child, Kernel kernel) {
        Receiver receiver = kernel.createMailslot("empty");
        int sender = open(child, "empty");
        assertThat(receiver.info().nextMessageSize()).isEmpty();

        child.run(c -> c.kernel().sender(sender).write(new byte[0]));

        assertThat(receiver.info().nextMessageSize()).hasValue(0);
        assertThat(receiver.info().messageCount()).isOne();
        assertThat(receiver.read(NOW))
                .hasValueSatisfying(message -> assertThat(message).isEmpty());
        assertThat(receiver.read(NOW)).isEmpty();
    }

    @Test
    void shouldReadTheOldestMessageFirst(@Named("other") Child child, Kernel kernel) {
        int receiver = create(child, "order", NOW);
        Sender sender = kernel.openMailslot("order");

        for (int i = 0; i < 100; i++) {
            sender.write(("message " + i).getBytes(UTF_8));
        }

        for (int i = 0; i < 100; i++) {
            assertThat(new String(take(child, receiver), UTF_8)).isEqualTo("message " + i);
        }
    }

    @Test
    void shouldFailAtOnceWhenTheReadTimeoutIsZero(@Named("other") Child child) {
        int receiver = create(child, "impatient", NOW);

        MailslotException refused =
                refused(child, c -> c.kernel().receiver(receiver).read());

        assertThat(refused).isInstanceOf(ReadTimeoutException.class).hasMessageContaining("impatient");
        assertThat(refused.errorCode()).isEqualTo(ErrorCode.SEM_TIMEOUT);
        boolean read = child.call(c -> c.kernel().receiver(receiver).read(NOW).isPresent());
        assertThat(read).isFalse();
    }

    @Test
    void shouldWaitForTheReadTimeoutAndNotMuchLonger(@Named("other") Child child) {
        int receiver = create(child, "patient", Duration.ofMillis(50));
        child.run(c -> c.kernel().receiver(receiver).read(NOW));

        long waitedMs = waitInVain(child, receiver);
        for (int tries = 1; tries < 5 && waitedMs > 2_000; tries++) {
            waitedMs = waitInVain(child, receiver); // a busy machine may be late, but not each time
        }
        assertThat(waitedMs).isBetween(50L, 2_000L);

        long start = System.nanoTime();
        assertThat(refusal(child, c -> c.kernel().receiver(receiver).read())).isEqualTo(ErrorCode.SEM_TIMEOUT);
        assertThat(Duration.ofNanos(System.nanoTime() - start)).isGreaterThanOrEqualTo(Duration.ofMillis(50));
    }

    private static long waitInVain(Child child, int receiver) {
        return child.call(c -> {
            long start = System.nanoTime();
            if (c.kernel().receiver(receiver).read(Duration.ofMillis(50)).isPresent()) {
                throw new AssertionError("nobody has sent anything");
            }
            return (System.nanoTime() - start) / 1_000_000;
        });
    }

    @Test
    void shouldBlockForeverUntilAMessageComes(@Named("other") Child child, Kernel kernel) {
        int receiver = create(child, "forever", Timeouts.FOREVER);
        Sender sender = kernel.openMailslot("forever");

        CompletableFuture<byte[]> read =
                child.submit(c -> c.kernel().receiver(receiver).read());
        Deadline.await("it waits").during(Duration.ofMillis(300)).until(() -> !read.isDone());
        sender.write("at last".getBytes(UTF_8));

        assertThat(read).succeedsWithin(Deadline.PATIENCE).isEqualTo("at last".getBytes(UTF_8));
    }

    @Test
    void shouldUseTheReadTimeoutSetLastForReadsThatStartLater(@Named("other") Child child, Kernel kernel) {
        Receiver receiver =
                kernel.createMailslot("slow", MailslotOptions.defaults().withReadTimeout(Timeouts.FOREVER));
        int sender = open(child, "slow");

        receiver.setReadTimeout(NOW);
        assertThatThrownBy(receiver::read).isInstanceOf(ReadTimeoutException.class);
        assertThat(timeoutSeenBySender(child, sender)).isEqualTo(NOW);

        receiver.setReadTimeout(Duration.ofMillis(1_500));
        assertThat(timeoutSeenBySender(child, sender)).isEqualTo(Duration.ofMillis(1_500));

        receiver.setReadTimeout(Timeouts.FOREVER);
        assertThat(timeoutSeenBySender(child, sender)).isEqualTo(Timeouts.FOREVER);
    }

    private static Duration timeoutSeenBySender(Child child, int sender) {
        return child.call(c -> c.kernel().sender(sender).info().readTimeout());
    }

    @Test
    void shouldKeepReadTimeoutsInRange(@Named("other") Child child, Kernel kernel) {
        Duration longest = Duration.ofMillis(4_294_967_294L);
        int inChild = create(child, "limits", longest);
        Receiver receiver = kernel.createMailslot("mine");

        assertThat(timeout(child, inChild)).isEqualTo(longest);
        assertThat(refusal(child, c -> c.kernel().receiver(inChild).setReadTimeout(Duration.ofMillis(-1))))
                .isEqualTo(ErrorCode.INVALID_PARAMETER);
        child.run(c -> c.kernel().receiver(inChild).setReadTimeout(longest.plusMillis(1)));
        assertThat(timeout(child, inChild)).as("the longest that can be kept").isEqualTo(longest);
        assertThat(refusal(
                        child,
                        c -> c.kernel()
                                .createMailslot(
                                        "other", MailslotOptions.defaults().withReadTimeout(Duration.ofMillis(-1)))))
                .isEqualTo(ErrorCode.INVALID_PARAMETER);
        assertThat(refusal(
                        child,
                        c -> c.kernel()
                                .createMailslot(
                                        "other", MailslotOptions.defaults().withMaxMessageSize(-2))))
                .isEqualTo(ErrorCode.INVALID_PARAMETER);
        assertThatThrownBy(() -> receiver.setReadTimeout(Duration.ofSeconds(-1)))
                .hasMessageContaining("-1");
        assertThat(receiver.info().readTimeout()).isEqualTo(Timeouts.FOREVER);
    }

    private static Duration timeout(Child child, int receiver) {
        return child.call(c -> c.kernel().receiver(receiver).info().readTimeout());
    }

    @Test
    void shouldTellTheSameThroughBothEnds(@Named("other") Child child, Kernel kernel) {
        Receiver receiver = kernel.createMailslot(
                "Told", MailslotOptions.defaults().withMaxMessageSize(424).withReadTimeout(Duration.ofSeconds(7)));
        int sender = open(child, "told");
        child.run(c -> {
            c.kernel().sender(sender).write(Payload.ofSize(10));
            c.kernel().sender(sender).write(Payload.ofSize(20));
        });

        MailslotInfo info = receiver.info();
        assertThat(info)
                .returns("Told", MailslotInfo::name)
                .returns(424, MailslotInfo::maxMessageSize)
                .returns(OptionalInt.of(10), MailslotInfo::nextMessageSize)
                .returns(2L, MailslotInfo::messageCount)
                .returns(Duration.ofSeconds(7), MailslotInfo::readTimeout)
                .returns(64L << 20, MailslotInfo::capacity)
                .returns(WhenFull.WAIT, MailslotInfo::whenFull)
                .returns(0L, MailslotInfo::missedMessages)
                .isEqualTo(receiver.info());
        assertThat(told(child, sender)).isEqualTo(new Told("Told", 424, 10, 2, Duration.ofSeconds(7)));

        assertThat(receiver.poll()).hasValue(Payload.ofSize(10));
        assertThat(told(child, sender)).isEqualTo(new Told("Told", 424, 20, 1, Duration.ofSeconds(7)));
    }

    private record Told(String name, int maximum, int next, long count, Duration readTimeout) implements Serializable {}

    private static Told told(Child child, int sender) {
        return child.call(c -> {
            MailslotInfo info = c.kernel().sender(sender).info();
            return new Told(
                    info.name(),
                    info.maxMessageSize(),
                    info.nextMessageSize().orElse(-1),
                    info.messageCount(),
                    info.readTimeout());
        });
    }

    private static int create(Child child, String name, Duration readTimeout) {
        return child.call(c -> c.kernel()
                .createMailslot(name, MailslotOptions.defaults().withReadTimeout(readTimeout))
                .handle());
    }

    private static int open(Child child, String name) {
        return child.call(c -> c.kernel().openMailslot(name).handle());
    }

    /** The oldest message that a child has. */
    private static byte[] take(Child child, int receiver) {
        return child.call(c -> c.kernel().receiver(receiver).read(NOW).orElseThrow());
    }
}
