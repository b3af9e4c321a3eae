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
import io.mailslot.it.harness.ChildJvm;
import io.mailslot.it.harness.Deadline;
import io.mailslot.it.harness.Reply;
import io.mailslot.it.harness.TestHome;
import io.mailslot.it.harness.TestHomeExtension;
import io.mailslot.it.storm.NetTime;
import java.io.IOException;
import java.nio.file.Path;
import java.time.Duration;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.TimeUnit;
import org.awaitility.Awaitility;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;

/** A process stands still while it changes the receivers of a mailslot: of another one, or of the one that is written to. */
@ExtendWith(TestHomeExtension.class)
class StoppedReceiverChangeTest {
    private static final Duration LONGEST_WRITE = Duration.ofSeconds(1);
    private static final String BOUND = "\\\\.\\mailslot\\news";
    private static final String BROADCAST = "\\\\*\\mailslot\\news";
    private static final MailslotOptions SMALL = MailslotOptions.defaults().withCapacity(1 << 20);
    private static final byte[] MESSAGE = new byte[20_000];

    /** Several times what the capacity holds. */
    private static final int MANY = 300;

    @Test
    void shouldSendAndReadWhileSomebodyStandsStillElsewhere(TestHome home) {
        Kernel kernel = home.attach();
        Receiver receiver = kernel.createMailslot("own", SMALL);
        Sender sender = kernel.openMailslot("own");
        Standing standing = Standing.agent(home, FaultPoint.CREATE_OBJECTS_MADE).in("create", "elsewhere", 0, 0, false);

        pump(sender, receiver);

        standing.goOn();
        standing.child().reply();
        assertThat(HomeVerifier.verify(home.path(), Duration.ZERO)).isEmpty();
    }

    @Test
    void shouldDropTheOldestWhileSomebodyStandsStillElsewhere(TestHome home) {
        Kernel kernel = home.attach();
        Receiver receiver = kernel.createMailslot(BROADCAST, SMALL.withWhenFull(WhenFull.DROP_OLDEST));
        Sender sender = kernel.openMailslot(BOUND);
        Standing standing = Standing.agent(home, FaultPoint.CREATE_OBJECTS_MADE).in("create", "elsewhere", 0, 0, false);

        pump(sender, receiver);

        standing.goOn();
        standing.child().reply();
    }

    @Test
    void shouldTellWhoKeepsASenderFromKnowingWhatIsRead(TestHome home) {
        Kernel kernel = home.attach();
        Receiver receiver = kernel.createMailslot(BROADCAST, SMALL);
        Sender sender = kernel.openMailslot(BOUND, OpenOptions.defaults().withWriteTimeout(Duration.ofMillis(300)));
        Standing standing = Standing.agent(home, FaultPoint.CHAIN_CHANGING).in("create", BROADCAST, 0, 0, false);
        Duration last = Duration.ZERO;
        HomeException held = null;
        for (int i = 0; i < MANY && held == null; i++) {
            NetTime begun = NetTime.start();
            held = catchThrowableOfType(HomeException.class, () -> sender.write(MESSAGE));
            last = held == null ? last : begun.took();
            receiver.poll();
        }

        assertThat(held.errorCode()).isEqualTo(ErrorCode.LOCK_VIOLATION);
        assertThat(held)
                .hasMessageContainingAll("news", "process " + standing.child().pid());
        assertThat(last).isBetween(Duration.ofMillis(100), Duration.ofMillis(1_500));
        NetTime start = NetTime.start();
        assertThat(sender.tryWrite(MESSAGE, 0, MESSAGE.length)).isFalse();
        assertThat(start.took()).isLessThan(Duration.ofMillis(250));
        assertThat(sender.info().messageCount()).isZero();

        standing.goOn();
        long joined = standing.child().reply().handle();
        for (int i = 0; i < MANY; i++) {
            sender.write(MESSAGE);
            receiver.read();
            standing.child().must("readall", joined, 1);
        }
        assertThat(HomeVerifier.verify(home.path(), Duration.ZERO)).isEmpty();
    }

    /** Nothing of the chain can be seen: who asks for the state waits for one patience, and not for ever. */
    @Test
    void shouldTellOfAChainThatDoesNotGetReadyAfterOnePatience(TestHome home) throws IOException {
        Kernel kernel = home.attach();
        kernel.createMailslot("news", SMALL);
        ChildJvm child = home.start(TestHome.agentCommand()
                .withSystemProperty(Patience.PROPERTY, "300")
                .toProcessBuilder());
        child.must("attach");
        int sender = child.must("open", "news", false).handle();
        child.must("info", sender);
        Region mailslot = mailslot(home);
        long version = mailslot.getLong(ObjectEntry.CHAIN_VERSION_OFFSET);
        long first = mailslot.getLong(ObjectEntry.FIRST_RECEIVER_OFFSET);
        mailslot.putLong(ObjectEntry.FIRST_RECEIVER_OFFSET, 0);
        mailslot.putLongVolatile(ObjectEntry.CHAIN_VERSION_OFFSET, version | 1);

        NetTime start = NetTime.start();
        Reply refused = child.ask("info", sender);
        Duration waited = start.took();

        mailslot.putLong(ObjectEntry.FIRST_RECEIVER_OFFSET, first);
        mailslot.putLongVolatile(ObjectEntry.CHAIN_VERSION_OFFSET, version);
        assertThat(refused.code()).as(refused.toString()).isEqualTo(ErrorCode.LOCK_VIOLATION.value());
        assertThat(waited).isBetween(Duration.ofMillis(100), Duration.ofSeconds(2));
        child.must("info", sender);
    }

    /** The chain begins to be changed, and stays so, while somebody waits for room and sleeps. */
    @Test
    void shouldTellASleeperOfAChainThatDoesNotGetReady(TestHome home) throws IOException {
        Kernel kernel = home.attach();
        kernel.createMailslot("news", SMALL);
        Sender full = kernel.openMailslot("news");
        while (full.tryWrite(MESSAGE, 0, MESSAGE.length)) {
            // until there is no room
        }
        ChildJvm child = home.start(TestHome.agentCommand()
                .withSystemProperty(Patience.PROPERTY, "300")
                .toProcessBuilder());
        child.must("attach");
        int sender = child.must("open", "news", false).handle();
        Region mailslot = mailslot(home);
        child.tell("fill", sender, MESSAGE.length);
        Deadline.await("it sleeps for room")
                .until(() -> (mailslot.getIntVolatile(ObjectEntry.ROOM_WORD_OFFSET) & 1) != 0);
        long version = mailslot.getLong(ObjectEntry.CHAIN_VERSION_OFFSET);
        mailslot.putLongVolatile(ObjectEntry.CHAIN_VERSION_OFFSET, version | 1);

        NetTime start = NetTime.start();
        Reply refused = child.reply();
        Duration waited = start.took();

        mailslot.putLongVolatile(ObjectEntry.CHAIN_VERSION_OFFSET, version);
        assertThat(refused.code()).as(refused.toString()).isEqualTo(ErrorCode.LOCK_VIOLATION.value());
        assertThat(waited).isLessThan(Duration.ofMillis(3_500)); // and not for as long as the write waits for room

        mailslot.putLongVolatile(ObjectEntry.CHAIN_VERSION_OFFSET, version + 3);
        long again = System.nanoTime();
        refused = child.ask("fill", sender, MESSAGE.length);
        mailslot.putLongVolatile(ObjectEntry.CHAIN_VERSION_OFFSET, version + 4);
        assertThat(refused.code()).as(refused.toString()).isEqualTo(ErrorCode.LOCK_VIOLATION.value());
        assertThat(Duration.ofNanos(System.nanoTime() - again))
                .as("another change, another patience")
                .isGreaterThan(Duration.ofMillis(200));
    }

    /** Who joins may be kept from its processor there: that is no reason to tell that it stands still. */
    @Test
    void shouldWaitForWhoIsInAChangeBeforeAWriteThatDoesNotWaitIsRefused(TestHome home) {
        Kernel kernel = home.attach();
        kernel.createMailslot(BROADCAST, SMALL);
        Sender sender = kernel.openMailslot(BOUND, OpenOptions.defaults().withWriteTimeout(Duration.ZERO));
        while (sender.tryWrite(MESSAGE, 0, MESSAGE.length)) {
            // until there is no room
        }
        Standing standing = Standing.agent(home, FaultPoint.CHAIN_CHANGING).in("create", BROADCAST, 0, 0, false);
        NetTime start = NetTime.start();
        CompletableFuture<Void> written = CompletableFuture.runAsync(() -> sender.write(MESSAGE));
        Awaitility.await("it bears with it").during(Duration.ofMillis(200)).until(() -> !written.isDone());

        standing.goOn();
        standing.child().reply();

        assertThat(written)
                .failsWithin(Deadline.PATIENCE)
                .withThrowableThat()
                .withCauseInstanceOf(MailslotFullException.class);
        assertThat(start.took()).isLessThan(Duration.ofSeconds(1));
    }

    /** What it needed while it stood still has become room, which no read will tell of. */
    @Test
    void shouldTellASleeperThatAReceiverHasJoinedBehindWhatItNeeded(TestHome home) throws Exception {
        Kernel kernel = home.attach();
        Receiver receiver = kernel.createMailslot(BROADCAST, SMALL);
        Sender sender = kernel.openMailslot(BOUND);
        Standing standing = Standing.agent(home, FaultPoint.JOIN_LINKED).in("create", BROADCAST, 0, 0, false);
        while (sender.tryWrite(MESSAGE, 0, MESSAGE.length)) {
            receiver.read(); // so nobody has anything to read when it is full
        }
        Region mailslot = mailslot(home);
        CompletableFuture<Void> written = CompletableFuture.runAsync(() -> sender.write(MESSAGE));
        Deadline.await("it sleeps for room")
                .until(() -> (mailslot.getIntVolatile(ObjectEntry.ROOM_WORD_OFFSET) & 1) != 0);

        standing.goOn();
        NetTime start = NetTime.start();
        standing.child().reply();
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
    void shouldDropTheOldestThoughNobodyCanTellWhatIsRead(TestHome home) {
        Kernel kernel = home.attach();
        Receiver receiver = kernel.createMailslot(BROADCAST, SMALL.withWhenFull(WhenFull.DROP_OLDEST));
        Sender sender = kernel.openMailslot(BOUND);
        Standing standing = Standing.agent(home, FaultPoint.CHAIN_CHANGING).in("create", BROADCAST, 0, 0, false);

        pump(sender, receiver);

        standing.goOn();
        standing.child().reply();
    }

    @Test
    void shouldSendToANameWhileSomebodyStandsStillElsewhere(TestHome home) {
        Kernel kernel = home.attach();
        Sender nobody = kernel.openMailslot("\\\\*\\mailslot\\nobody");
        Sender early = kernel.openMailslot(BROADCAST);
        Receiver receiver = kernel.createMailslot(BROADCAST, SMALL);
        Sender toOther = kernel.openMailslot("\\\\*\\mailslot\\elsewhere");
        Standing standing = Standing.agent(home, FaultPoint.CREATE_HANDLE_STORED)
                .in("create", "\\\\*\\mailslot\\elsewhere", 0, 0, false);

        pump(early, receiver);
        NetTime start = NetTime.start();
        nobody.write(MESSAGE);
        toOther.write(MESSAGE); // it is not open yet
        assertThat(start.took()).isLessThan(Duration.ofMillis(250));

        standing.goOn();
        long created = standing.child().reply().handle();
        toOther.write(MESSAGE);
        standing.child().must("readall", created, 1);
    }

    @Test
    void shouldTellAtOnceThatTheReceiverIsGoneThoughItStandsStillInItsClose(TestHome home) {
        Kernel kernel = home.attach();
        Standing standing = Standing.agent(home, FaultPoint.CLOSE_BEFORE_FILES_SET_ASIDE);
        long receiver = standing.child().must("create", "own", 0, 0, false).handle();
        Sender sender = kernel.openMailslot("own");
        sender.write(MESSAGE);
        standing.in("close", receiver);

        NetTime start = NetTime.start();
        assertThat(catchThrowableOfType(ReceiverGoneException.class, () -> sender.write(MESSAGE)))
                .isNotNull();
        assertThat(start.took()).isLessThan(Duration.ofSeconds(1));

        standing.goOn();
        standing.child().reply();
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
