package io.mailslot.it.file;

import static io.mailslot.api.FileDisposition.CREATE_NEW;
import static io.mailslot.api.FileDisposition.OPEN_EXISTING;
import static io.mailslot.it.file.Opens.READ;
import static io.mailslot.it.file.Opens.how;
import static io.mailslot.it.file.Opens.refused;
import static io.mailslot.it.harness.Refusal.refusal;
import static org.assertj.core.api.Assertions.assertThat;

import io.mailslot.Kernel;
import io.mailslot.api.DuplicateOptions;
import io.mailslot.api.ErrorCode;
import io.mailslot.api.FileObject;
import io.mailslot.api.Inheritance;
import io.mailslot.internal.memory.FaultPoint;
import io.mailslot.it.harness.HomeTest;
import io.mailslot.it.harness.TestHome;
import io.mailslot.it.storm.NetTime;
import io.mailslot.junit.Named;
import io.mailslot.testkit.Child;
import io.mailslot.testkit.ChildContext;
import io.mailslot.testkit.Jvms;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Set;
import java.util.TreeSet;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.atomic.AtomicReference;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

/** One file pointer for all handles to an object, in whatever process they are. */
@HomeTest
class FilePointerTest {
    /** Two seconds, and some for the machine. */
    private static final Duration DEATH_NOTICED = Duration.ofSeconds(5);

    private static final int RECORD = 8;

    /** What a child reads by a handle that it has. */
    private static String read(Child child, int handle, int count) {
        return child.call(c -> Opens.read(file(c, handle), count));
    }

    private static void write(Child child, int handle, String text) {
        child.run(c -> Opens.write(file(c, handle), text));
    }

    private static FileObject file(ChildContext c, int handle) {
        return c.kernel().files().file(handle);
    }

    private static Child heir(Jvms jvms) {
        return jvms.jvm().withInheritance(Inheritance.all()).start();
    }

    @Test
    void shouldGoOnInTheChildWhereTheParentWas(TestHome home, Jvms jvms, Kernel kernel) throws IOException {
        Path path = Files.writeString(home.scratch().resolve("file"), "first second third");
        FileObject file = kernel.files().open(path, how(OPEN_EXISTING).withInheritable(true));
        FileObject own = kernel.files().open(path, how(OPEN_EXISTING));
        assertThat(Opens.read(file, 6)).isEqualTo("first ");
        int number = file.handle();
        Child child = heir(jvms);

        assertThat(read(child, number, 7)).isEqualTo("second ");
        assertThat(Opens.read(file, 100)).isEqualTo("third");
        assertThat(read(child, number, 7)).isEmpty();
        child.run(c -> file(c, number).seek(6));
        assertThat(file.position()).isEqualTo(6);
        write(child, number, "SECOND");
        assertThat(Opens.read(file, 100)).isEqualTo(" third");
        assertThat(own.position()).as("an open of its own").isZero();
        assertThat(path).hasContent("first SECOND third");
    }

    @Test
    void shouldShareThePointerWithADuplicateInAnotherProcess(TestHome home, Jvms jvms, Kernel kernel) {
        FileObject file = kernel.files().open(home.scratch().resolve("file"), how(CREATE_NEW));
        Child child = jvms.start();
        int process = child.object().handle();
        int same = kernel.duplicate(Kernel.CURRENT_PROCESS, file.handle(), process, DuplicateOptions.defaults());
        int reader = kernel.duplicate(
                Kernel.CURRENT_PROCESS,
                file.handle(),
                process,
                DuplicateOptions.defaults().withAccess(READ));

        Opens.write(file, "abc");
        write(child, same, "def");
        assertThat(file.position()).isEqualTo(6);
        long position = child.call(c -> file(c, reader).position());
        assertThat(position).isEqualTo(6);
        assertThat(refusal(child, c -> Opens.write(file(c, reader), "x"))).isEqualTo(ErrorCode.ACCESS_DENIED);
        file.seek(0);
        assertThat(read(child, reader, 4)).isEqualTo("abcd");
        assertThat(Opens.read(file, 4)).isEqualTo("ef");
    }

    @Test
    void shouldGiveEveryWriteAPlaceOfItsOwn(TestHome home, Jvms jvms, Kernel kernel) throws IOException {
        Path path = home.scratch().resolve("log");
        FileObject file = kernel.files().open(path, how(CREATE_NEW));
        int count = 2_000;
        Child first = jvms.start(c -> writeRecords(file, "a", count));
        Child second = jvms.start(c -> writeRecords(file, "b", count));
        writeRecords(file, "c", count);
        jvms.all(first, second);

        String content = Files.readString(path);
        assertThat(content).hasSize(3 * count * RECORD);
        Set<String> records = new TreeSet<>();
        for (int i = 0; i < content.length(); i += RECORD) {
            records.add(content.substring(i, i + RECORD));
        }
        assertThat(records).hasSize(3 * count);
    }

    private static void writeRecords(FileObject file, String writer, int count) {
        for (int i = 0; i < count; i++) {
            Opens.write(file, record(writer, i));
        }
    }

    private static String record(String writer, int number) {
        return String.format(Locale.ROOT, "%s%06d;", writer, number);
    }

    @Test
    void shouldGiveEveryReadAPlaceOfItsOwn(TestHome home, @Named("reader") Child child, Kernel kernel)
            throws IOException {
        int count = 4_000;
        StringBuilder content = new StringBuilder();
        for (int i = 0; i < count; i++) {
            content.append(record("r", i));
        }
        Path path = Files.writeString(home.scratch().resolve("records"), content);
        FileObject file = kernel.files().open(path, how(OPEN_EXISTING));
        CompletableFuture<ArrayList<String>> others = child.submit(c -> readRecords(file));

        List<String> read = readRecords(file);
        read.addAll(others.join());

        assertThat(read).hasSize(count).doesNotHaveDuplicates();
    }

    private static ArrayList<String> readRecords(FileObject file) {
        ArrayList<String> read = new ArrayList<>();
        for (String next = Opens.read(file, RECORD); !next.isEmpty(); next = Opens.read(file, RECORD)) {
            read.add(next);
        }
        return read;
    }

    @ParameterizedTest
    @EnumSource(names = {"FILE_POINTER_LOCKED", "FILE_WRITTEN"})
    void shouldWriteOverWhatAProcessLeftThatDiedInAWrite(FaultPoint point, TestHome home, Jvms jvms, Kernel kernel) {
        Path path = home.scratch().resolve("file");
        FileObject file = kernel.files().open(path, how(CREATE_NEW));
        Opens.write(file, "before ");
        Child child = jvms.jvm().stopAtFaultPoint(point.name(), 1).start(c -> Opens.write(file, "lost"));

        child.awaitStopped().killNow();
        NetTime start = NetTime.start();
        Opens.write(file, "after");

        assertThat(start.took()).isLessThan(DEATH_NOTICED);
        assertThat(path).hasContent("before after");
        assertThat(file.position()).isEqualTo(12);
    }

    @Test
    void shouldTellThatThePathLeadsElsewhere(TestHome home, Jvms jvms, Kernel kernel) throws IOException {
        Path path = Files.writeString(home.scratch().resolve("file"), "content");
        FileObject file = kernel.files().open(path, how(OPEN_EXISTING).withInheritable(true));
        int number = file.handle();
        Child child = heir(jvms);
        Files.move(path, home.scratch().resolve("moved"));

        assertThat(refusal(child, c -> Opens.read(file(c, number), 5))).isEqualTo(ErrorCode.FILE_INVALID);
        Files.writeString(path, "another one");
        assertThat(refusal(child, c -> Opens.read(file(c, number), 5))).isEqualTo(ErrorCode.FILE_INVALID);
        assertThat(Opens.read(file, 100)).as("who has it open").isEqualTo("content");
    }

    @Test
    void shouldWorkInAnInterruptedThread(TestHome home) {
        Kernel kernel = home.attach();
        Path path = home.scratch().resolve("file");
        Thread.currentThread().interrupt();
        FileObject file = kernel.files().open(path, how(CREATE_NEW));
        Opens.write(file, "content");
        file.seek(0);
        String text = Opens.read(file, 100);
        long size = file.size();
        assertThat(Thread.interrupted()).as("the flag stays").isTrue();

        assertThat(text).isEqualTo("content");
        assertThat(size).isEqualTo(7);
        file.seek(2);
        assertThat(Opens.read(file, 100)).isEqualTo("ntent");
    }

    @Test
    void shouldLoseNothingInAStormOfInterrupts(TestHome home) throws IOException, InterruptedException {
        Kernel kernel = home.attach();
        Path path = home.scratch().resolve("log");
        FileObject file = kernel.files().open(path, how(CREATE_NEW));
        int count = 5_000;
        AtomicReference<Throwable> failure = new AtomicReference<>();
        Thread writer = new Thread(
                () -> {
                    for (int i = 0; i < count; i++) {
                        Opens.write(file, record("w", i));
                        kernel.files().open(path, how(OPEN_EXISTING)).close();
                    }
                },
                "writer");
        writer.setUncaughtExceptionHandler((thread, thrown) -> failure.set(thrown));
        writer.start();
        while (writer.isAlive()) {
            writer.interrupt();
            Thread.onSpinWait();
        }

        assertThat(failure.get()).isNull();
        assertThat(Files.size(path)).isEqualTo((long) count * RECORD);
        assertThat(file.position()).isEqualTo((long) count * RECORD);
    }

    @Test
    void shouldEndTheUseOfAClosedHandle(TestHome home, Jvms jvms, Kernel kernel) {
        FileObject file = kernel.files().open(home.scratch().resolve("file"), how(CREATE_NEW));
        Child child = jvms.start();
        int process = child.object().handle();
        int pushed = kernel.duplicate(Kernel.CURRENT_PROCESS, file.handle(), process, DuplicateOptions.defaults());
        write(child, pushed, "x");
        kernel.closeHandleIn(process, pushed);
        assertThat(refusal(child, c -> Opens.write(file(c, pushed), "x"))).isEqualTo(ErrorCode.INVALID_HANDLE);
        file.close();
        refused(ErrorCode.INVALID_HANDLE, () -> file.seek(0));
    }
}
