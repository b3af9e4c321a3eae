package io.mailslot.it.win32;

import static io.mailslot.win32.Win32Constants.INFINITE;
import static io.mailslot.win32.Win32Constants.MAILSLOT_WAIT_FOREVER;
import static io.mailslot.win32.Win32Constants.SYNCHRONIZE;
import static io.mailslot.win32.Win32Constants.WAIT_OBJECT_0;
import static io.mailslot.win32.Win32Constants.WAIT_TIMEOUT;
import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;

import io.mailslot.it.harness.HomeTest;
import io.mailslot.it.harness.TestHome;
import io.mailslot.testkit.Jvms;
import io.mailslot.win32.IntRef;
import io.mailslot.win32.Overlapped;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.ForkJoinPool;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

/** Reads and writes that complete later, with and without events. */
@HomeTest
class OverlappedTest {
    private static final int LONG_MS = 60_000;

    private Bench b;
    private int receiver;
    private int sender;

    @BeforeEach
    void open(TestHome home, Jvms jvms) {
        b = new Bench(home, jvms);
        String name = b.name();
        receiver = b.created(() -> b.win.createMailslot(name, 0, MAILSLOT_WAIT_FOREVER, null));
        sender = b.sender(name);
    }

    /** A read that has begun, with the array it reads into. */
    private record Read(Overlapped overlapped, byte[] buffer) {}

    private Overlapped withEvent() {
        return new Overlapped(b.win.createEvent(null, true, false, null));
    }

    private Read pending(Overlapped overlapped, int length) {
        byte[] buffer = new byte[length];
        IntRef count = new IntRef(77);
        b.fails(997, () -> b.win.readFile(receiver, buffer, length, count, overlapped));
        assertThat(count.value).isZero();
        return new Read(overlapped, buffer);
    }

    private Read pending() {
        return pending(withEvent(), 16);
    }

    private String result(Read read) {
        IntRef size = new IntRef(77);
        b.ok(() -> b.win.getOverlappedResult(receiver, read.overlapped(), size, true));
        return new String(read.buffer(), 0, size.value, UTF_8);
    }

    private void ended(Read read, int code) {
        IntRef size = new IntRef(77);
        b.fails(code, () -> b.win.getOverlappedResult(receiver, read.overlapped(), size, true));
        assertThat(size.value).isZero();
        assertThat(read.overlapped().isCompleted()).isTrue();
    }

    @Test
    void shouldCompleteAtOnceIfThereIsAMessage() {
        b.write(sender, "there");
        Overlapped overlapped = withEvent();
        byte[] buffer = new byte[16];
        IntRef count = new IntRef();

        b.ok(() -> b.win.readFile(receiver, buffer, 16, count, overlapped));

        assertThat(count.value).isEqualTo(5);
        assertThat(overlapped.isCompleted()).isTrue();
        b.waits(WAIT_OBJECT_0, () -> b.win.waitForSingleObject(overlapped.event, 0));
        assertThat(result(new Read(overlapped, buffer))).isEqualTo("there");
    }

    @Test
    void shouldCompleteLaterAndSetTheEvent() {
        Read read = pending();
        IntRef size = new IntRef(77);
        b.fails(996, () -> b.win.getOverlappedResult(receiver, read.overlapped(), size, false));
        assertThat(size.value).isEqualTo(77);
        assertThat(read.overlapped().isCompleted()).isFalse();
        b.waits(WAIT_TIMEOUT, () -> b.win.waitForSingleObject(read.overlapped().event, 0));

        b.write(sender, "later");

        b.waits(WAIT_OBJECT_0, () -> b.win.waitForSingleObject(read.overlapped().event, LONG_MS));
        b.ok(() -> b.win.getOverlappedResult(receiver, read.overlapped(), size, false));
        assertThat(result(read)).isEqualTo("later");
    }

    @Test
    void shouldResetAnEventThatIsSetWhenTheReadBegins() {
        Overlapped overlapped = new Overlapped(b.win.createEvent(null, true, true, null));

        Read read = pending(overlapped, 16);

        b.waits(WAIT_TIMEOUT, () -> b.win.waitForSingleObject(overlapped.event, 0));
        b.write(sender, "m");
        assertThat(result(read)).isEqualTo("m");
    }

    @Test
    void shouldWaitForAMessageOfAnotherProcess() {
        Read read = pending();
        int theirs = b.child().open(nameOfSlot(), 0x40000000);

        b.child().write(theirs, "from afar");

        assertThat(result(read)).isEqualTo("from afar");
        b.child().close(theirs);
    }

    private String nameOfSlot() {
        return "\\\\.\\mailslot\\" + b.kernel.describe(receiver).name().replace('/', '\\');
    }

    @Test
    void shouldServeReadsInTheOrderInWhichTheyBegan() {
        List<Read> reads = new ArrayList<>();
        for (int i = 0; i < 20; i++) {
            reads.add(pending(new Overlapped(), 16));
        }

        for (int i = 0; i < 20; i++) {
            b.write(sender, "message " + i);
        }

        for (int i = 0; i < 20; i++) {
            assertThat(result(reads.get(i))).isEqualTo("message " + i);
        }
    }

    @Test
    void shouldFailAReadWhoseBufferIsTooSmallAndGiveTheMessageToTheNext() {
        Read small = pending(withEvent(), 2);
        Read large = pending(withEvent(), 16);

        b.write(sender, "large");

        assertThat(result(large)).isEqualTo("large");
        ended(small, 122);
        b.waits(WAIT_OBJECT_0, () -> b.win.waitForSingleObject(small.overlapped().event, 0));
    }

    @Test
    void shouldFailAtOnceWithATooSmallBufferAndKeepTheMessage() {
        b.write(sender, "large");
        Overlapped overlapped = withEvent();

        b.fails(122, () -> b.win.readFile(receiver, new byte[2], 2, new IntRef(), overlapped));

        assertThat(overlapped.isCompleted()).isTrue();
        assertThat(b.read(receiver)).isEqualTo("large");
    }

    @Test
    void shouldObeyTheReadTimeout() {
        b.ok(() -> b.win.setMailslotInfo(receiver, 0));
        b.fails(121, () -> b.win.readFile(receiver, new byte[1], 1, new IntRef(), withEvent()));
        b.ok(() -> b.win.setMailslotInfo(receiver, 60));
        long start = System.nanoTime();

        Read read = pending();

        b.waits(WAIT_OBJECT_0, () -> b.win.waitForSingleObject(read.overlapped().event, INFINITE));
        assertThat(System.nanoTime() - start).isGreaterThanOrEqualTo(TimeUnit.MILLISECONDS.toNanos(60));
        ended(read, 121);
        b.write(sender, "for the next");
        assertThat(b.read(receiver)).isEqualTo("for the next");
    }

    @Test
    void shouldCancelTheReadsOfTheCallingThreadOnly() throws Exception {
        Read own = pending();
        Read queued = pending();
        Read others = CompletableFuture.supplyAsync(this::pending).get(60, TimeUnit.SECONDS);

        b.ok(() -> b.win.cancelIo(b.duplicate(receiver)));

        ended(own, 995);
        ended(queued, 995);
        b.waits(WAIT_OBJECT_0, () -> b.win.waitForSingleObject(own.overlapped().event, 0));
        assertThat(others.overlapped().isCompleted()).isFalse();
        b.write(sender, "for the other");
        assertThat(result(others)).isEqualTo("for the other");
        b.ok(() -> b.win.cancelIo(receiver));
    }

    @Test
    void shouldEndWhenItsHandleIsClosed() {
        Read read = pending();
        Read queued = pending();

        b.ok(() -> b.win.closeHandle(receiver));

        ended(read, 6);
        ended(queued, 6);
        b.waits(WAIT_OBJECT_0, () -> b.win.waitForSingleObject(read.overlapped().event, LONG_MS));
    }

    @Test
    void shouldRefuseAStructureInUseAndAllowItAgainAfterwards() {
        Read read = pending();
        b.fails(87, () -> b.win.readFile(receiver, new byte[1], 1, new IntRef(), read.overlapped()));
        b.fails(87, () -> b.win.writeFile(sender, new byte[1], 1, new IntRef(), read.overlapped()));
        b.write(sender, "one");
        assertThat(result(read)).isEqualTo("one");

        Read again = pending(read.overlapped(), 16);

        b.write(sender, "two");
        assertThat(result(again)).isEqualTo("two");
    }

    @Test
    void shouldRefuseAnEventThatIsNoneOrCannotBeSet() {
        int waits = b.duplicate(b.win.createEvent(null, true, true, null), SYNCHRONIZE);

        b.fails(6, () -> b.win.readFile(receiver, new byte[1], 1, new IntRef(), new Overlapped(receiver)));
        b.fails(6, () -> b.win.writeFile(sender, new byte[1], 1, new IntRef(), new Overlapped(Bench.NEVER_OPEN)));
        b.fails(5, () -> b.win.readFile(receiver, new byte[1], 1, new IntRef(), new Overlapped(waits)));
        b.fails(6, () -> b.win.readFile(Bench.NEVER_OPEN, new byte[1], 1, new IntRef(), new Overlapped()));
        b.fails(5, () -> b.win.readFile(sender, new byte[1], 1, new IntRef(), new Overlapped()));
    }

    @Test
    void shouldCompleteAWriteAtOnce() {
        Overlapped overlapped = withEvent();
        IntRef count = new IntRef();

        b.ok(() -> b.win.writeFile(sender, "w".getBytes(UTF_8), 1, count, overlapped));

        assertThat(count.value).isEqualTo(1);
        b.waits(WAIT_OBJECT_0, () -> b.win.waitForSingleObject(overlapped.event, 0));
        b.ok(() -> b.win.getOverlappedResult(sender, overlapped, count, true));
        assertThat(count.value).isEqualTo(1);
        assertThat(b.read(receiver)).isEqualTo("w");
    }

    @Test
    void shouldTellOfAWriteThatFails() {
        Overlapped overlapped = withEvent();
        b.ok(() -> b.win.closeHandle(receiver));

        b.fails(38, () -> b.win.writeFile(sender, new byte[1], 1, new IntRef(), overlapped));

        b.fails(38, () -> b.win.getOverlappedResult(sender, overlapped, new IntRef(), true));
    }

    @Test
    void shouldHoldManyPendingReadsWithoutAThreadEach() {
        int threads = Thread.activeCount();
        List<Read> reads = new ArrayList<>();
        for (int i = 0; i < 300; i++) {
            reads.add(pending(new Overlapped(), 8));
        }

        assertThat(Thread.activeCount() - threads).isLessThan(20);

        for (int i = 0; i < 300; i++) {
            b.write(sender, "x" + i);
        }
        assertThat(result(reads.get(299))).isEqualTo("x299");
    }

    @Test
    void shouldCompleteWhileTheCommonPoolIsBusy() throws InterruptedException {
        CountDownLatch busy = new CountDownLatch(ForkJoinPool.getCommonPoolParallelism());
        CountDownLatch enough = new CountDownLatch(1);
        for (int i = 0; i < ForkJoinPool.getCommonPoolParallelism(); i++) {
            ForkJoinPool.commonPool().execute(() -> {
                busy.countDown();
                awaitUninterrupted(enough);
            });
        }
        assertThat(busy.await(60, TimeUnit.SECONDS)).isTrue();
        try {
            Read read = pending();
            b.write(sender, "not held up");
            b.waits(WAIT_OBJECT_0, () -> b.win.waitForSingleObject(read.overlapped().event, LONG_MS));
            assertThat(result(read)).isEqualTo("not held up");
        } finally {
            enough.countDown();
        }
    }

    private static void awaitUninterrupted(CountDownLatch latch) {
        try {
            latch.await();
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        }
    }

    @Test
    void shouldLoseNoMessageWhenReadsAreCancelledAllTheTime() {
        int taken = 0;
        for (int i = 0; i < 300; i++) {
            Read read = pending(new Overlapped(), 8);
            b.write(sender, "m");
            b.ok(() -> b.win.cancelIo(receiver));
            IntRef size = new IntRef();
            if (b.win.getOverlappedResult(receiver, read.overlapped(), size, true)) {
                assertThat(size.value).isEqualTo(1);
                taken++;
            } else {
                assertThat(b.win.getLastError()).isEqualTo(995);
                assertThat(b.read(receiver)).isEqualTo("m");
            }
        }
        b.ok(() -> b.win.setMailslotInfo(receiver, 0));
        b.fails(121, () -> b.readInto(receiver, 8));
        System.out.println("cancelled reads: " + taken + " of 300 had taken their message");
    }
}
