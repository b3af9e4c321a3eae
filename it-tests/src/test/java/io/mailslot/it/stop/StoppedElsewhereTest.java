package io.mailslot.it.stop;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.catchThrowableOfType;

import io.mailslot.Kernel;
import io.mailslot.api.AlreadyExistsException;
import io.mailslot.api.ErrorCode;
import io.mailslot.api.MailslotOptions;
import io.mailslot.api.Receiver;
import io.mailslot.inspect.HomeVerifier;
import io.mailslot.internal.memory.FaultPoint;
import io.mailslot.it.harness.TestHome;
import io.mailslot.it.harness.TestHomeExtension;
import io.mailslot.it.storm.NetTime;
import java.time.Duration;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;

/** A process stands still with the kernel lock: what can be told without it is told. */
@ExtendWith(TestHomeExtension.class)
class StoppedElsewhereTest {
    private static final Duration AT_ONCE = Duration.ofSeconds(1);

    @Test
    void shouldRefuseANameThatIsTakenWithoutWaitingForAnybody(TestHome home) {
        Kernel kernel = home.attach();
        kernel.createMailslot("orders", MailslotOptions.defaults());
        Standing standing = Standing.agent(home, FaultPoint.CREATE_OBJECTS_MADE).in("create", "elsewhere", 0, 0, false);

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
        standing.child().reply();
        assertThat(HomeVerifier.verify(home.path(), Duration.ZERO)).isEmpty();
    }

    @Test
    void shouldNameTheCursorsOfADurableMailslotWithoutWaitingForAnybody(TestHome home) {
        Kernel kernel = home.attach();
        Receiver shop =
                kernel.createMailslot("orders", MailslotOptions.defaults().withCursor("shop"));
        Standing standing = Standing.agent(home, FaultPoint.CREATE_OBJECTS_MADE).in("create", "elsewhere", 0, 0, false);

        NetTime start = NetTime.start();
        AlreadyExistsException taken = catchThrowableOfType(
                AlreadyExistsException.class, () -> kernel.createMailslot("orders", MailslotOptions.defaults()));

        assertThat(start.took()).isLessThan(AT_ONCE);
        assertThat(taken).hasMessageContaining("'shop'");
        standing.goOn();
        standing.child().reply();
        shop.close();
        kernel.deleteMailslot("orders");
    }
}
