package io.mailslot.it.stop;

import static io.mailslot.it.harness.Refusal.refusal;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.catchThrowableOfType;

import io.mailslot.Kernel;
import io.mailslot.api.AlreadyExistsException;
import io.mailslot.api.ErrorCode;
import io.mailslot.api.MailslotException;
import io.mailslot.api.MailslotOptions;
import io.mailslot.api.OpenOptions;
import io.mailslot.api.Receiver;
import io.mailslot.inspect.HomeInspector;
import io.mailslot.inspect.HomeVerifier;
import io.mailslot.internal.memory.FaultPoint;
import io.mailslot.internal.memory.Patience;
import io.mailslot.it.harness.HomeTest;
import io.mailslot.it.harness.TestHome;
import io.mailslot.it.storm.NetTime;
import io.mailslot.testkit.Child;
import io.mailslot.testkit.Jvms;
import java.time.Duration;
import org.junit.jupiter.api.Test;

/** A process stands still with the kernel lock: what can be told without it is told. */
@HomeTest
class StoppedElsewhereTest {
    private static final Duration AT_ONCE = Duration.ofSeconds(1);

    @Test
    void shouldRefuseANameThatIsTakenWithoutWaitingForAnybody(TestHome home, Jvms jvms, Kernel kernel) {
        kernel.createMailslot("orders", MailslotOptions.defaults());
        Halfway<?> standing =
                Halfway.in(jvms, FaultPoint.CREATE_OBJECTS_MADE, c -> c.kernel().createMailslot("elsewhere"));

        NetTime start = NetTime.start();
        AlreadyExistsException taken = catchThrowableOfType(
                AlreadyExistsException.class, () -> kernel.createMailslot("orders", MailslotOptions.defaults()));
        AlreadyExistsException plain = catchThrowableOfType(
                AlreadyExistsException.class,
                () -> kernel.createMailslot("\\\\*\\mailslot\\orders", MailslotOptions.defaults()));

        assertThat(start.took()).isLessThan(AT_ONCE);
        assertThat(taken.errorCode()).isEqualTo(ErrorCode.ALREADY_EXISTS);
        assertThat(taken).hasMessageContaining("'orders' exists already");
        assertThat(plain).hasMessageContaining("orders");
        standing.goOn();
        assertThat(HomeVerifier.verify(home.path(), Duration.ZERO)).isEmpty();
    }

    @Test
    void shouldNameTheCursorsOfADurableMailslotWithoutWaitingForAnybody(Jvms jvms, Kernel kernel) {
        Receiver shop =
                kernel.createMailslot("orders", MailslotOptions.defaults().withCursor("shop"));
        Halfway<?> standing =
                Halfway.in(jvms, FaultPoint.CREATE_OBJECTS_MADE, c -> c.kernel().createMailslot("elsewhere"));

        NetTime start = NetTime.start();
        AlreadyExistsException taken = catchThrowableOfType(
                AlreadyExistsException.class, () -> kernel.createMailslot("orders", MailslotOptions.defaults()));

        assertThat(start.took()).isLessThan(AT_ONCE);
        assertThat(taken).hasMessageContaining("'shop'");
        standing.goOn();
        shop.close();
        kernel.deleteMailslot("orders");
    }

    /** A moment may be owed to a busy machine; who has had the usual patience has something to tell. */
    @Test
    void shouldNoteOnlyThatSomebodyWasWaitedForWithTheUsualPatience(TestHome home, Jvms jvms, Kernel kernel) {
        kernel.createMailslot("orders");
        Child patient = jvms.jvm()
                .withSystemProperty(Patience.PROPERTY, "300")
                .startedPlainly()
                .start();
        patient.run(c -> c.kernel());
        Halfway<?> standing =
                Halfway.in(jvms, FaultPoint.CREATE_OBJECTS_MADE, c -> c.kernel().createMailslot("elsewhere"));

        MailslotException held = catchThrowableOfType(
                MailslotException.class,
                () -> kernel.openMailslot("orders", OpenOptions.defaults().withOpenTimeout(Duration.ofMillis(300))));
        assertThat(held.errorCode()).isEqualTo(ErrorCode.LOCK_VIOLATION);
        assertThat(HomeInspector.errors(home.path()).errors())
                .noneMatch(error -> error.processId() == ProcessHandle.current().pid());

        assertThat(refusal(patient, c -> c.kernel().openMailslot("orders"))).isEqualTo(ErrorCode.LOCK_VIOLATION);
        assertThat(HomeInspector.errors(home.path()).errors()).anySatisfy(error -> {
            assertThat(error.code()).hasValue(ErrorCode.LOCK_VIOLATION.value());
            assertThat(error.processId()).isEqualTo(patient.pid());
        });
        standing.goOn();
        assertThat(HomeVerifier.verify(home.path(), Duration.ZERO)).isEmpty();
    }
}
