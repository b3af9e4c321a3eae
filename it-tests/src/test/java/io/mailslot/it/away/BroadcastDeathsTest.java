package io.mailslot.it.away;

import static io.mailslot.it.away.Away.NEWS;
import static io.mailslot.it.away.Away.NEWS_OUT;
import static io.mailslot.it.away.Away.deleteAll;
import static io.mailslot.it.away.Away.look;
import static io.mailslot.it.away.Away.outbox;
import static io.mailslot.it.away.Away.texts;
import static org.assertj.core.api.Assertions.assertThat;

import io.mailslot.Kernel;
import io.mailslot.api.AccessRight;
import io.mailslot.api.ObjectOpenOptions;
import io.mailslot.api.ProcessObject;
import io.mailslot.api.Receiver;
import io.mailslot.api.Sender;
import io.mailslot.internal.memory.FaultPoint;
import io.mailslot.it.harness.Deadline;
import io.mailslot.it.harness.HomeTest;
import io.mailslot.it.harness.TestHome;
import io.mailslot.it.storm.NetTime;
import io.mailslot.testkit.Child;
import io.mailslot.testkit.Jvms;
import java.time.Duration;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** Processes that are killed when something is done for a broadcast, and nobody is told yet. */
@HomeTest
class BroadcastDeathsTest {
    /** Below the two seconds after which who sleeps looks by himself. */
    private static final Duration PROMPT = Duration.ofSeconds(1);

    @Test
    void shouldSeeAnOutboxWhoseMakerDiedBeforeItToldOfIt(TestHome home, Jvms jvms, Kernel kernel) {
        kernel.createMailslot(NEWS);
        Sender sender = kernel.openMailslot(NEWS);
        sender.write("for this machine");
        Child maker = jvms.jvm()
                .startedPlainly()
                .stopAtFaultPoint(FaultPoint.NAME_BEFORE_WAKE.name(), 1)
                .start(c -> outbox(c.kernel(), NEWS_OUT).close());

        maker.awaitStopped().killNow();
        Deadline.await("it is reaped").until(() -> look(home).processes().size() == 1);
        sender.write("for all");

        Receiver out = outbox(kernel, NEWS_OUT);
        assertThat(texts(out)).containsExactly("for all");
        out.close();
        deleteAll(home, kernel);
    }

    @ParameterizedTest(name = "dies behind message {0}")
    @ValueSource(ints = {1, 2})
    void shouldWakeThoseForWhomAWriterHadWritten(int message, TestHome home, Jvms jvms, Kernel kernel)
            throws Exception {
        Receiver here = kernel.createMailslot(NEWS);
        Receiver out = outbox(kernel, NEWS_OUT);
        Child writer = jvms.jvm()
                .startedPlainly()
                .stopAtFaultPoint(FaultPoint.WRITE_BEFORE_WAKE.name(), message)
                .start();
        int sender = writer.call(c -> c.kernel().openMailslot(NEWS).handle());
        ProcessObject watched = kernel.openProcess(
                writer.pid(), ObjectOpenOptions.of(AccessRight.SYNCHRONIZE)); // else it is seen half a second later
        Receiver hears = message == 1 ? out : here; // the outbox comes first
        Asleep<String> reading = Asleep.in(hears::readText);

        writer.begin(c -> c.kernel().sender(sender).write("last"));
        writer.awaitStopped().killNow();
        NetTime dead = NetTime.start();

        assertThat(reading.result()).isEqualTo("last");
        assertThat(dead.took()).isLessThan(PROMPT);
        watched.close();
        out.close();
        deleteAll(home, kernel);
    }
}
