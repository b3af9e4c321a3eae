package io.mailslot.it.slot;

import static io.mailslot.it.slot.Durables.NEWS;
import static io.mailslot.it.slot.Durables.PATIENT;
import static io.mailslot.it.slot.Durables.assertFails;
import static io.mailslot.it.slot.Durables.assertSound;
import static io.mailslot.it.slot.Durables.bytes;
import static io.mailslot.it.slot.Durables.cursor;
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
import io.mailslot.it.harness.ChildJvm;
import io.mailslot.it.harness.Deadline;
import io.mailslot.it.harness.TestHome;
import io.mailslot.it.harness.TestHomeExtension;
import java.nio.ByteBuffer;
import java.time.Duration;
import java.util.Arrays;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** Mailslots that stay, with what is unread, when nobody receives; in a home in which somebody lives. */
@ExtendWith(TestHomeExtension.class)
class DurableMailslotTest {
    private static final MailslotOptions SHOP = PATIENT.withCursor("shop");
    private static final MailslotOptions SMALL = PATIENT.withCapacity(MailslotOptions.MIN_CAPACITY);

    @Test
    void shouldKeepWhatIsSentWhileNobodyReceives(TestHome home) {
        Kernel kernel = home.attach();
        ChildJvm first = home.agent();
        int handle = first.must("durable", "orders", "shop").handle();
        Sender sender = kernel.openMailslot("orders");
        sender.write(bytes("read"));
        assertThat(first.must("read", handle, "forever").text("text")).isEqualTo("read");
        first.end();

        List<String> sent = List.of("one", "two".repeat(10_000), "", "three");
        sender.write(bytes(sent.get(0)));
        Sender another = kernel.openMailslot("ORDERS");
        sent.subList(1, 4).forEach(text -> another.write(bytes(text)));

        assertThat(cursor(home, "orders", "shop")).isEqualTo(new CursorStatus("shop", false, 4, 0));
        assertThat(sender.info().messageCount()).isEqualTo(4);
        assertSound(home);
        ChildJvm second = home.agent();
        int again = second.must("durable", "Orders", "SHOP").handle();
        for (String text : sent) {
            assertThat(second.must("read", again, "forever").number("size")).isEqualTo(text.length());
        }
        assertThat(second.must("read", again, 0).number("size")).isEqualTo(-1);
        assertThat(cursor(home, "orders", "shop")).isEqualTo(new CursorStatus("shop", true, 0, 0));
        second.end();
        deleteAll(home, kernel);
    }

    @Test
    void shouldGoOnBehindTheMessageThatAKilledReaderTook(TestHome home) {
        Kernel kernel = home.attach();
        ChildJvm victim = home.start(TestHome.agentCommand()
                .systemProperty(FaultPoint.PROPERTY, FaultPoint.READ_CURSOR_MOVED + "#5")
                .toProcessBuilder());
        victim.must("attach");
        int handle = victim.must("durable", "orders", "shop").handle();
        Sender sender = kernel.openMailslot("orders");
        IntStream.range(0, 20).forEach(i -> sender.write(bytes("message " + i)));

        victim.tell("readall", handle, 20);
        victim.expectExit(FaultPoint.HALT_STATUS).awaitExit(Deadline.PATIENCE);

        Receiver receiver = kernel.createMailslot("orders", SHOP);
        assertThat(receiver.info().messageCount()).isEqualTo(15);
        assertThat(texts(receiver))
                .isEqualTo(IntStream.range(5, 20).mapToObj(i -> "message " + i).toList());
        receiver.close();
        deleteAll(home, kernel);
    }

    @Test
    void shouldLoseNothingWhenAReaderIsKilledSomewhere(TestHome home) {
        Kernel kernel = home.attach();
        ChildJvm victim = home.agent();
        int handle = victim.must("durable", "orders", "shop").handle();
        Sender sender = kernel.openMailslot("orders");
        int count = 50_000;
        IntStream.range(0, count).forEach(i -> sender.write(bytes(String.valueOf(i))));

        victim.tell("readall", handle, count);
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
    void shouldOpenACursorForOneAtATime(TestHome home) {
        Kernel kernel = home.attach();
        ChildJvm holder = home.agent();
        holder.must("durable", "orders", "shop");

        assertFails(32, () -> kernel.createMailslot("orders", SHOP), "'shop'", "process " + holder.pid(), "inherit");
        assertFails(32, () -> kernel.deleteMailslot("orders"), "process " + holder.pid());

        holder.kill();
        kernel.createMailslot("orders", SHOP).close();
        deleteAll(home, kernel);
    }

    @Test
    void shouldShareAnOpenCursorThroughInheritedHandles(TestHome home) {
        Kernel kernel = home.attach();
        Receiver receiver = kernel.createMailslot("orders", SHOP.withInheritable(true));
        ChildJvm child = home.child(kernel, Inheritance.all());
        kernel.openMailslot("orders").write(bytes("for either"));

        assertThat(child.must("read", receiver.handle(), "forever").text("text"))
                .isEqualTo("for either");
        int handle = receiver.handle();
        receiver.close();
        assertFails(32, () -> kernel.createMailslot("orders", SHOP), "process " + child.pid());
        child.must("close", handle);
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
        assertFails(183, () -> kernel.createMailslot(SlotAgent.BROADCAST + "orders", SHOP), "not for broadcast");
        assertFails(183, () -> kernel.createMailslot("temporary", SHOP), "not durable");
        assertFails(87, () -> kernel.deleteCursor("orders", "shop"), "last cursor");
        assertFails(2, () -> kernel.deleteCursor("orders", "other"), "'shop'");
        assertFails(87, () -> kernel.deleteMailslot("temporary"), "not durable");
        assertFails(2, () -> kernel.deleteMailslot("nothing"), "'nothing'");
        assertFails(53, () -> kernel.deleteMailslot("\\\\elsewhere\\mailslot\\orders"), "'elsewhere'");
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
    void shouldKeepMessagesForACursorThatIsAwayAndForNoOtherReceiver(TestHome home) {
        Kernel kernel = home.attach();
        Receiver here = kernel.createMailslot(NEWS, PATIENT.withCursor("here"));
        ChildJvm child = home.agent();
        child.must("durable", NEWS, "away");
        Receiver passing = kernel.createMailslot(NEWS, PATIENT);
        Sender sender = kernel.openMailslot("news");
        sender.write(bytes("to three"));
        child.end();
        passing.close();
        sender.write(bytes("to two"));

        assertThat(mailslot(home, "news").cursors())
                .containsExactly(new CursorStatus("away", false, 2, 0), new CursorStatus("here", true, 2, 0));
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

        assertThat(waiting).succeedsWithin(Duration.ofSeconds(10));
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

        CursorStatus told = cursor(home, "news", "absent");
        Receiver back = kernel.createMailslot(NEWS, dropping.withCursor("absent"));
        int left = texts(back).size();
        assertThat(left).isPositive();
        assertThat(back.info().missedMessages()).isEqualTo(count - left).isPositive();
        assertThat(told).isEqualTo(new CursorStatus("absent", false, left, count - left));
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
    void shouldLeaveOthersAsTheyWere(TestHome home) {
        Kernel kernel = home.attach();
        kernel.createMailslot("orders", SHOP).close();
        kernel.createMailslot("by close").close();
        ChildJvm child = home.agent();
        child.must("create", "by kill", 0, 0, false);
        child.must("create", NEWS, 0, 0, false);
        child.kill();

        Deadline.await("only the durable one stays", Deadline.DEATH_NOTICED)
                .untilAsserted(() -> assertThat(look(home).mailslots()).hasSize(1));
        deleteAll(home, kernel);
    }
}
