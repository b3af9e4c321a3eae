package io.mailslot.it.win32;

import static io.mailslot.it.win32.Tag.D;
import static io.mailslot.it.win32.Tag.P;
import static io.mailslot.it.win32.Tag.W;
import static io.mailslot.win32.Win32Constants.GENERIC_READ;
import static io.mailslot.win32.Win32Constants.GENERIC_WRITE;
import static io.mailslot.win32.Win32Constants.MAILSLOT_WAIT_FOREVER;
import static org.assertj.core.api.Assertions.assertThat;

import io.mailslot.api.MailslotOptions;
import io.mailslot.api.Receiver;
import io.mailslot.it.harness.Deadline;
import io.mailslot.win32.IntRef;
import io.mailslot.win32.Overlapped;
import java.nio.ByteBuffer;
import java.time.Duration;
import java.util.Locale;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.TimeUnit;

/** Sections 4 and 5: ReadFile and WriteFile. */
final class ReadAndWriteRules {
    /** The size of the messages that fill a mailslot. */
    private static final int PIECE = 4_096;

    /** What the Java API waits for room, and the facade does not. */
    private static final Duration WRITE_TIMEOUT = Duration.ofSeconds(5);

    private ReadAndWriteRules() {}

    static void addTo(Rules rules) {
        reads(rules.section("4"));
        refusedReads(rules);
        timedReads(rules);
        interruptedReads(rules);
        writes(rules.section("5"));
        fullMailslots(rules);
        goneReceivers(rules);
    }

    private static void reads(Rules rules) {
        rules.win32(W, "the count is zeroed first, for an invalid handle too", b -> {
            IntRef count = new IntRef(55);
            b.fails(6, () -> b.win.readFile(Bench.NEVER_OPEN, new byte[4], 4, count, null));
            assertThat(count.value).isZero();
        });
        rules.win32(W, "one read takes one whole message, oldest first, of all writers", b -> {
            String name = b.name();
            int receiver = b.receiver(name);
            int one = b.sender(name);
            int other = b.sender(name);
            b.write(one, "first");
            b.write(other, "second");
            b.write(one, "third");
            assertThat(b.read(receiver)).isEqualTo("first");
            assertThat(b.read(receiver)).isEqualTo("second");
            assertThat(b.read(receiver)).isEqualTo("third");
        });
        rules.win32(W, "an empty message is read with count 0, and consumed", b -> {
            String name = b.name();
            int receiver = b.receiver(name);
            b.write(b.sender(name), "");
            IntRef count = new IntRef(55);
            b.ok(() -> b.win.readFile(receiver, new byte[1], 1, count, null));
            assertThat(count.value).isZero();
            b.fails(121, () -> b.readInto(receiver, 1));
        });
        rules.win32(W, "an empty message fits a buffer of 0 bytes", b -> {
            String name = b.name();
            int receiver = b.receiver(name);
            b.write(b.sender(name), "");
            b.ok(() -> b.win.readFile(receiver, null, 0, new IntRef(), null));
        });
        rules.win32(W, "a buffer that is too small is 122, and the message stays", b -> {
            String name = b.name();
            int receiver = b.receiver(name);
            b.write(b.sender(name), "four");
            IntRef count = new IntRef(55);
            b.fails(122, () -> b.win.readFile(receiver, new byte[8], 3, count, null));
            assertThat(count.value).isZero();
            b.ok(() -> b.win.getMailslotInfo(receiver, null, null, count, null));
            assertThat(count.value).isEqualTo(1);
            assertThat(b.read(receiver)).isEqualTo("four");
        });
        rules.java(W, "a buffer that is too small is 122, and the message stays", b -> {
            String name = b.name();
            Receiver receiver = b.kernel.receiver(b.receiver(name));
            b.write(b.sender(name), "four");
            b.throwsCode(122, () -> receiver.read(ByteBuffer.allocate(3)));
            assertThat(receiver.info().messageCount()).isEqualTo(1);
        });
        rules.win32(W, "bytes behind the message are left alone", b -> {
            String name = b.name();
            int receiver = b.receiver(name);
            b.write(b.sender(name), "ab");
            byte[] buffer = {9, 9, 9};
            b.ok(() -> b.win.readFile(receiver, buffer, 3, new IntRef(), null));
            assertThat(buffer).containsExactly('a', 'b', 9);
        });
    }

    private static void refusedReads(Rules rules) {
        rules.win32(W, "-1 is 6, and the count 0", b -> {
            IntRef count = new IntRef(55);
            b.fails(6, () -> b.win.readFile(-1, new byte[4], 4, count, null));
            assertThat(count.value).isZero();
        });
        rules.win32(W, "empty with timeout 0 is 121", b -> {
            int receiver = b.receiver();
            IntRef count = new IntRef(55);
            b.fails(121, () -> b.win.readFile(receiver, new byte[4], 4, count, null));
            assertThat(count.value).isZero();
        });
        rules.win32(W, "a buffer of 0 bytes and an empty mailslot is 121", b -> {
            int receiver = b.receiver();
            b.fails(121, () -> b.readInto(receiver, 0));
        });
        rules.java(W, "empty with timeout 0 is 121", b -> {
            int receiver = b.receiver();
            b.throwsCode(121, () -> b.kernel.receiver(receiver).read());
        });
        rules.win32(W, "a sender with read access is 87", b -> {
            String name = b.name();
            b.receiver(name);
            int sender = b.sender(name, GENERIC_READ);
            b.fails(87, () -> b.readInto(sender, 1));
        });
        rules.win32(P, "a sender without read access is 5", b -> {
            String name = b.name();
            b.receiver(name);
            int sender = b.sender(name, GENERIC_WRITE);
            b.fails(5, () -> b.readInto(sender, 1));
        });
        rules.java(W, "a sender with read access is 87, without 5", b -> {
            String name = b.name();
            b.receiver(name);
            b.throwsCode(87, () -> b.kernel.receiver(b.sender(name, GENERIC_READ)));
            b.throwsCode(5, () -> b.kernel.receiver(b.sender(name, GENERIC_WRITE)));
        });
        rules.win32(P, "an array shorter than said is 998, and the handle is looked at first", b -> {
            int receiver = b.receiver();
            b.fails(998, () -> b.win.readFile(receiver, new byte[3], 4, new IntRef(), null));
            b.fails(998, () -> b.win.readFile(receiver, null, 4, new IntRef(), null));
            b.fails(998, () -> b.win.readFile(receiver, new byte[3], -1, new IntRef(), null));
            b.fails(6, () -> b.win.readFile(Bench.NEVER_OPEN, null, 4, new IntRef(), null));
        });
    }

    private static void timedReads(Rules rules) {
        rules.win32(W, "empty with a timeout is 121 after that time", b -> {
            int receiver = b.created(() -> b.win.createMailslot(b.name(), 0, 100, null));
            long start = System.nanoTime();
            b.fails(121, () -> b.readInto(receiver, 1));
            assertThat(System.nanoTime() - start).isGreaterThanOrEqualTo(TimeUnit.MILLISECONDS.toNanos(100));
        });
        rules.win32(D, "without limit a read waits for a message", b -> {
            String name = b.name();
            int receiver = b.created(() -> b.win.createMailslot(name, 0, MAILSLOT_WAIT_FOREVER, null));
            CompletableFuture<String> read = CompletableFuture.supplyAsync(() -> b.read(receiver));
            assertThat(read).isNotDone();
            b.write(b.sender(name), "at last");
            assertThat(read.get(30, TimeUnit.SECONDS)).isEqualTo("at last");
        });
        rules.win32(D, "the timeout in force is the one when the read began", b -> {
            String name = b.name();
            int receiver = b.created(() -> b.win.createMailslot(name, 0, MAILSLOT_WAIT_FOREVER, null));
            Thread[] reader = new Thread[1];
            CompletableFuture<String> read = CompletableFuture.supplyAsync(() -> {
                reader[0] = Thread.currentThread();
                return b.read(receiver);
            });
            awaitSleep(reader);
            b.ok(() -> b.win.setMailslotInfo(receiver, 0));
            b.fails(121, () -> b.readInto(receiver, 1));
            assertThat(read).isNotDone();
            b.write(b.sender(name), "m");
            assertThat(read.get(30, TimeUnit.SECONDS)).isEqualTo("m");
        });
        rules.win32(P, "a read whose own handle is closed meanwhile ends with 6", b -> {
            int receiver = b.created(() -> b.win.createMailslot(b.name(), 0, MAILSLOT_WAIT_FOREVER, null));
            Thread[] reader = new Thread[1];
            CompletableFuture<Integer> error = CompletableFuture.supplyAsync(() -> {
                reader[0] = Thread.currentThread();
                return b.readInto(receiver, 1) ? 0 : b.win.getLastError();
            });
            awaitSleep(reader);
            b.ok(() -> b.win.closeHandle(receiver));
            assertThat(error.get(30, TimeUnit.SECONDS)).isEqualTo(6);
        });
    }

    private static void interruptedReads(Rules rules) {
        rules.win32(P, "an interrupt ends a blocked read with 995, and the thread stays interrupted", b -> {
            int receiver = b.created(() -> b.win.createMailslot(b.name(), 0, MAILSLOT_WAIT_FOREVER, null));
            Thread.currentThread().interrupt();
            b.fails(995, () -> b.readInto(receiver, 1));
            assertThat(Thread.interrupted()).isTrue();
        });
        rules.win32(P, "a read of what is there does not mind an interrupt", b -> {
            String name = b.name();
            int receiver = b.receiver(name);
            b.write(b.sender(name), "m");
            Thread.currentThread().interrupt();
            assertThat(b.read(receiver)).isEqualTo("m");
            assertThat(Thread.interrupted()).isTrue();
        });
    }

    private static void awaitSleep(Thread[] reader) {
        Deadline.await("the reader waits for a message")
                .until(() -> reader[0] != null && hasCalled(reader[0], "Waiting"));
    }

    private static boolean hasCalled(Thread thread, String type) {
        for (StackTraceElement call : thread.getStackTrace()) {
            if (call.getClassName().endsWith("." + type)) {
                return true;
            }
        }
        return false;
    }

    private static void writes(Rules rules) {
        rules.win32(W, "a write through a sender counts its bytes", b -> {
            String name = b.name();
            int receiver = b.receiver(name);
            b.write(b.sender(name), "hello");
            assertThat(b.read(receiver)).isEqualTo("hello");
        });
        rules.win32(W, "only as many bytes as said are written", b -> {
            String name = b.name();
            int receiver = b.receiver(name);
            int sender = b.sender(name);
            b.ok(() -> b.win.writeFile(sender, new byte[] {'a', 'b', 'c'}, 2, new IntRef(), null));
            assertThat(b.read(receiver)).isEqualTo("ab");
        });
        rules.win32(W, "a write of 0 bytes is a message", b -> {
            String name = b.name();
            int receiver = b.receiver(name);
            int sender = b.sender(name);
            b.ok(() -> b.win.writeFile(sender, null, 0, new IntRef(), null));
            assertThat(b.read(receiver)).isEmpty();
        });
        rules.win32(W, "a write through the receiver is 5, with a sender open or not", b -> {
            String name = b.name();
            int receiver = b.receiver(name);
            b.fails(5, () -> b.writeByte(receiver));
            b.sender(name);
            b.fails(5, () -> b.writeByte(receiver));
        });
        rules.java(W, "a write through the receiver is 5", b -> {
            int receiver = b.receiver();
            b.throwsCode(5, () -> b.kernel.sender(receiver));
        });
        for (int access : new int[] {0, GENERIC_READ}) {
            rules.win32(P, String.format(Locale.ROOT, "a write with access 0x%x only is 5", access), b -> {
                String name = b.name();
                b.receiver(name);
                int sender = b.sender(name, access);
                IntRef count = new IntRef(55);
                b.fails(5, () -> b.win.writeFile(sender, new byte[1], 1, count, null));
                assertThat(count.value).isZero();
            });
        }
        rules.win32(W, "a write never waits for a reader", b -> {
            String name = b.name();
            int receiver = b.receiver(name);
            int sender = b.sender(name);
            for (int i = 0; i < 1_000; i++) {
                b.ok(() -> b.writeByte(sender));
            }
            IntRef count = new IntRef();
            b.ok(() -> b.win.getMailslotInfo(receiver, null, null, count, null));
            assertThat(count.value).isEqualTo(1_000);
        });
        rules.win32(P, "an array shorter than said is 998", b -> {
            String name = b.name();
            b.receiver(name);
            int sender = b.sender(name);
            b.fails(998, () -> b.win.writeFile(sender, new byte[1], 2, new IntRef(), null));
        });
        rules.win32(W, "messages of another process come whole", b -> {
            String name = b.name();
            int receiver = b.receiver(name);
            int sender = b.child().open(name, GENERIC_WRITE);
            assertThat(b.child().write(sender, "from the child")).isEqualTo(14);
            b.child().close(sender);
            assertThat(b.read(receiver)).isEqualTo("from the child");
        });
    }

    private static void fullMailslots(Rules rules) {
        rules.win32(P, "a write to a full mailslot is 1816 at once, overlapped or not, until there is room", b -> {
            String name = b.name();
            int receiver = smallest(b, name);
            int sender = b.sender(name);
            fill(b, sender);
            long start = System.nanoTime();
            IntRef count = new IntRef(55);
            b.fails(1816, () -> b.win.writeFile(sender, new byte[PIECE], PIECE, count, null));
            assertThat(count.value).isZero();
            Overlapped overlapped = new Overlapped();
            b.fails(1816, () -> b.win.writeFile(sender, new byte[PIECE], PIECE, count, overlapped));
            assertThat(overlapped.isCompleted()).isTrue();
            b.fails(1816, () -> b.win.getOverlappedResult(sender, overlapped, count, true));
            assertThat(Duration.ofNanos(System.nanoTime() - start)).isLessThan(WRITE_TIMEOUT);
            drain(b, receiver);
            b.ok(() -> b.win.writeFile(sender, new byte[PIECE], PIECE, new IntRef(), null));
        });
        rules.win32(P, "messages of a full mailslot are whole, and as many as were written", b -> {
            String name = b.name();
            int receiver = smallest(b, name);
            int written = fill(b, b.sender(name));
            assertThat(drain(b, receiver)).isEqualTo(written);
        });
        rules.win32(P, "another process finds the mailslot full too", b -> {
            String name = b.name();
            smallest(b, name);
            fill(b, b.sender(name));
            int sender = b.child().open(name, GENERIC_WRITE);
            b.child().fails(1816, (win, out) -> Win32Child.write(win, sender, "x".repeat(PIECE), out));
            b.child().close(sender);
        });
    }

    /** A receiver of a mailslot with the smallest capacity. */
    private static int smallest(Bench b, String name) {
        return b.kernel
                .createMailslot(
                        name,
                        MailslotOptions.defaults()
                                .withCapacity(MailslotOptions.MIN_CAPACITY)
                                .withReadTimeout(Duration.ZERO))
                .handle();
    }

    /** Writes until the mailslot is full; returns how many messages it took. */
    private static int fill(Bench b, int sender) {
        int written = 0;
        while (b.win.writeFile(sender, new byte[PIECE], PIECE, new IntRef(), null)) {
            written++;
            assertThat((long) written * PIECE).as("bytes").isLessThanOrEqualTo(MailslotOptions.MIN_CAPACITY);
        }
        assertThat(b.win.getLastError()).isEqualTo(1816);
        assertThat(written).isPositive();
        return written;
    }

    /** Reads everything; returns how many messages there were. */
    private static int drain(Bench b, int receiver) {
        int read = 0;
        IntRef size = new IntRef();
        while (b.win.readFile(receiver, new byte[PIECE], PIECE, size, null)) {
            assertThat(size.value).isEqualTo(PIECE);
            read++;
        }
        assertThat(b.win.getLastError()).isEqualTo(121);
        return read;
    }

    private static void goneReceivers(Rules rules) {
        rules.win32(P, "a write after the last receiver has gone is 38, and the sender closes", b -> {
            String name = b.name();
            int receiver = b.receiver(name);
            int sender = b.sender(name);
            b.write(sender, "lost");
            b.ok(() -> b.win.closeHandle(receiver));
            b.fails(38, () -> b.writeByte(sender));
            b.ok(() -> b.win.closeHandle(sender));
        });
        rules.java(P, "a write after the last receiver has gone is 38", b -> {
            String name = b.name();
            int receiver = b.receiver(name);
            int sender = b.sender(name);
            b.kernel.closeHandle(receiver);
            b.throwsCode(38, () -> b.kernel.sender(sender).write(new byte[1]));
        });
        rules.win32(P, "info through a sender after the last receiver has gone is 38", b -> {
            String name = b.name();
            int receiver = b.receiver(name);
            int sender = b.sender(name);
            b.ok(() -> b.win.closeHandle(receiver));
            b.fails(38, () -> b.win.getMailslotInfo(sender, null, null, null, null));
        });
    }
}
