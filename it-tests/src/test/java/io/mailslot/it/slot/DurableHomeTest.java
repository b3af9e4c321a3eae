package io.mailslot.it.slot;

import static io.mailslot.it.slot.Durables.NEWS;
import static io.mailslot.it.slot.Durables.PATIENT;
import static io.mailslot.it.slot.Durables.assertSound;
import static io.mailslot.it.slot.Durables.bytes;
import static io.mailslot.it.slot.Durables.cursors;
import static io.mailslot.it.slot.Durables.deleteAll;
import static io.mailslot.it.slot.Durables.look;
import static io.mailslot.it.slot.Durables.mailslot;
import static io.mailslot.it.slot.Durables.texts;
import static java.nio.charset.StandardCharsets.ISO_8859_1;
import static org.assertj.core.api.Assertions.assertThat;

import io.mailslot.Kernel;
import io.mailslot.KernelOptions;
import io.mailslot.api.KernelHandle;
import io.mailslot.api.MailslotOptions;
import io.mailslot.api.Receiver;
import io.mailslot.api.Sender;
import io.mailslot.inspect.HomeVerifier;
import io.mailslot.inspect.MailslotStatus;
import io.mailslot.internal.layout.KernelHeader;
import io.mailslot.internal.layout.LogControlPage;
import io.mailslot.internal.layout.ObjectEntry;
import io.mailslot.internal.memory.FaultPoint;
import io.mailslot.it.harness.HomeTest;
import io.mailslot.it.harness.LiveTree;
import io.mailslot.it.harness.TestHome;
import io.mailslot.it.slot.Durables.Place;
import io.mailslot.testkit.Child;
import io.mailslot.testkit.ChildContext;
import io.mailslot.testkit.ChildSpec;
import io.mailslot.testkit.ErrorOutput;
import io.mailslot.testkit.Jvms;
import java.io.IOException;
import java.io.RandomAccessFile;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.stream.Stream;
import org.junit.jupiter.api.Named;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;
import org.junit.jupiter.params.provider.MethodSource;

/** Durable mailslots of a home in which nobody lived for a while. */
@HomeTest
class DurableHomeTest {
    private static final String LARGE = "large".repeat(20_000);

    @Test
    void shouldGoOnWhenEverybodyHadLeft(TestHome home) throws IOException {
        Kernel first = home.attach();
        fill(first);
        first.createMailslot("ordinary");
        List<String> folders = folders(home);
        first.close();

        for (int round = 0; round < 3; round++) {
            assertSound(home);
            home.attach().close();
            assertSound(home);
            assertWhole(home);
        }
        assertThat(folders(home)).hasSize(2).isSubsetOf(folders);
        takeAll(home.attach());
        deleteAll(home, home.attach());
    }

    @ParameterizedTest
    @EnumSource(
            value = FaultPoint.class,
            names = {"CREATE_OBJECTS_MADE", "JOIN_OBJECT_MADE", "READ_CURSOR_MOVED"})
    void shouldGoOnWhenTheLastOneDiedInAChange(FaultPoint point, TestHome home, Jvms jvms) {
        Kernel kernel = home.attach();
        fill(kernel);
        Receiver temporary = kernel.createMailslot(NEWS);
        Child last = dying(jvms, point).start();
        int sender = last.call(c -> c.kernel().openMailslot("orders").handle());
        temporary.close();
        kernel.close();

        switch (point) {
            case JOIN_OBJECT_MADE -> last.begin(c -> durable(c, NEWS, "late"));
            case APPEND_COPIED -> last.begin(c -> c.kernel().sender(sender).write("never"));
            case READ_CURSOR_MOVED ->
                last.begin(c -> durable(c, "orders", "shop").read());
            default -> last.begin(c -> c.kernel().createMailslot("another"));
        }
        last.awaitStopped().killNow();
        Kernel next = home.attach();
        if (point == FaultPoint.READ_CURSOR_MOVED) {
            assertThat(mailslot(home, "orders").messageCount()).as("taken").isEqualTo(1);
        } else {
            assertWhole(home);
            takeAll(next);
        }
        deleteAll(home, next);
    }

    /** A child that stands still at a point. */
    private static ChildSpec dying(Jvms jvms, FaultPoint point) {
        return jvms.jvm().stopAtFaultPoint(point.name(), 1);
    }

    private static Receiver durable(ChildContext c, String name, String cursor) {
        return c.kernel().createMailslot(name, MailslotOptions.defaults().withCursor(cursor));
    }

    @Test
    void shouldLiveOnADisk(TestHome home) {
        KernelOptions onDisk = KernelOptions.defaults().withHome(home.scratch().resolve("home"));
        try (Kernel first = Kernel.attach(onDisk)) {
            fill(first);
        }
        try (Kernel second = Kernel.attach(onDisk)) {
            takeAll(second);
            second.deleteMailslot("orders");
            second.deleteMailslot("news");
        }
        assertThat(HomeVerifier.verify(home.scratch().resolve("home"), Duration.ZERO))
                .isEmpty();
    }

    @Test
    void shouldBeCarriedOverOnceWhenManyComeAtATime(TestHome home, Jvms jvms) {
        Kernel kernel = home.attach();
        fill(kernel);
        kernel.close();
        List<Child> all = Stream.generate(jvms::start).limit(3).toList();

        List<CompletableFuture<Long>> attached = all.stream()
                .map(each -> each.submit(c -> c.kernel().processId()))
                .toList();

        attached.forEach(CompletableFuture::join);
        assertWhole(home);
        takeAll(home.attach());
        deleteAll(home, home.attach());
    }

    @Test
    void shouldSurviveAReboot(TestHome home, Jvms jvms) throws IOException {
        Child child = jvms.start();
        child.run(c -> c.kernel());
        Kernel kernel = home.attach();
        fill(kernel);
        kernel.close();
        child.kill();
        patch(home.path().resolve("kernel.dat"), KernelHeader.BOOT_ID_OFFSET, 4711L);

        Kernel next = home.attach();
        assertWhole(home);
        takeAll(next);
        deleteAll(home, next);
    }

    @Test
    @Tag("long")
    void shouldSurviveDeathsInTheMiddleOfTheCarryingOver(TestHome home, Jvms jvms) {
        Kernel kernel = home.attach();
        fill(kernel);
        kernel.close();
        for (FaultPoint point : new FaultPoint[] {
            FaultPoint.CARRY_OVER_CLEARED,
            FaultPoint.CARRY_OVER_WRITTEN,
            FaultPoint.CARRY_OVER_NAMED,
            FaultPoint.RECOVER_COUNTING,
            FaultPoint.RECOVER_BEFORE_CLEAN,
            FaultPoint.ATTACH_FOLDER_MADE,
            FaultPoint.ATTACH_RECORD_LIVE
        }) {
            Child victim = dying(jvms, point).start(c -> c.kernel());
            victim.awaitStopped().killNow();
        }

        Kernel next = home.attach();
        assertWhole(home);
        takeAll(next);
        deleteAll(home, next);
    }

    /** The dead one's record is that of somebody who lives now: a home that begins anew gives them out from the start. */
    @Test
    void shouldFreeTheWriteLockThatADeadProcessOfTheFormerHomeHeld(TestHome home, Jvms jvms) throws IOException {
        Child dead = dying(jvms, FaultPoint.APPEND_COPIED).start(c -> {
            durable(c, "orders", "shop");
            c.kernel().openMailslot("orders").write("never");
        });
        dead.awaitStopped().killNow();
        Child next = jvms.start();
        Path control = folder(home, "orders").resolve("control.dat");
        assertThat(writeLock(control)).as("owner of the lock").isNotZero();

        next.run(c -> c.kernel());
        assertThat(writeLock(control)).as("owner of the lock").isZero();
        Kernel kernel = home.attach();
        Sender sender = kernel.openMailslot("orders");
        sender.write(bytes("at once"));
        assertThat(next.<String>call(c -> durable(c, "orders", "shop").readText()))
                .isEqualTo("at once");
        jvms.all(next);
        deleteAll(home, kernel);
    }

    static Stream<Named<Harm>> harms() {
        return Stream.of(
                Named.of("no control page", (home, folder) -> Files.delete(folder.resolve("control.dat"))),
                Named.of("a cut control page", (home, folder) -> cut(folder.resolve("control.dat"), 100)),
                Named.of("a control page of zeros", (home, folder) -> patch(folder.resolve("control.dat"), 0, 0L)),
                Named.of("a wrong segment", (home, folder) -> patch(folder.resolve("control.dat"), 64, 9L)),
                Named.of("no segment", (home, folder) -> Files.delete(folder.resolve("0000000001.cq4"))),
                Named.of("an empty segment", (home, folder) -> cut(folder.resolve("0000000001.cq4"), 512)),
                Named.of("no arena", (home, folder) -> Files.delete(folder.resolve("arena.dat"))),
                Named.of("a wrong name", (home, folder) -> harmEntry(home, ObjectEntry.NAME_OFFSET)),
                Named.of("a wrong type", (home, folder) -> harmEntry(home, ObjectEntry.TYPE_OFFSET)),
                Named.of("a wrong generation", (home, folder) -> harmEntry(home, ObjectEntry.GENERATION_OFFSET)),
                Named.of("a wrong cursor name", (home, folder) -> harmCursor(home, ObjectEntry.NAME_OFFSET, 1)),
                Named.of("a wrong place", (home, folder) -> harmCursor(home, ObjectEntry.CURSOR_OFFSET, 1L << 40)),
                Named.of("no place", (home, folder) -> harmCursor(home, ObjectEntry.CURSOR_OFFSET, 0)),
                Named.of(
                        "too much released",
                        (home, folder) -> harmCursor(home, ObjectEntry.RELEASED_OFFSET, 1L << 50)));
    }

    @ParameterizedTest
    @MethodSource("harms")
    void shouldPutADamagedOneAsideAndGoOnWithTheOthers(Harm harm, TestHome home, Jvms jvms) throws IOException {
        Kernel kernel = home.attach();
        kernel.createMailslot("damaged", PATIENT.withCursor("unlucky")).close();
        kernel.openMailslot("damaged").write(bytes(LARGE));
        fill(kernel);
        kernel.close();
        Path folder = folder(home, "damaged");
        harm.to(home, folder);

        Child next = jvms.jvm().withErrorOutput(ErrorOutput.ALLOWED).start();
        next.run(c -> c.kernel());

        assertWhole(home);
        assertThat(folder).doesNotExist();
        Path lost = home.path().resolve("lost/damaged").resolve(folder.getFileName());
        assertThat(lost).isDirectory();
        assertThat(next.err()).contains("damaged", lost.toString());
        assertThat(look(home).mailslots()).hasSize(2);
        jvms.all(next);
        TestHome.deleteTree(home.path().resolve("lost"));
        Kernel survivor = home.attach();
        takeAll(survivor);
        survivor.createMailslot("damaged", PATIENT.withCursor("unlucky")).close();
        deleteAll(home, survivor);
    }

    @Test
    void shouldLoseOnlyTheDamagedCursorOfABroadcastMailslot(TestHome home, Jvms jvms) throws IOException {
        Kernel kernel = home.attach();
        fill(kernel);
        kernel.close();
        patch(home.path().resolve("kernel.dat"), entry(home, "reader") + ObjectEntry.CURSOR_OFFSET, -1L);

        Child next = jvms.jvm().withErrorOutput(ErrorOutput.ALLOWED).start();
        next.run(c -> c.kernel());

        assertThat(next.err()).contains("news", "'reader'");
        assertThat(cursors(home, "news")).containsExactly(new Place("absent", false, 2, 0));
        deleteAll(home, home.attach());
    }

    /** Damage that is done to a home in which nobody lives. */
    @FunctionalInterface
    interface Harm {
        void to(TestHome home, Path folder) throws IOException;
    }

    /** An exclusive mailslot with two messages, and one for broadcast with two for one cursor and one for another. */
    private static void fill(Kernel kernel) {
        Receiver orders = kernel.createMailslot("orders", PATIENT.withCursor("shop"));
        Receiver reader = kernel.createMailslot(NEWS, PATIENT.withCursor("reader"));
        Receiver absent = kernel.createMailslot(NEWS, PATIENT.withCursor("absent"));
        Sender toOrders = kernel.openMailslot("orders");
        Sender toNews = kernel.openMailslot("news");
        List.of("read", "small", LARGE).forEach(text -> toOrders.write(bytes(text)));
        List.of("old news", "news").forEach(text -> toNews.write(bytes(text)));
        assertThat(new String(orders.read(), ISO_8859_1)).isEqualTo("read");
        assertThat(new String(reader.read(), ISO_8859_1)).isEqualTo("old news");
        List.of(orders, reader, absent, toOrders, toNews).forEach(KernelHandle::close);
    }

    private static void assertWhole(TestHome home) {
        assertThat(cursors(home, "orders")).containsExactly(new Place("shop", false, 2, 0));
        assertThat(cursors(home, "news"))
                .containsExactly(new Place("absent", false, 2, 0), new Place("reader", false, 1, 0));
        assertThat(look(home).mailslots()).allMatch(MailslotStatus::durable);
    }

    private static void takeAll(Kernel kernel) {
        try (Receiver orders = kernel.createMailslot("orders", PATIENT.withCursor("shop"));
                Receiver reader = kernel.createMailslot(NEWS, PATIENT.withCursor("reader"));
                Receiver absent = kernel.createMailslot(NEWS, PATIENT.withCursor("absent"));
                Sender sender = kernel.openMailslot("orders")) {
            sender.write(bytes("goes on"));
            assertThat(texts(orders)).containsExactly("small", LARGE, "goes on");
            assertThat(texts(reader)).containsExactly("news");
            assertThat(texts(absent)).containsExactly("old news", "news");
        }
    }

    private static List<String> folders(TestHome home) throws IOException {
        try (Stream<Path> tree = LiveTree.walk(home.path().resolve("mailslots"))) {
            return tree.map(Path::toString)
                    .filter(path -> path.matches(".*/@[^/]*"))
                    .toList();
        }
    }

    private static Path folder(TestHome home, String name) throws IOException {
        try (Stream<Path> queues = Files.list(home.path().resolve("mailslots").resolve(name))) {
            return queues.findFirst().orElseThrow();
        }
    }

    private static void harmEntry(TestHome home, int offset) throws IOException {
        patch(home.path().resolve("kernel.dat"), entry(home, "damaged") + offset, 5L);
    }

    private static void harmCursor(TestHome home, int offset, long value) throws IOException {
        patch(home.path().resolve("kernel.dat"), entry(home, "unlucky") + offset, value);
    }

    /** Where the object of a name has its entry. */
    private static long entry(TestHome home, String name) throws IOException {
        byte[] file = Files.readAllBytes(home.path().resolve("kernel.dat"));
        byte[] text = bytes(name);
        for (int at = KernelHeader.OBJECT_TABLE_OFFSET; at < file.length; at += ObjectEntry.LENGTH) {
            int length =
                    ByteBuffer.wrap(file).order(ByteOrder.nativeOrder()).getInt(at + ObjectEntry.NAME_BYTES_OFFSET);
            String found = new String(file, at + ObjectEntry.NAME_OFFSET, text.length, ISO_8859_1);
            if (length == text.length && found.equals(name)) {
                return at;
            }
        }
        throw new AssertionError("no object is named " + name);
    }

    /** Returns where the owner stands in the file. */
    private static long writeLock(Path control) throws IOException {
        return ByteBuffer.wrap(Files.readAllBytes(control))
                .order(ByteOrder.nativeOrder())
                .getLong(LogControlPage.WRITE_LOCK_OFFSET);
    }

    private static void patch(Path path, long offset, long value) throws IOException {
        try (RandomAccessFile file = new RandomAccessFile(path.toFile(), "rw")) {
            file.seek(offset);
            file.write(ByteBuffer.allocate(Long.BYTES)
                    .order(ByteOrder.nativeOrder())
                    .putLong(value)
                    .array());
        }
    }

    private static void cut(Path path, long length) throws IOException {
        try (RandomAccessFile file = new RandomAccessFile(path.toFile(), "rw")) {
            file.setLength(length);
        }
    }
}
