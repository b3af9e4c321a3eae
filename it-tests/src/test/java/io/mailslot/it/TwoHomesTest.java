package io.mailslot.it;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;

import io.mailslot.Kernel;
import io.mailslot.api.AccessRight;
import io.mailslot.api.DuplicateOptions;
import io.mailslot.api.Inheritance;
import io.mailslot.api.InvalidArgumentException;
import io.mailslot.api.InvalidHandleException;
import io.mailslot.api.MailslotOptions;
import io.mailslot.api.ObjectOpenOptions;
import io.mailslot.api.Receiver;
import io.mailslot.inspect.HomeInspector;
import io.mailslot.inspect.HomeVerifier;
import io.mailslot.it.harness.ChildJvm;
import io.mailslot.it.harness.Deadline;
import io.mailslot.it.harness.TestHome;
import io.mailslot.it.harness.TestHomeExtension;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;

/** Two homes are two worlds, also for a JVM that lives in both. */
@ExtendWith(TestHomeExtension.class)
class TwoHomesTest {
    @Test
    void shouldMeanNothingInTheOtherHome(TestHome home, TestHome other) {
        Kernel here = home.attach();
        Kernel there = other.attach();
        Receiver receiver = here.createMailslot("slot");
        int handle = receiver.handle();
        ChildJvm stranger = home.agent();

        assertClosed(() -> there.describe(handle));
        assertClosed(() -> there.receiver(handle));
        assertClosed(() -> there.duplicate(handle, DuplicateOptions.defaults()));
        assertClosed(() -> there.closeHandle(handle));
        assertThatExceptionOfType(InvalidArgumentException.class)
                .isThrownBy(() -> there.createProcess(new ProcessBuilder("true"), Inheritance.only(handle)));
        assertThatExceptionOfType(InvalidArgumentException.class)
                .isThrownBy(
                        () -> there.openProcess(stranger.pid(), ObjectOpenOptions.of(AccessRight.QUERY_INFORMATION)))
                .withMessageContaining(other.path().toString());
        assertThat(receiver.describe().usageCount()).isOne();
        verify(home, other);
    }

    @Test
    void shouldInheritInTheHomeOfTheParentOnly(TestHome home, TestHome other) {
        Kernel here = home.attach();
        Kernel there = other.attach();
        Receiver receiver =
                here.createMailslot("slot", MailslotOptions.defaults().withInheritable(true));
        there.createMailslot("slot", MailslotOptions.defaults().withInheritable(true));

        ChildJvm child = home.child(here, Inheritance.all());

        assertThat(child.must("handles").handles()).containsExactly(receiver.handle());
        child.must("attach", other.path());
        assertThat(child.must("handles").handles()).isEmpty();
        child.must("write", child.must("open", "slot", false).handle(), "to the other home");
        assertThat(receiver.poll()).isEmpty();
        assertThat(new String(there.receiver(4).poll().orElseThrow(), UTF_8)).isEqualTo("to the other home");
        verify(home, other);

        child.kill();
        assertThat(child.kernelObject().waitForEnd(Deadline.DEATH_NOTICED)).isTrue();
        Deadline.await("it is dead in both", Deadline.DEATH_NOTICED).untilAsserted(() -> {
            assertThat(HomeInspector.inspect(home.path()).orElseThrow().processes())
                    .hasSize(1);
            assertThat(HomeInspector.inspect(other.path()).orElseThrow().processes())
                    .hasSize(1);
        });
        assertThat(receiver.describe().usageCount()).isOne();
        verify(home, other);
    }

    private static void assertClosed(Runnable action) {
        assertThatExceptionOfType(InvalidHandleException.class).isThrownBy(action::run);
    }

    private static void verify(TestHome... homes) {
        for (TestHome home : homes) {
            assertThat(HomeVerifier.verify(home.path(), Deadline.DEATH_NOTICED)).isEmpty();
        }
    }
}
