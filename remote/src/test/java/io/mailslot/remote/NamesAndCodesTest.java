package io.mailslot.remote;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;

import io.mailslot.api.ErrorCode;
import io.mailslot.api.MailslotException;
import io.mailslot.api.MailslotOptions;
import io.mailslot.api.OpenOptions;
import io.mailslot.api.Receiver;
import io.mailslot.api.Sender;
import io.mailslot.remote.harness.Machine;
import io.mailslot.remote.harness.Patience;
import io.mailslot.remote.harness.Site;
import io.mailslot.remote.server.NatsServer;
import io.mailslot.remote.server.NeedsNatsServer;
import java.time.Duration;
import org.assertj.core.api.ThrowableAssert.ThrowingCallable;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;

/** What names of other computers lead to, and with which codes and words they fail, with bridges that are processes. */
@NeedsNatsServer
class NamesAndCodesTest {
    private static final String GONE = "\\\\b\\mailslot\\gone";
    private static final String ORDERS = "\\\\b\\mailslot\\orders";
    private static final int LARGEST = 4_000;

    private static NatsServer server;
    private static Site site;
    private static Machine a;
    private static Machine b;

    @BeforeAll
    static void start() throws Exception {
        server = NatsServer.start();
        site = Site.of(server.url());
        a = site.machine("a")
                .with("send", "b/orders, b/full, */news, shop/alarms")
                .with("outbox.capacity", "1M")
                .with("outbox.max-message", Integer.toString(LARGEST))
                .start();
        b = site.machine("b").with("send", "a/orders").start();
    }

    @AfterAll
    static void end() throws Exception {
        try {
            site.close();
        } finally {
            server.close();
        }
    }

    @Test
    void shouldTellThatThereIsNoBridge() {
        Machine lonely = site.machine("lonely");

        refused(
                ErrorCode.BAD_NETPATH,
                () -> lonely.kernel().openMailslot(ORDERS),
                "no bridge",
                "mailslot bridge --config");
    }

    @Test
    void shouldTellComputersAndNamesThatAreNotConfigured() {
        refused(ErrorCode.BAD_NETPATH, () -> b.open("\\\\x\\mailslot\\orders"), "no name of the computer 'x'", "send");
        refused(ErrorCode.BAD_NETPATH, () -> a.open("\\\\b\\mailslot\\bills"), "b/bills", "send");
    }

    @Test
    void shouldTellThatTheBridgeIsSilent() {
        Machine stuck = site.machine("stuck").start();
        stuck.bridge().stop();
        OpenOptions soon = OpenOptions.defaults().withOpenTimeout(Duration.ofMillis(300));

        refused(ErrorCode.SEM_TIMEOUT, () -> stuck.kernel().openMailslot(ORDERS, soon), "has not answered");

        stuck.bridge().resume();
        assertThat(stuck.open(ORDERS)).isNotNull();
        stuck.stop();
    }

    @Test
    void shouldRefuseToCreateWithoutACursor() {
        refused(ErrorCode.INVALID_NAME, () -> a.create(ORDERS), "durable");
    }

    @Test
    void shouldRefuseWhatIsTooLarge() {
        Sender orders = a.open(ORDERS);

        refused(ErrorCode.INVALID_PARAMETER, () -> orders.write(new byte[LARGEST + 1]), Integer.toString(LARGEST));
    }

    @Test
    void shouldTellThatAnOutboxIsFull() {
        Machine cutOff = site.machine("cut-off")
                .with("outbox.capacity", "1M")
                .with("outbox.max-message", "64K")
                .with("servers", "nats://127.0.0.1:1");
        cutOff.begin();
        cutOff.awaitServing();
        OpenOptions impatient = OpenOptions.defaults().withWriteTimeout(Duration.ofMillis(100));
        Sender orders = cutOff.kernel().openMailslot(ORDERS, impatient);

        refused(
                ErrorCode.NOT_ENOUGH_QUOTA,
                () -> {
                    for (int i = 0; i < MailslotOptions.MIN_CAPACITY / 1_000; i++) {
                        orders.write(new byte[1_000]);
                    }
                },
                "has had no room");
        cutOff.stop();
    }

    @Test
    void shouldTellThatAnOutboxIsWithdrawn() {
        Machine changed = site.machine("changed").start();
        Sender orders = changed.open(GONE);
        orders.write("one");
        Patience.await("the engine has it").until(() -> orders.info().messageCount() == 0);
        changed.stop();
        changed.with("send", "b/bills").start();
        Patience.await("it is gone").until(() -> !changed.status().contains("withdrawn=true"));
        refused(ErrorCode.NETNAME_DELETED, () -> orders.write("two"), GONE);
        refused(ErrorCode.BAD_NETPATH, () -> changed.open(GONE), "b/gone");
    }

    @Test
    void shouldKeepWritingWhileTheBridgeIsDown() {
        Machine down = site.machine("down").start();
        down.open(ORDERS).write("before");
        Receiver orders = b.create("orders");
        assertThat(orders.read(Patience.LONG)).hasValue("before".getBytes(UTF_8));
        down.stop();

        down.open(ORDERS).write("meanwhile");

        down.start();
        assertThat(orders.read(Patience.LONG)).hasValue("meanwhile".getBytes(UTF_8));
        orders.close();
    }

    @Test
    void shouldMeanTheLocalMailslotByTheMachinesOwnName() {
        try (Receiver own = a.create("own");
                Sender sender = a.open("\\\\A\\mailslot\\own")) {
            sender.write("here");

            assertThat(own.poll()).hasValue("here".getBytes(UTF_8));
            assertThat(sender.info().name()).isEqualTo(own.info().name());
        }
    }

    @Test
    void shouldReachTheWholeDomainByItsName() {
        try (Receiver there = b.create("alarms");
                Receiver here = a.create("alarms");
                Sender alarms = a.open("\\\\SHOP\\mailslot\\alarms")) {
            Patience.await("both have been told").until(() -> {
                alarms.write("fire"); // who does not listen yet misses it
                return there.info().messageCount() > 0 && here.info().messageCount() > 0;
            });
            assertThat(there.poll()).hasValue("fire".getBytes(UTF_8));
            assertThat(here.poll()).hasValue("fire".getBytes(UTF_8));
        }
    }

    @Test
    void shouldNotCareForTheCaseOfLetters() {
        try (Receiver full = b.create("full");
                Sender sender = a.open("\\\\B\\MAILSLOT\\Full")) {
            sender.write("text");

            assertThat(full.read(Patience.LONG)).hasValue("text".getBytes(UTF_8));
        }
    }

    @Test
    void shouldGoOnTryingWhenNoServerIsThereYet() throws Exception {
        Machine early = site.machine("early");
        try (NatsServer late = NatsServer.start()) {
            late.kill();
            early.with("servers", late.url()).begin();
            Patience.await("it says so").until(() -> early.status().contains("connected=false"));

            late.restart();

            early.awaitConnected();
        }
    }

    private static void refused(ErrorCode code, ThrowingCallable call, String... words) {
        assertThatExceptionOfType(MailslotException.class)
                .isThrownBy(call)
                .satisfies(failure -> assertThat(failure.errorCode()).isEqualTo(code))
                .satisfies(failure -> assertThat(failure.getMessage()).contains(words));
    }
}
