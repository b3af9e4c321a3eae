package io.mailslot.it.slot;

import static io.mailslot.it.slot.Durables.NEWS;
import static io.mailslot.it.slot.Durables.PATIENT;
import static io.mailslot.it.slot.Durables.assertFails;
import static io.mailslot.it.slot.Durables.assertSound;
import static io.mailslot.it.slot.Durables.bytes;
import static io.mailslot.it.slot.Durables.cursor;
import static io.mailslot.it.slot.Durables.cursors;
import static io.mailslot.it.slot.Durables.deleteAll;
import static io.mailslot.it.slot.Durables.look;
import static io.mailslot.it.slot.Durables.mailslot;
import static io.mailslot.it.slot.Durables.texts;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.catchThrowable;

import io.mailslot.Kernel;
import io.mailslot.api.Inheritance;
import io.mailslot.api.MailslotFullException;
import io.mailslot.api.MailslotOptions;
import io.mailslot.api.OpenOptions;
import io.mailslot.api.Receiver;
import io.mailslot.api.Sender;
import io.mailslot.api.WhenFull;
import io.mailslot.inspect.CursorStatus;
import io.mailslot.internal.memory.FaultPoint;
import io.mailslot.it.harness.Deadline;
import io.mailslot.it.harness.HomeTest;
import io.mailslot.it.harness.TestHome;
import io.mailslot.it.slot.Durables.Place;
import io.mailslot.junit.Named;
import io.mailslot.testkit.Child;
import io.mailslot.testkit.Jvms;
import java.nio.ByteBuffer;
import java.time.Duration;
import java.util.Arrays;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** Mailslots that stay, with what is unread, when nobody receives; in a home in which somebody lives. */
@HomeTest
class DurableMailslotTest {
    private static final MailslotOptions SHOP = PATIENT.withCursor("shop");
    private static final MailslotOptions SMALL = PATIENT.withCapacity(MailslotOptions.MIN_CAPACITY);

    /** A receiver of a child; its handle there. */
    private static int durable(Child child, String name, String cursor) {
        return child.call(c -> c.kernel()
                .createMailslot(name, MailslotOptions.defaults().withCursor(cursor))
                .handle());
    }

    private static void readAll(Receiver receiver, int count) {
        for (int i = 0; i < count; i++) {
            receiver.read();
        }
    }

    @Test
    void shouldKeepWhatIsSentWhileNobodyReceives(
            TestHome home, Jvms jvms, @Named("first") Child first, @Named("second") Child second, Kernel kernel) {
        int handle = durable(first, "orders", "shop");
        Sender sender = kernel.openMailslot("orders");
        sender.write(bytes("read"));
        assertThat(first.<String>call(c -> c.kernel().receiver(handle).readText()))
                .isEqualTo("read");
        jvms.all(first);

        List<String> sent = List.of("one", "two".repeat(10_000), "", "three");
        sender.write(bytes(sent.get(0)));
        Sender another = kernel.openMailslot("ORDERS");
        sent.subList(1, 4).forEach(text -> another.write(bytes(text)));

        assertThat(cursor(home, "orders", "shop")).isEqualTo(new Place("shop", false, 4, 0));
        assertThat(sender.info().messageCount()).isEqualTo(4);
        assertSound(home);
        int again = durable(second, "Orders", "SHOP");
        for (String text : sent) {
            assertThat(second.<String>call(c -> c.kernel().receiver(again).readText()))
                    .isEqualTo(text);
        }
        boolean more = second.call(c -> c.kernel().receiver(again).poll().isPresent());
        assertThat(more).isFalse();
        assertThat(cursor(home, "orders", "shop")).isEqualTo(new Place("shop", true, 0, 0));
        jvms.all(second);
        deleteAll(home, kernel);
    }

    @Test
    void shouldGoOnBehindTheMessageThatAKilledReaderTook(TestHome home, Jvms jvms, Kernel kernel) {
        Child victim = jvms.jvm()
                .startedPlainly()
                .stopAtFaultPoint(FaultPoint.READ_CURSOR_MOVED.name(), 5)
                .start();
        int handle = durable(victim, "orders", "shop");
        Sender sender = kernel.openMailslot("orders");
        IntStream.range(0, 20).forEach(i -> sender.write(bytes("message " + i)));

        victim.begin(c -> readAll(c.kernel().receiver(handle), 20));
        victim.awaitStopped().killNow();

        Receiver receiver = kernel.createMailslot("orders", SHOP);
        assertThat(receiver.info().messageCount()).isEqualTo(15);
        assertThat(texts(receiver))
                .isEqualTo(IntStream.range(5, 20).mapToObj(i -> "message " + i).toList());
        receiver.close();
        deleteAll(home, kernel);
    }

    @Test
    void shouldLoseNothingWhenAReaderIsKilledSomewhere(TestHome home, @Named("victim") Child victim, Kernel kernel) {
        int handle = durable(victim, "orders", "shop");
        Sender sender = kernel.openMailslot("orders");
        int count = 50_000;
        IntStream.range(0, count).forEach(i -> sender.write(bytes(String.valueOf(i))));

        victim.begin(c -> readAll(c.kernel().receiver(handle), count));
        Deadline.await("the victim reads").until(() -> sender.info().messageCount() < count);
        victim.kill();

        Receiver receiver = kernel.createMailslot("orders", SHOP);
        int left = (int) receiver.info().messageCount();
        assertThat(texts(receiver))
                .isEqualTo(IntStream.range(count - left, count)
                        .mapToObj(String::valueOf)
                        .toList());
        receiver.close();
        deleteAll(home, kernel);
    }

    @Test
    void shouldOpenACursorForOneAtATime(TestHome home, @Named("holder") Child holder, Kernel kernel) {
        durable(holder, "orders", "shop");

        assertFails(32, () -> kernel.createMailslot("orders", SHOP), "'shop'", "process " + holder.pid(), "inherit");
        assertFails(32, () -> kernel.deleteMailslot("orders"), "process " + holder.pid());

        holder.kill();
        kernel.createMailslot("orders", SHOP).close();
        deleteAll(home, kernel);
    }

    @Test
    void shouldShareAnOpenCursorThroughInheritedHandles(TestHome home, Jvms jvms, Kernel kernel) {
        Receiver receiver = kernel.createMailslot("orders", SHOP.withInheritable(true));
        int handle = receiver.handle();
        Child child = jvms.jvm().withInheritance(Inheritance.all()).start();
        kernel.openMailslot("orders").write(bytes("for either"));

        assertThat(child.<String>call(c -> c.kernel().receiver(handle).readText()))
                .isEqualTo("for either");
        receiver.close();
        assertFails(32, () -> kernel.createMailslot("orders", SHOP), "process " + child.pid());
        child.run(c -> c.kernel().closeHandle(handle));
        kernel.createMailslot("orders", SHOP).close();
        deleteAll(home, kernel);
    }

    @Test
    void shouldHaveExactlyOneCursorUnlessItIsForBroadcast(TestHome home) {
        Kernel kernel = home.attach();
        kernel.createMailslot("orders", SHOP).close();
        Receiver temporary = kernel.createMailslot("temporary");

        assertFails(183, () -> kernel.createMailslot("orders", PATIENT.withCursor("other")), "'shop'", "no other");
        assertFails(183, () -> kernel.createMailslot("orders"), "'shop'");
        assertFails(183, () -> kernel.createMailslot(SlotChild.BROADCAST + "orders", SHOP), "not for broadcast");
        assertFails(183, () -> kernel.createMailslot("temporary", SHOP), "not durable");
        assertFails(87, () -> kernel.deleteCursor("orders", "shop"), "last cursor");
        assertFails(2, () -> kernel.deleteCursor("orders", "other"), "'shop'");
        assertFails(87, () -> kernel.deleteMailslot("temporary"), "not durable");
        assertFails(2, () -> kernel.deleteMailslot("nothing"), "'nothing'");
        assertFails(2, () -> kernel.deleteMailslot("\\\\elsewhere\\mailslot\\orders"), "elsewhere");
        temporary.close();
        assertThat(look(home).mailslots()).hasSize(1);
        deleteAll(home, kernel);
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "a b",
                "a/b",
                "ä",
                "a\\b",
                "a*",
                "xxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxx"
            })
    void shouldRefuseNamesThatNoCursorCanHave(String name, TestHome home) {
        Kernel kernel = home.attach();
        assertFails(87, () -> kernel.createMailslot("orders", PATIENT.withCursor(name)), "cursor's name");
        assertFails(87, () -> kernel.deleteCursor("orders", name), "cursor's name");
    }

    @Test
    void shouldKeepMessagesForACursorThatIsAwayAndForNoOtherReceiver(
            TestHome home, Jvms jvms, @Named("away") Child child, Kernel kernel) {
        Receiver here = kernel.createMailslot(NEWS, PATIENT.withCursor("here"));
        durable(child, NEWS, "away");
        Receiver passing = kernel.createMailslot(NEWS, PATIENT);
        Sender sender = kernel.openMailslot("news");
        sender.write(bytes("to three"));
        jvms.all(child);
        passing.close();
        sender.write(bytes("to two"));

        assertThat(cursors(home, "news"))
                .containsExactly(new Place("away", false, 2, 0), new Place("here", true, 2, 0));
        assertThat(texts(here)).containsExactly("to three", "to two");
        Receiver away = kernel.createMailslot(NEWS, PATIENT.withCursor("away"));
        Receiver late = kernel.createMailslot(NEWS, PATIENT.withCursor("late"));
        assertThat(texts(away)).containsExactly("to three", "to two");
        assertThat(texts(late)).isEmpty();
        here.close();
        away.close();
        late.close();
        kernel.deleteCursor("news", "late");
        assertThat(mailslot(home, "news").cursors())
                .extracting(CursorStatus::name)
                .containsExactly("away", "here");
        assertSound(home);
        deleteAll(home, kernel);
    }

    @Test
    void shouldHoldSendersUpForAnAbsentCursorUntilItIsDeleted(TestHome home) {
        Kernel kernel = home.attach();
        Receiver reading = kernel.createMailslot(NEWS, SMALL.withCursor("reading"));
        kernel.createMailslot(NEWS, SMALL.withCursor("absent")).close();
        Sender sender = kernel.openMailslot("news", OpenOptions.defaults().withWriteTimeout(Duration.ofSeconds(20)));
        byte[] large = new byte[50_000];
        int written = 0;
        while (sender.tryWrite(ByteBuffer.wrap(large))) {
            written++;
        }
        assertThat(written).isPositive();
        assertThat(IntStream.range(0, written).allMatch(i -> reading.poll().isPresent()))
                .isTrue();
        Sender impatient = kernel.openMailslot("news", OpenOptions.defaults().withWriteTimeout(Duration.ofMillis(50)));
        assertThat(catchThrowable(() -> impatient.write(large))).isInstanceOf(MailslotFullException.class);

        CompletableFuture<Void> waiting = CompletableFuture.runAsync(() -> sender.write(large));
        Deadline.await("the sender sleeps").until(DurableMailslotTest::isWaiting);
        kernel.deleteCursor("news", "absent");

        assertThat(waiting).succeedsWithin(Deadline.PATIENCE);
        assertThat(reading.read()).hasSize(large.length);
        reading.close();
        deleteAll(home, kernel);
    }

    private static boolean isWaiting() {
        return Thread.getAllStackTraces().values().stream()
                .flatMap(Arrays::stream)
                .anyMatch(frame -> frame.getMethodName().equals("waitForRoom"));
    }

    @Test
    void shouldCountExactlyWhatAnAbsentCursorMisses(TestHome home) {
        Kernel kernel = home.attach();
        MailslotOptions dropping = SMALL.withWhenFull(WhenFull.DROP_OLDEST);
        Receiver quick = kernel.createMailslot(NEWS, dropping.withCursor("quick"));
        Receiver absent = kernel.createMailslot(NEWS, dropping.withCursor("absent"));
        Sender sender = kernel.openMailslot("news");
        sender.write(bytes("both read this"));
        assertThat(texts(absent)).hasSize(1);
        absent.close();
        int count = 2_000;
        for (int i = 0; i < count; i++) {
            sender.write(new byte[3_000]);
        }

        Place told = cursor(home, "news", "absent");
        Receiver back = kernel.createMailslot(NEWS, dropping.withCursor("absent"));
        int left = texts(back).size();
        assertThat(left).isPositive();
        assertThat(back.info().missedMessages()).isEqualTo(count - left).isPositive();
        assertThat(told).isEqualTo(new Place("absent", false, left, count - left));
        back.close();
        quick.close();
        deleteAll(home, kernel);
    }

    @Test
    void shouldEndItsSendersWhenItIsDeleted(TestHome home) {
        Kernel kernel = home.attach();
        kernel.createMailslot("orders", SHOP).close();
        Sender sender = kernel.openMailslot("orders");
        sender.write(bytes("lost"));

        kernel.deleteMailslot("orders");

        assertFails(38, () -> sender.write(bytes("too late")), "gone");
        Receiver anew = kernel.createMailslot("orders", SHOP);
        assertThat(anew.poll()).isEmpty();
        anew.close();
        deleteAll(home, kernel);
    }

    @Test
    void shouldLeaveOthersAsTheyWere(TestHome home, @Named("other") Child child, Kernel kernel) {
        kernel.createMailslot("orders", SHOP).close();
        kernel.createMailslot("by close").close();
        child.run(c -> c.kernel().createMailslot("by kill"));
        child.run(c -> c.kernel().createMailslot(NEWS));
        child.kill();

        Deadline.await("only the durable one stays", Deadline.DEATH_NOTICED)
                .untilAsserted(() -> assertThat(look(home).mailslots()).hasSize(1));
        deleteAll(home, kernel);
    }
}
