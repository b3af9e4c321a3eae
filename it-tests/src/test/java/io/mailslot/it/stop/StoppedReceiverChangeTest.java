package io.mailslot.it.stop;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.catchThrowableOfType;

import io.mailslot.Kernel;
import io.mailslot.api.ErrorCode;
import io.mailslot.api.HomeException;
import io.mailslot.api.MailslotFullException;
import io.mailslot.api.MailslotOptions;
import io.mailslot.api.OpenOptions;
import io.mailslot.api.Receiver;
import io.mailslot.api.ReceiverGoneException;
import io.mailslot.api.Sender;
import io.mailslot.api.WhenFull;
import io.mailslot.inspect.HomeVerifier;
import io.mailslot.internal.layout.KernelHeader;
import io.mailslot.internal.layout.ObjectEntry;
import io.mailslot.internal.memory.FaultPoint;
import io.mailslot.internal.memory.MappedFiles;
import io.mailslot.internal.memory.Patience;
import io.mailslot.internal.memory.Region;
import io.mailslot.it.harness.Deadline;
import io.mailslot.it.harness.HomeTest;
import io.mailslot.it.harness.Prompt;
import io.mailslot.it.harness.Refusal;
import io.mailslot.it.harness.TestHome;
import io.mailslot.it.storm.NetTime;
import io.mailslot.testkit.Child;
import io.mailslot.testkit.Jvms;
import java.io.IOException;
import java.nio.file.Path;
import java.time.Duration;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.Test;

/** A process stands still while it changes the receivers of a mailslot: of another one, or of the one that is written to. */
@HomeTest
class StoppedReceiverChangeTest {
    private static final Duration LONGEST_WRITE = Duration.ofSeconds(1);
    private static final String BOUND = "\\\\.\\mailslot\\news";
    private static final String BROADCAST = "\\\\*\\mailslot\\news";
    private static final MailslotOptions SMALL = MailslotOptions.defaults().withCapacity(1 << 20);
    private static final byte[] MESSAGE = new byte[20_000];

    /** Several times what the capacity holds. */
    private static final int MANY = 300;

    @Test
    void shouldSendAndReadWhileSomebodyStandsStillElsewhere(TestHome home, Jvms jvms, Kernel kernel) {
        Receiver receiver = kernel.createMailslot("own", SMALL);
        Sender sender = kernel.openMailslot("own");
        Halfway<?> standing =
                Halfway.in(jvms, FaultPoint.CREATE_OBJECTS_MADE, c -> c.kernel().createMailslot("elsewhere"));

        pump(sender, receiver);

        standing.goOn();
        assertThat(HomeVerifier.verify(home.path(), Duration.ZERO)).isEmpty();
    }

    @Test
    void shouldDropTheOldestWhileSomebodyStandsStillElsewhere(Jvms jvms, Kernel kernel) {
        Receiver receiver = kernel.createMailslot(BROADCAST, SMALL.withWhenFull(WhenFull.DROP_OLDEST));
        Sender sender = kernel.openMailslot(BOUND);
        Halfway<?> standing =
                Halfway.in(jvms, FaultPoint.CREATE_OBJECTS_MADE, c -> c.kernel().createMailslot("elsewhere"));

        pump(sender, receiver);

        standing.goOn();
    }

    @Test
    void shouldTellWhoKeepsASenderFromKnowingWhatIsRead(TestHome home, Jvms jvms, Kernel kernel) throws Exception {
        Receiver receiver = kernel.createMailslot(BROADCAST, SMALL);
        Sender sender = kernel.openMailslot(BOUND, OpenOptions.defaults().withWriteTimeout(Duration.ofMillis(300)));
        Halfway<Integer> standing = Halfway.inCall(
                Halfway.child(jvms, FaultPoint.CHAIN_CHANGING),
                c -> c.kernel().createMailslot(BROADCAST).handle());
        Duration last = Duration.ZERO;
        Duration waited = Duration.ZERO;
        HomeException held = null;
        for (int i = 0; i < MANY && held == null; i++) {
            NetTime begun = NetTime.start();
            long begin = System.nanoTime();
            held = catchThrowableOfType(HomeException.class, () -> sender.write(MESSAGE));
            waited = Duration.ofNanos(System.nanoTime() - begin);
            last = held == null ? last : begun.took();
            receiver.poll();
        }

        assertThat(held.errorCode()).isEqualTo(ErrorCode.LOCK_VIOLATION);
        assertThat(held)
                .hasMessageContainingAll("news", "process " + standing.child().pid());
        assertThat(waited).isGreaterThanOrEqualTo(Duration.ofMillis(300));
        assertThat(last).isLessThanOrEqualTo(Duration.ofMillis(1_500));
        Prompt.within(Duration.ofMillis(250), () -> {
            NetTime start = NetTime.start();
            assertThat(sender.tryWrite(MESSAGE, 0, MESSAGE.length)).isFalse();
            return start.took();
        });
        assertThat(sender.info().messageCount()).isZero();

        int joined = standing.goOn();
        for (int i = 0; i < MANY; i++) {
            sender.write(MESSAGE);
            receiver.read();
            standing.child().run(c -> c.kernel().receiver(joined).poll().orElseThrow());
        }
        assertThat(HomeVerifier.verify(home.path(), Duration.ZERO)).isEmpty();
    }

    /** Nothing of the chain can be seen: who asks for the state waits for one patience, and not for ever. */
    @Test
    void shouldTellOfAChainThatDoesNotGetReadyAfterOnePatience(TestHome home, Jvms jvms, Kernel kernel)
            throws IOException {
        kernel.createMailslot("news", SMALL);
        Child child = jvms.jvm().withSystemProperty(Patience.PROPERTY, "300").start();
        int sender = child.call(c -> c.kernel().openMailslot("news").handle());
        child.run(c -> c.kernel().sender(sender).info());
        Region mailslot = mailslot(home);
        long version = mailslot.getLong(ObjectEntry.CHAIN_VERSION_OFFSET);
        long first = mailslot.getLong(ObjectEntry.FIRST_RECEIVER_OFFSET);
        mailslot.putLong(ObjectEntry.FIRST_RECEIVER_OFFSET, 0);
        mailslot.putLongVolatile(ObjectEntry.CHAIN_VERSION_OFFSET, version | 1);

        NetTime start = NetTime.start();
        long begin = System.nanoTime();
        ErrorCode refused =
                Refusal.refusal(child, c -> c.kernel().sender(sender).info());
        Duration waited = Duration.ofNanos(System.nanoTime() - begin);
        Duration net = start.took();

        mailslot.putLong(ObjectEntry.FIRST_RECEIVER_OFFSET, first);
        mailslot.putLongVolatile(ObjectEntry.CHAIN_VERSION_OFFSET, version);
        assertThat(refused).isEqualTo(ErrorCode.LOCK_VIOLATION);
        assertThat(waited).isGreaterThanOrEqualTo(Duration.ofMillis(300));
        assertThat(net).isLessThanOrEqualTo(Duration.ofSeconds(2));
        child.run(c -> c.kernel().sender(sender).info());
    }

    /** The chain begins to be changed, and stays so, while somebody waits for room and sleeps. */
    @Test
    void shouldTellASleeperOfAChainThatDoesNotGetReady(TestHome home, Jvms jvms, Kernel kernel) throws IOException {
        kernel.createMailslot("news", SMALL);
        Sender full = kernel.openMailslot("news");
        while (full.tryWrite(MESSAGE, 0, MESSAGE.length)) {
            // until there is no room
        }
        Child child = jvms.jvm().withSystemProperty(Patience.PROPERTY, "300").start();
        int sender = child.call(c -> c.kernel().openMailslot("news").handle());
        Region mailslot = mailslot(home);
        CompletableFuture<ErrorCode> refusal = child.submit(
                c -> Refusal.refusal(() -> c.kernel().sender(sender).write(MESSAGE)));
        Deadline.await("it sleeps for room")
                .until(() -> (mailslot.getIntVolatile(ObjectEntry.ROOM_WORD_OFFSET) & 1) != 0);
        long version = mailslot.getLong(ObjectEntry.CHAIN_VERSION_OFFSET);
        mailslot.putLongVolatile(ObjectEntry.CHAIN_VERSION_OFFSET, version | 1);

        NetTime start = NetTime.start();
        ErrorCode refused = refusal.join();
        Duration waited = start.took();

        mailslot.putLongVolatile(ObjectEntry.CHAIN_VERSION_OFFSET, version);
        assertThat(refused).isEqualTo(ErrorCode.LOCK_VIOLATION);
        assertThat(waited).isLessThan(Duration.ofMillis(3_500)); // and not for as long as the write waits for room

        mailslot.putLongVolatile(ObjectEntry.CHAIN_VERSION_OFFSET, version + 3);
        long again = System.nanoTime();
        refused = Refusal.refusal(child, c -> c.kernel().sender(sender).write(MESSAGE));
        mailslot.putLongVolatile(ObjectEntry.CHAIN_VERSION_OFFSET, version + 4);
        assertThat(refused).isEqualTo(ErrorCode.LOCK_VIOLATION);
        assertThat(Duration.ofNanos(System.nanoTime() - again))
                .as("another change, another patience")
                .isGreaterThan(Duration.ofMillis(200));
    }

    /** Who joins may be kept from its processor there: that is no reason to tell that it stands still. */
    @Test
    void shouldWaitForWhoIsInAChangeBeforeAWriteThatDoesNotWaitIsRefused(Jvms jvms, Kernel kernel) throws Exception {
        kernel.createMailslot(BROADCAST, SMALL);
        Sender sender = kernel.openMailslot(BOUND, OpenOptions.defaults().withWriteTimeout(Duration.ZERO));
        while (sender.tryWrite(MESSAGE, 0, MESSAGE.length)) {
            // until there is no room
        }
        Prompt.within(Duration.ofSeconds(1), () -> {
            Halfway<?> standing =
                    Halfway.in(jvms, FaultPoint.CHAIN_CHANGING, c -> c.kernel().createMailslot(BROADCAST));
            CompletableFuture<Void> written = CompletableFuture.runAsync(() -> sender.write(MESSAGE));
            Deadline.await("it bears with it").during(Duration.ofMillis(200)).until(() -> !written.isDone());

            NetTime start = NetTime.start();
            standing.goOn();

            assertThat(written)
                    .failsWithin(Deadline.PATIENCE)
                    .withThrowableThat()
                    .withCauseInstanceOf(MailslotFullException.class);
            return start.took();
        });
    }

    /** What it needed while it stood still has become room, which no read will tell of. */
    @Test
    void shouldTellASleeperThatAReceiverHasJoinedBehindWhatItNeeded(TestHome home, Jvms jvms, Kernel kernel)
            throws Exception {
        Receiver receiver = kernel.createMailslot(BROADCAST, SMALL);
        Sender sender = kernel.openMailslot(BOUND);
        Halfway<?> standing =
                Halfway.in(jvms, FaultPoint.JOIN_LINKED, c -> c.kernel().createMailslot(BROADCAST));
        while (sender.tryWrite(MESSAGE, 0, MESSAGE.length)) {
            receiver.read(); // so nobody has anything to read when it is full
        }
        Region mailslot = mailslot(home);
        CompletableFuture<Void> written = CompletableFuture.runAsync(() -> sender.write(MESSAGE));
        Deadline.await("it sleeps for room")
                .until(() -> (mailslot.getIntVolatile(ObjectEntry.ROOM_WORD_OFFSET) & 1) != 0);

        NetTime start = NetTime.start();
        standing.goOn();
        written.get(Deadline.PATIENCE.toSeconds(), TimeUnit.SECONDS);

        assertThat(start.took()).as("told, not found out").isLessThan(Duration.ofSeconds(1));
        assertThat(HomeVerifier.verify(home.path(), Duration.ZERO)).isEmpty();
    }

    private static Region mailslot(TestHome home) throws IOException {
        Path tables = home.path().resolve("kernel.dat");
        for (int i = 0; ; i++) {
            Region entry = MappedFiles.map(
                    tables, KernelHeader.OBJECT_TABLE_OFFSET + (long) i * ObjectEntry.LENGTH, ObjectEntry.LENGTH);
            if (entry.getInt(ObjectEntry.TYPE_OFFSET) == ObjectEntry.TYPE_MAILSLOT) {
                return entry;
            }
        }
    }

    @Test
    void shouldDropTheOldestThoughNobodyCanTellWhatIsRead(Jvms jvms, Kernel kernel) {
        Receiver receiver = kernel.createMailslot(BROADCAST, SMALL.withWhenFull(WhenFull.DROP_OLDEST));
        Sender sender = kernel.openMailslot(BOUND);
        Halfway<?> standing =
                Halfway.in(jvms, FaultPoint.CHAIN_CHANGING, c -> c.kernel().createMailslot(BROADCAST));

        pump(sender, receiver);

        standing.goOn();
    }

    @Test
    void shouldSendToANameWhileSomebodyStandsStillElsewhere(Jvms jvms, Kernel kernel) {
        Sender nobody = kernel.openMailslot("\\\\*\\mailslot\\nobody");
        Sender early = kernel.openMailslot(BROADCAST);
        Receiver receiver = kernel.createMailslot(BROADCAST, SMALL);
        Sender toOther = kernel.openMailslot("\\\\*\\mailslot\\elsewhere");
        Halfway<Integer> standing = Halfway.inCall(
                Halfway.child(jvms, FaultPoint.CREATE_HANDLE_STORED),
                c -> c.kernel().createMailslot("\\\\*\\mailslot\\elsewhere").handle());

        pump(early, receiver);
        NetTime start = NetTime.start();
        nobody.write(MESSAGE);
        toOther.write(MESSAGE); // it is not open yet
        assertThat(start.took()).isLessThan(Duration.ofMillis(250));

        int created = standing.goOn();
        toOther.write(MESSAGE);
        standing.child().run(c -> c.kernel().receiver(created).poll().orElseThrow());
    }

    @Test
    void shouldTellAtOnceThatTheReceiverIsGoneThoughItStandsStillInItsClose(TestHome home, Jvms jvms, Kernel kernel) {
        Child owner = Halfway.child(jvms, FaultPoint.CLOSE_BEFORE_FILES_SET_ASIDE);
        int receiver = owner.call(c -> c.kernel().createMailslot("own").handle());
        Sender sender = kernel.openMailslot("own");
        sender.write(MESSAGE);
        Halfway<?> standing = Halfway.in(owner, c -> c.kernel().closeHandle(receiver));

        NetTime start = NetTime.start();
        assertThat(catchThrowableOfType(ReceiverGoneException.class, () -> sender.write(MESSAGE)))
                .isNotNull();
        assertThat(start.took()).isLessThan(Duration.ofSeconds(1));

        standing.goOn();
        assertThat(HomeVerifier.verify(home.path(), Duration.ZERO)).isEmpty();
    }

    private static void pump(Sender sender, Receiver receiver) {
        for (int i = 0; i < MANY; i++) {
            NetTime start = NetTime.start();
            long end = System.nanoTime() + LONGEST_WRITE.toNanos();
            sender.write(MESSAGE);
            if (System.nanoTime() - end > 0) {
                assertThat(start.took()).as("write " + i).isLessThan(LONGEST_WRITE);
            }
            assertThat(receiver.poll()).isPresent();
        }
    }
}
