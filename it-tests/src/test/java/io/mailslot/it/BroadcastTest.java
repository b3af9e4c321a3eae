package io.mailslot.it;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;
import static org.assertj.core.api.Assertions.catchThrowable;

import io.mailslot.Kernel;
import io.mailslot.api.Inheritance;
import io.mailslot.api.MailslotException;
import io.mailslot.api.MailslotOptions;
import io.mailslot.api.OpenOptions;
import io.mailslot.api.Receiver;
import io.mailslot.api.Sender;
import io.mailslot.inspect.HomeVerifier;
import io.mailslot.it.harness.Deadline;
import io.mailslot.it.harness.HomeTest;
import io.mailslot.it.harness.TestHome;
import io.mailslot.junit.Named;
import io.mailslot.testkit.Child;
import io.mailslot.testkit.Jvms;
import java.time.Duration;
import java.util.concurrent.CompletableFuture;
import org.junit.jupiter.api.Test;

/** Mailslots with many receivers, each of which gets every message. */
@HomeTest
class BroadcastTest {
    private static final String NEWS = "\\\\*\\mailslot\\news";
    private static final MailslotOptions PATIENT = MailslotOptions.defaults().withReadTimeout(Duration.ofSeconds(20));

    @Test
    void shouldGiveEveryMessageToEveryReceiver(
            @Named("first") Child first, @Named("second") Child second, Kernel kernel) {
        Receiver own = kernel.createMailslot(NEWS, PATIENT);
        int atFirst = join(first);
        int atSecond = join(second);
        Sender sender = kernel.openMailslot("news");

        sender.write("one".getBytes(UTF_8));
        sender.write("two".getBytes(UTF_8));

        assertThat(text(own)).isEqualTo("one");
        assertThat(text(own)).isEqualTo("two");
        for (String expected : new String[] {"one", "two"}) {
            assertThat(read(first, atFirst)).isEqualTo(expected);
            assertThat(read(second, atSecond)).isEqualTo(expected);
        }
    }

    @Test
    void shouldWakeAllReceivers(@Named("first") Child first, @Named("second") Child second, Kernel kernel) {
        CompletableFuture<String> atFirst = beginToRead(first);
        CompletableFuture<String> atSecond = beginToRead(second);
        Deadline.await("both reads stay blocked")
                .during(Duration.ofMillis(100))
                .until(() -> !atFirst.isDone() && !atSecond.isDone());

        kernel.openMailslot("news").write("wake up");

        assertThat(atFirst).succeedsWithin(Deadline.PATIENCE).isEqualTo("wake up");
        assertThat(atSecond).succeedsWithin(Deadline.PATIENCE).isEqualTo("wake up");
    }

    /** Of a receiver of its own; it is about to sleep when this returns. */
    private static CompletableFuture<String> beginToRead(Child child) {
        int receiver = join(child);
        CompletableFuture<String> text = child.submit(c -> {
            c.reached("read");
            return c.kernel().receiver(receiver).readText();
        });
        child.awaitPoint("read");
        return text;
    }

    @Test
    void shouldLetAJoinerSeeWhatIsWrittenAfterwards(TestHome home) {
        Kernel kernel = home.attach();
        Receiver early = kernel.createMailslot(NEWS, PATIENT.withMaxMessageSize(100));
        Sender sender = kernel.openMailslot("news");
        sender.write("before".getBytes(UTF_8));

        Receiver late = kernel.createMailslot(NEWS, PATIENT.withReadTimeout(Duration.ofMillis(50)));
        sender.write("after".getBytes(UTF_8));

        assertThat(text(late)).isEqualTo("after");
        assertThat(late.info().messageCount()).isZero();
        assertThat(early.info().messageCount()).isEqualTo(2);
        assertThat(sender.info().messageCount())
                .as("of the receiver that lags most")
                .isEqualTo(2);
        assertThat(late.info().maxMessageSize()).as("the first creator's").isEqualTo(100);
        assertThat(early.info().readTimeout()).isEqualTo(Duration.ofSeconds(20));
        assertThat(late.info().readTimeout()).as("each receiver's own").isEqualTo(Duration.ofMillis(50));
        early.close();
        assertThat(sender.info().messageCount()).isZero();
    }

    @Test
    void shouldExcludePlainAndBroadcastMailslotsOfOneName(TestHome home) {
        Kernel kernel = home.attach();
        Receiver broadcast = kernel.createMailslot(NEWS);
        assertFails(183, () -> kernel.createMailslot("news"));
        assertThat(catchThrowable(() -> kernel.createMailslot("news")))
                .hasMessageContaining("join it as '" + NEWS + "'");
        broadcast.close();
        kernel.createMailslot("news");
        assertFails(183, () -> kernel.createMailslot(NEWS));
        assertThat(catchThrowable(() -> kernel.createMailslot(NEWS)))
                .hasMessageContaining("not for broadcast")
                .hasMessageContaining("use another name");
    }

    @Test
    void shouldEndWithTheLastReceiver(@Named("other") Child other, Kernel kernel) {
        Receiver first = kernel.createMailslot(NEWS);
        join(other);
        Sender bound = kernel.openMailslot("news");

        first.close();
        bound.write("for the other one".getBytes(UTF_8));
        other.kill();

        Deadline.await("writes fail with 38", Deadline.DEATH_NOTICED)
                .untilAsserted(() -> assertFails(38, () -> bound.write("too late".getBytes(UTF_8))));
        assertFails(2, () -> kernel.openMailslot("news"));
        assertThat(HomeVerifier.verify(kernel.home(), Deadline.DEATH_NOTICED)).isEmpty();
    }

    @Test
    void shouldWriteToWhoeverHasTheName(TestHome home) {
        Kernel kernel = home.attach();
        Sender toAll = kernel.openMailslot(NEWS);
        toAll.write("nobody listens".getBytes(UTF_8));
        assertFails(2, toAll::info);

        Receiver plain = kernel.createMailslot("news", PATIENT);
        toAll.write("to a plain one".getBytes(UTF_8));
        assertThat(text(plain)).isEqualTo("to a plain one");
        assertThat(toAll.info().messageCount()).isZero();
        plain.close();
        toAll.write("nobody listens again".getBytes(UTF_8));

        Receiver first = kernel.createMailslot(NEWS, PATIENT);
        Receiver second = kernel.createMailslot(NEWS, PATIENT);
        toAll.write("to all".getBytes(UTF_8));
        assertThat(text(first)).isEqualTo("to all");
        assertThat(text(second)).isEqualTo("to all");
        assertThat(toAll.describe().name()).isEqualTo("news");
    }

    @Test
    void shouldInheritASenderThatIsBoundToAName(Jvms jvms, Kernel kernel) {
        int sender = kernel.openMailslot(NEWS, OpenOptions.defaults().withInheritable(true))
                .handle();
        Receiver receiver = kernel.createMailslot(NEWS, PATIENT);
        Child child = jvms.jvm().withInheritance(Inheritance.all()).start();

        child.run(c -> c.kernel().sender(sender).write("from the child"));

        assertThat(text(receiver)).isEqualTo("from the child");
        assertThat(kernel.describe(sender).usageCount()).isEqualTo(2);
    }

    @Test
    void shouldLetReadersOfOneReceiverCompete(Jvms jvms, Kernel kernel) {
        Receiver shared = kernel.createMailslot(NEWS, PATIENT.withInheritable(true));
        Receiver other = kernel.createMailslot(NEWS, PATIENT);
        Child child = jvms.jvm().withInheritance(Inheritance.all()).start();
        Sender sender = kernel.openMailslot("news");

        sender.write("once per receiver".getBytes(UTF_8));

        assertThat(read(child, shared.handle())).isEqualTo("once per receiver");
        assertThat(shared.poll()).isEmpty();
        assertThat(text(other)).isEqualTo("once per receiver");
    }

    /** The handle of a receiver of the child's own. */
    private static int join(Child child) {
        return child.call(c -> c.kernel().createMailslot(NEWS).handle());
    }

    private static String read(Child child, int receiver) {
        return child.call(c -> c.kernel().receiver(receiver).readText());
    }

    private static String text(Receiver receiver) {
        return new String(receiver.read(), UTF_8);
    }

    private static void assertFails(int code, Runnable call) {
        assertThatExceptionOfType(MailslotException.class)
                .isThrownBy(call::run)
                .satisfies(e -> assertThat(e.errorCode().value()).isEqualTo(code));
    }
}
