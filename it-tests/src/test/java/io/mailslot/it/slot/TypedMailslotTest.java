package io.mailslot.it.slot;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.catchThrowableOfType;

import io.mailslot.Kernel;
import io.mailslot.api.Codec;
import io.mailslot.api.ErrorCode;
import io.mailslot.api.InvalidArgumentException;
import io.mailslot.api.MailslotOptions;
import io.mailslot.api.MalformedMessageException;
import io.mailslot.api.Receiver;
import io.mailslot.api.Sender;
import io.mailslot.api.TypedReceiver;
import io.mailslot.api.TypedSender;
import io.mailslot.it.harness.Deadline;
import io.mailslot.it.harness.HomeTest;
import io.mailslot.it.harness.TestHome;
import io.mailslot.junit.Named;
import io.mailslot.testkit.Child;
import java.nio.ByteBuffer;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.Executor;
import java.util.concurrent.ForkJoinPool;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;
import java.util.stream.Collectors;
import java.util.stream.IntStream;
import org.assertj.core.api.ThrowableAssert.ThrowingCallable;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

/** Values instead of bytes. */
@HomeTest
class TypedMailslotTest {
    private static final byte[] NO_UTF8 = {'a', (byte) 0xC3, '('};
    private static final Executor EXECUTOR = ForkJoinPool.commonPool();

    private Kernel kernel;
    private Receiver receiver;
    private Sender sender;

    /** A number as text, which is good for nothing else. */
    private static final class Numbers implements Codec<Integer> {
        @Override
        public byte[] encode(Integer value) {
            if (value < 0) {
                throw new IllegalStateException("negative");
            }
            return value.toString().getBytes(UTF_8);
        }

        @Override
        public Integer decode(ByteBuffer message) {
            if (message.remaining() == 0) {
                return null;
            }
            if (message.get(0) == '!') {
                throw new AssertionError("an error of the codec");
            }
            return Integer.valueOf(UTF_8.decode(message).toString());
        }
    }

    @BeforeEach
    void open(TestHome home) {
        kernel = home.attach();
        receiver = kernel.createMailslot("typed", MailslotOptions.defaults());
        sender = kernel.openMailslot("typed");
    }

    /** What is reachable stays mapped. */
    @AfterEach
    void forget() {
        kernel = null;
        receiver = null;
        sender = null;
    }

    @Test
    void shouldCarryTextBetweenProcesses(@Named("other") Child child) {
        child.run(c -> c.kernel().openMailslot("typed").write("grüße \uD83D\uDE00"));
        assertThat(receiver.readText()).isEqualTo("grüße \uD83D\uDE00");

        int theirs = child.call(c -> c.kernel().createMailslot("theirs").handle());
        kernel.openMailslot("theirs").write("żółć");
        assertThat(child.<String>call(c -> c.kernel().receiver(theirs).readText()))
                .isEqualTo("żółć");

        String all = IntStream.rangeClosed(0, Character.MAX_CODE_POINT)
                .filter(point -> point < Character.MIN_SURROGATE || point > Character.MAX_SURROGATE)
                .mapToObj(Character::toString)
                .collect(Collectors.joining());
        sender.write(all);
        sender.write("");
        assertThat(receiver.readText()).isEqualTo(all);
        assertThat(receiver.readText()).isEmpty();
    }

    @Test
    void shouldNotWriteHalfOfASurrogatePair() {
        for (String half : new String[] {"a\uD83D", "\uDE00b", "\uDE00\uD83D"}) {
            assertThatThrownBy(() -> sender.write(half))
                    .isInstanceOf(InvalidArgumentException.class)
                    .hasMessageContaining("nothing was written");
        }
        assertThat(receiver.info().messageCount()).isZero();
    }

    @Test
    void shouldTellAMalformedMessageWithItsBytesAndGoOn() throws Exception {
        for (int i = 0; i < 6; i++) {
            sender.write(NO_UTF8);
            sender.write("sound " + i);
        }
        TypedReceiver<String> texts = receiver.as(Codec.utf8());
        List<String> drained = new ArrayList<>();

        assertMalformed(receiver::readText);
        assertThat(texts.read()).isEqualTo("sound 0");
        assertMalformed(texts::poll);
        assertThat(texts.poll()).contains("sound 1");
        assertMalformed(() -> texts.read(Duration.ZERO));
        assertThat(texts.read(Duration.ZERO)).contains("sound 2");
        assertMalformed(() -> texts.drain(9, drained::add));
        assertThat(drained).isEmpty();
        assertThat(texts.drain(1, drained::add)).isOne();
        assertThatThrownBy(() -> texts.readAsync(EXECUTOR).get(Deadline.PATIENCE.toSeconds(), TimeUnit.SECONDS))
                .isInstanceOf(ExecutionException.class)
                .hasCauseInstanceOf(MalformedMessageException.class);
        assertThat(texts.readAsync(EXECUTOR).get(Deadline.PATIENCE.toSeconds(), TimeUnit.SECONDS))
                .isEqualTo("sound 4");
        assertMalformed(() -> texts.messages().limit(2).forEach(drained::add));
        texts.messages().limit(1).forEach(drained::add);

        assertThat(drained).containsExactly("sound 3", "sound 5");
        assertThat(receiver.info().messageCount()).isZero();
    }

    private static void assertMalformed(ThrowingCallable read) {
        MalformedMessageException malformed = catchThrowableOfType(MalformedMessageException.class, read);
        assertThat(malformed.errorCode()).isEqualTo(ErrorCode.INVALID_DATA);
        assertThat(malformed.content()).isEqualTo(NO_UTF8).isNotSameAs(malformed.content());
        assertThat(malformed).hasMessageContaining("UTF-8").hasMessageContaining(";");
    }

    @Test
    void shouldTellWhatACodecOfTheUsersThrows() {
        TypedSender<Integer> numbers = sender.as(new Numbers());
        TypedReceiver<Integer> received = receiver.as(new Numbers());
        numbers.write(7);
        assertThat(numbers.tryWrite(8)).isTrue();
        numbers.writeAsync(9, EXECUTOR).join();
        assertThat(IntStream.range(0, 3).mapToObj(i -> received.read())).containsExactly(7, 8, 9);

        assertThatThrownBy(() -> numbers.write(-1))
                .isInstanceOf(InvalidArgumentException.class)
                .hasRootCauseMessage("negative");
        assertThatThrownBy(() -> numbers.write(null)).isInstanceOf(NullPointerException.class);
        assertThat(receiver.info().messageCount()).isZero();
        sender.write("seven");
        sender.write("");
        sender.write("!");
        assertThatThrownBy(received::read)
                .isInstanceOf(MalformedMessageException.class)
                .hasCauseInstanceOf(NumberFormatException.class);
        assertThatThrownBy(received::read).as("null is no value").isInstanceOf(MalformedMessageException.class);
        assertThatThrownBy(received::read).isInstanceOf(AssertionError.class);
        assertThat(received.poll()).isEmpty();
        assertThat(received.receiver()).isSameAs(receiver);
        assertThat(numbers.sender()).isSameAs(sender);
        assertThatThrownBy(() -> receiver.as(null)).isInstanceOf(NullPointerException.class);
        assertThatThrownBy(() -> sender.as(null)).isInstanceOf(NullPointerException.class);
    }

    /** It is called with nothing locked. */
    @Test
    void shouldLetACodecUseTheMailslotItself() {
        Codec<String> busy = new Codec<>() {
            @Override
            public byte[] encode(String value) throws Exception {
                sender.write(value + " before");
                return Codec.utf8().encode(value);
            }

            @Override
            public String decode(ByteBuffer message) throws Exception {
                return Codec.utf8().decode(message) + ", "
                        + receiver.poll().map(next -> new String(next, UTF_8)).orElse("none");
            }
        };

        sender.as(busy).write("text");

        assertThat(receiver.as(busy).read()).isEqualTo("text before, text");
        assertThat(receiver.poll()).isEmpty();
    }

    @Test
    void shouldGiveUpAReadOfAValueLikeOneOfAMessage() throws Exception {
        TypedReceiver<String> texts = receiver.as(Codec.utf8());
        CompletableFuture<String> cancelled = texts.readAsync(EXECUTOR);
        CompletableFuture<String> late = texts.readAsync(EXECUTOR).orTimeout(20, TimeUnit.MILLISECONDS);
        CompletableFuture<String> replaced =
                texts.readAsync(EXECUTOR).completeOnTimeout("instead", 20, TimeUnit.MILLISECONDS);

        CompletableFuture<String> instead = texts.readAsync(EXECUTOR).completeAsync(() -> "at once", Runnable::run);

        assertThat(instead).isCompletedWithValue("at once");
        assertThat(cancelled.cancel(true)).isTrue();
        assertThat(cancelled).isCancelled();
        assertThatThrownBy(() -> late.get(Deadline.PATIENCE.toSeconds(), TimeUnit.SECONDS))
                .hasCauseInstanceOf(TimeoutException.class);
        assertThat(replaced.get(Deadline.PATIENCE.toSeconds(), TimeUnit.SECONDS))
                .isEqualTo("instead");
        sender.write("still here");
        CompletableFuture<String> read = texts.readAsync(EXECUTOR);
        assertThat(read.get(Deadline.PATIENCE.toSeconds(), TimeUnit.SECONDS)).isEqualTo("still here");
        assertThat(read.cancel(true)).isFalse();
    }
}
