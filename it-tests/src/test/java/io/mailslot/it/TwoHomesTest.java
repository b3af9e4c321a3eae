package io.mailslot.it;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;

import io.mailslot.Kernel;
import io.mailslot.KernelOptions;
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
import io.mailslot.it.harness.Deadline;
import io.mailslot.it.harness.Handles;
import io.mailslot.it.harness.HomeTest;
import io.mailslot.it.harness.TestHome;
import io.mailslot.junit.Named;
import io.mailslot.testkit.Child;
import io.mailslot.testkit.Jvms;
import java.nio.file.Path;
import org.junit.jupiter.api.Test;

/** Two homes are two worlds, also for a JVM that lives in both. */
@HomeTest
class TwoHomesTest {
    /** Of the child, in the other home. */
    private static Kernel elsewhere;

    @Test
    void shouldMeanNothingInTheOtherHome(@Named("stranger") Child stranger, TestHome home, TestHome other) {
        Kernel here = home.attach();
        Kernel there = other.attach();
        Receiver receiver = here.createMailslot("slot");
        int handle = receiver.handle();
        stranger.run(c -> c.kernel());

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
    void shouldInheritInTheHomeOfTheParentOnly(TestHome home, TestHome other, Jvms jvms, Kernel here) {
        Kernel there = other.attach();
        Receiver receiver =
                here.createMailslot("slot", MailslotOptions.defaults().withInheritable(true));
        there.createMailslot("slot", MailslotOptions.defaults().withInheritable(true));

        Child child = jvms.jvm().withInheritance(Inheritance.all()).start();

        assertThat(Handles.of(child)).containsExactly(receiver.handle());
        String path = other.path().toString();
        int handlesThere = child.call(c -> {
            elsewhere = Kernel.attach(KernelOptions.defaults().withHome(Path.of(path)));
            return elsewhere.handles().size();
        });
        assertThat(handlesThere).isZero();
        child.run(c -> elsewhere.openMailslot("slot").write("to the other home"));
        assertThat(receiver.poll()).isEmpty();
        assertThat(new String(there.receiver(4).poll().orElseThrow(), UTF_8)).isEqualTo("to the other home");
        verify(home, other);

        child.killNow();
        assertThat(child.object().waitForEnd(Deadline.DEATH_NOTICED)).isTrue();
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
