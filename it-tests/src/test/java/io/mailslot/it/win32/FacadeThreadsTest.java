package io.mailslot.it.win32;

import static io.mailslot.win32.Win32Constants.CREATE_NEW;
import static io.mailslot.win32.Win32Constants.ERROR_ACCESS_DENIED;
import static io.mailslot.win32.Win32Constants.ERROR_HANDLE_EOF;
import static io.mailslot.win32.Win32Constants.ERROR_INVALID_HANDLE;
import static io.mailslot.win32.Win32Constants.ERROR_INVALID_PARAMETER;
import static io.mailslot.win32.Win32Constants.ERROR_SEM_TIMEOUT;
import static io.mailslot.win32.Win32Constants.GENERIC_READ;
import static io.mailslot.win32.Win32Constants.GENERIC_WRITE;
import static io.mailslot.win32.Win32Constants.OPEN_EXISTING;
import static org.assertj.core.api.Assertions.assertThat;

import io.mailslot.it.harness.HomeTest;
import io.mailslot.it.harness.TestHome;
import io.mailslot.testkit.Jvms;
import io.mailslot.win32.IntRef;
import io.mailslot.win32.Overlapped;
import io.mailslot.win32.Win32;
import java.nio.ByteBuffer;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.BitSet;
import java.util.Collections;
import java.util.List;
import java.util.Set;
import java.util.concurrent.Callable;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.concurrent.ThreadLocalRandom;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.concurrent.atomic.AtomicInteger;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

/** Many threads call one facade at once. */
@HomeTest
class FacadeThreadsTest {
    private static final int MESSAGES = 20_000;
    private static final int RECORDS = 8_000;
    private static final int THREADS = 4;

    private final ExecutorService threads = Executors.newCachedThreadPool();

    @AfterEach
    void endThreads() throws InterruptedException {
        threads.shutdownNow();
        assertThat(threads.awaitTermination(60, TimeUnit.SECONDS)).isTrue();
    }

    private <T> List<T> all(List<Callable<T>> work) throws Exception {
        List<T> results = new ArrayList<>();
        for (Future<T> future : threads.invokeAll(work)) {
            results.add(future.get(60, TimeUnit.SECONDS));
        }
        return results;
    }

    @Test
    void shouldGiveEachMessageToOneOfTheThreadsThatReadThroughOneHandle(TestHome home, Jvms jvms) throws Exception {
        Bench b = new Bench(home, jvms);
        String name = b.name();
        int receiver = b.receiver(name);
        int sender = b.sender(name);
        AtomicInteger next = new AtomicInteger();
        AtomicInteger taken = new AtomicInteger();
        List<Callable<BitSet>> work = new ArrayList<>();
        for (int i = 0; i < THREADS; i++) {
            work.add(() -> write(b.win, sender, next));
            work.add(() -> read(b.win, receiver, taken));
        }

        List<BitSet> read = all(work);

        BitSet together = new BitSet();
        int sum = 0;
        for (BitSet some : read) {
            sum += some.cardinality();
            together.or(some);
        }
        assertThat(sum).as("messages read, each by one thread").isEqualTo(MESSAGES);
        assertThat(together.cardinality()).as("different messages").isEqualTo(MESSAGES);
    }

    private static BitSet write(Win32 win, int sender, AtomicInteger next) {
        byte[] message = new byte[Integer.BYTES];
        for (int i = next.getAndIncrement(); i < MESSAGES; i = next.getAndIncrement()) {
            ByteBuffer.wrap(message).putInt(i);
            assertThat(win.writeFile(sender, message, message.length, new IntRef(), null))
                    .isTrue();
        }
        return new BitSet();
    }

    private static BitSet read(Win32 win, int receiver, AtomicInteger taken) {
        byte[] message = new byte[Integer.BYTES];
        IntRef size = new IntRef();
        BitSet read = new BitSet();
        while (taken.get() < MESSAGES) {
            if (win.readFile(receiver, message, message.length, size, null)) {
                taken.incrementAndGet();
                assertThat(size.value).isEqualTo(Integer.BYTES);
                int number = ByteBuffer.wrap(message).getInt();
                assertThat(read.get(number))
                        .as("message %d came before", number)
                        .isFalse();
                read.set(number);
            } else {
                assertThat(win.getLastError()).isEqualTo(ERROR_SEM_TIMEOUT);
            }
        }
        return read;
    }

    @Test
    void shouldGiveEachRecordOfAFileToOneOfTheThreadsThatReadThroughOneHandle(TestHome home, Jvms jvms)
            throws Exception {
        Bench b = new Bench(home, jvms);
        ByteBuffer records = ByteBuffer.allocate(RECORDS * Integer.BYTES);
        for (int i = 0; i < RECORDS; i++) {
            records.putInt(i);
        }
        String path = Files.write(Path.of(b.path()), records.array()).toString();
        int file = b.created(() -> b.win.createFile(path, GENERIC_READ, 1, null, OPEN_EXISTING, 0, 0));

        List<BitSet> read = all(Collections.nCopies(THREADS, () -> readRecords(b.win, file)));

        BitSet together = new BitSet();
        read.forEach(together::or);
        assertThat(read.stream().mapToInt(BitSet::cardinality).sum())
                .as("records read, each by one thread")
                .isEqualTo(RECORDS);
        assertThat(together.cardinality()).as("different records").isEqualTo(RECORDS);
    }

    private static BitSet readRecords(Win32 win, int file) {
        byte[] buffer = new byte[Integer.BYTES];
        IntRef size = new IntRef();
        BitSet read = new BitSet();
        while (true) {
            assertThat(win.readFile(file, buffer, buffer.length, size, null)).isTrue();
            if (size.value == 0) {
                return read;
            }
            assertThat(size.value).isEqualTo(Integer.BYTES);
            int number = ByteBuffer.wrap(buffer).getInt();
            assertThat(read.get(number)).as("record %d came before", number).isFalse();
            read.set(number);
        }
    }

    @Test
    void shouldLeaveOffsetsToTheThreadsThatNamedThem(TestHome home, Jvms jvms) throws Exception {
        Bench b = new Bench(home, jvms);
        int both = GENERIC_READ | GENERIC_WRITE;
        int file = b.created(() -> b.win.createFile(b.path(), both, 0, null, CREATE_NEW, 0, 0));
        List<Callable<Integer>> work = new ArrayList<>();
        for (int i = 0; i < THREADS; i++) {
            int thread = i;
            work.add(() -> writeAndReadBack(b.win, file, thread));
        }

        assertThat(all(work)).containsOnly(RECORDS / THREADS);
        assertThat(b.kernel.files().file(file).size()).isEqualTo((long) RECORDS * Integer.BYTES);
    }

    private static int writeAndReadBack(Win32 win, int file, int thread) {
        byte[] record = new byte[Integer.BYTES];
        Overlapped at = new Overlapped();
        int good = 0;
        for (int i = thread; i < RECORDS; i += THREADS) {
            at.offset = (long) i * Integer.BYTES;
            ByteBuffer.wrap(record).putInt(i);
            assertThat(win.writeFile(file, record, record.length, null, at)).isTrue();
            ByteBuffer.wrap(record).putInt(-1);
            assertThat(win.readFile(file, record, record.length, null, at)).isTrue();
            assertThat(ByteBuffer.wrap(record).getInt()).isEqualTo(i);
            good++;
        }
        return good;
    }

    @Test
    void shouldFailInOrderWhileNumbersAreClosedAndUsedAgain(TestHome home, Jvms jvms) throws Exception {
        Bench b = new Bench(home, jvms);
        AtomicBoolean done = new AtomicBoolean();
        List<Callable<Integer>> work = new ArrayList<>();
        work.add(() -> churn(b, done));
        for (int i = 0; i < THREADS; i++) {
            work.add(() -> useAnything(b.win, done));
        }

        List<Integer> successes = all(work);

        assertThat(successes.stream().mapToInt(Integer::intValue).sum())
                .as("calls that succeeded")
                .isPositive();
    }

    /** Opens and closes receivers, senders and files, so that the same few numbers name ever other objects. */
    private static int churn(Bench b, AtomicBoolean done) {
        String path = b.file("content");
        try {
            for (int i = 0; i < 150; i++) {
                String name = b.name();
                int receiver = b.win.createMailslot(name, 0, 0, null);
                int sender = b.win.createFile(name, GENERIC_WRITE, 3, null, OPEN_EXISTING, 0, 0);
                assertThat(b.win.writeFile(sender, new byte[8], 8, new IntRef(), null))
                        .isTrue();
                int file = b.win.createFile(path, GENERIC_READ, 3, null, OPEN_EXISTING, 0, 0);
                boolean receiverFirst = i % 2 == 0;
                assertThat(b.win.closeHandle(receiverFirst ? receiver : sender)).isTrue();
                assertThat(b.win.closeHandle(file)).isTrue();
                assertThat(b.win.closeHandle(receiverFirst ? sender : receiver)).isTrue();
            }
            return 0;
        } finally {
            done.set(true);
        }
    }

    private static int useAnything(Win32 win, AtomicBoolean done) {
        Set<Integer> possible = Set.of(
                ERROR_INVALID_HANDLE,
                ERROR_ACCESS_DENIED,
                ERROR_SEM_TIMEOUT,
                ERROR_HANDLE_EOF,
                ERROR_INVALID_PARAMETER);
        byte[] buffer = new byte[8];
        int successes = 0;
        while (!done.get()) {
            int handle = 4 * ThreadLocalRandom.current().nextInt(1, 5);
            boolean success = ThreadLocalRandom.current().nextBoolean()
                    ? win.readFile(handle, buffer, 8, null, null)
                    : win.getMailslotInfo(handle, null, null, null, null);
            if (success) {
                successes++;
            } else {
                assertThat(win.getLastError()).isIn(possible);
            }
        }
        return successes;
    }
}
