package io.mailslot.it.file;

import static io.mailslot.api.FileDisposition.CREATE_NEW;
import static io.mailslot.api.FileDisposition.OPEN_EXISTING;
import static io.mailslot.it.file.Opens.READ;
import static io.mailslot.it.file.Opens.how;
import static io.mailslot.it.file.Opens.refused;
import static org.assertj.core.api.Assertions.assertThat;

import io.mailslot.Kernel;
import io.mailslot.api.DuplicateOptions;
import io.mailslot.api.ErrorCode;
import io.mailslot.api.FileObject;
import io.mailslot.api.Inheritance;
import io.mailslot.internal.memory.FaultPoint;
import io.mailslot.it.harness.ChildJvm;
import io.mailslot.it.harness.Deadline;
import io.mailslot.it.harness.TestHome;
import io.mailslot.it.harness.TestHomeExtension;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Set;
import java.util.TreeSet;
import java.util.concurrent.atomic.AtomicReference;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

/** One file pointer for all handles to an object, in whatever process they are. */
@ExtendWith(TestHomeExtension.class)
class FilePointerTest {
    private static final int RECORD = 8;

    @Test
    void shouldGoOnInTheChildWhereTheParentWas(TestHome home) throws IOException {
        Kernel kernel = home.attach();
        Path path = Files.writeString(home.scratch().resolve("file"), "first second third");
        FileObject file = kernel.files().open(path, how(OPEN_EXISTING).withInheritable(true));
        FileObject own = kernel.files().open(path, how(OPEN_EXISTING));
        assertThat(Opens.read(file, 6)).isEqualTo("first ");
        ChildJvm child = home.child(kernel, Inheritance.all());

        assertThat(child.must("fread", file.handle(), 7).text("text")).isEqualTo("second ");
        assertThat(Opens.read(file, 100)).isEqualTo("third");
        assertThat(child.must("fread", file.handle(), 7).number("size")).isZero();
        child.must("fseek", file.handle(), 6);
        assertThat(file.position()).isEqualTo(6);
        child.must("fwrite", file.handle(), "SECOND");
        assertThat(Opens.read(file, 100)).isEqualTo(" third");
        assertThat(own.position()).as("an open of its own").isZero();
        assertThat(path).hasContent("first SECOND third");
    }

    @Test
    void shouldShareThePointerWithADuplicateInAnotherProcess(TestHome home) {
        Kernel kernel = home.attach();
        FileObject file = kernel.files().open(home.scratch().resolve("file"), how(CREATE_NEW));
        ChildJvm child = home.child(kernel, Inheritance.none());
        int process = child.kernelObject().handle();
        int same = kernel.duplicate(Kernel.CURRENT_PROCESS, file.handle(), process, DuplicateOptions.defaults());
        int reader = kernel.duplicate(
                Kernel.CURRENT_PROCESS,
                file.handle(),
                process,
                DuplicateOptions.defaults().withAccess(READ));

        Opens.write(file, "abc");
        child.must("fwrite", same, "def");
        assertThat(file.position()).isEqualTo(6);
        assertThat(child.must("fstat", reader).number("position")).isEqualTo(6);
        assertThat(child.ask("fwrite", reader, "x").code()).isEqualTo(ErrorCode.ACCESS_DENIED.value());
        file.seek(0);
        assertThat(child.must("fread", reader, 4).text("text")).isEqualTo("abcd");
        assertThat(Opens.read(file, 4)).isEqualTo("ef");
    }

    @Test
    void shouldGiveEveryWriteAPlaceOfItsOwn(TestHome home) throws IOException {
        Kernel kernel = home.attach();
        Path path = home.scratch().resolve("log");
        FileObject file = kernel.files().open(path, how(CREATE_NEW).withInheritable(true));
        ChildJvm first = home.child(kernel, Inheritance.all());
        ChildJvm second = home.child(kernel, Inheritance.all());
        int count = 2_000;
        first.tell("frecords", file.handle(), "a", count);
        second.tell("frecords", file.handle(), "b", count);
        for (int i = 0; i < count; i++) {
            Opens.write(file, record("c", i));
        }
        first.reply();
        second.reply();

        String content = Files.readString(path);
        assertThat(content).hasSize(3 * count * RECORD);
        Set<String> records = new TreeSet<>();
        for (int i = 0; i < content.length(); i += RECORD) {
            records.add(content.substring(i, i + RECORD));
        }
        assertThat(records).hasSize(3 * count);
    }

    private static String record(String writer, int number) {
        return String.format(Locale.ROOT, "%s%06d;", writer, number);
    }

    @Test
    void shouldGiveEveryReadAPlaceOfItsOwn(TestHome home) throws IOException {
        Kernel kernel = home.attach();
        int count = 4_000;
        StringBuilder content = new StringBuilder();
        for (int i = 0; i < count; i++) {
            content.append(record("r", i));
        }
        Path path = Files.writeString(home.scratch().resolve("records"), content);
        FileObject file = kernel.files().open(path, how(OPEN_EXISTING).withInheritable(true));
        ChildJvm child = home.child(kernel, Inheritance.all());
        child.tell("fconsume", file.handle(), RECORD);
        List<String> read = new ArrayList<>();
        String next = Opens.read(file, RECORD);
        while (!next.isEmpty()) {
            read.add(next);
            next = Opens.read(file, RECORD);
        }
        String others = child.reply().text("text");

        for (int i = 0; i < others.length(); i += RECORD) {
            read.add(others.substring(i, i + RECORD));
        }
        assertThat(read).hasSize(count).doesNotHaveDuplicates();
    }

    @ParameterizedTest
    @EnumSource(names = {"FILE_POINTER_LOCKED", "FILE_WRITTEN"})
    void shouldWriteOverWhatAProcessLeftThatDiedInAWrite(FaultPoint point, TestHome home) {
        Kernel kernel = home.attach();
        Path path = home.scratch().resolve("file");
        FileObject file = kernel.files().open(path, how(CREATE_NEW).withInheritable(true));
        Opens.write(file, "before ");
        ChildJvm child = home.create(
                kernel,
                TestHome.agentCommand()
                        .systemProperty(FaultPoint.PROPERTY, point.name())
                        .toProcessBuilder(),
                Inheritance.all());
        child.must("attach");
        child.expectExit(FaultPoint.HALT_STATUS).tell("fwrite", file.handle(), "lost");

        child.awaitExit(Deadline.PATIENCE);
        long start = System.nanoTime();
        Opens.write(file, "after");

        assertThat(System.nanoTime() - start).isLessThan(Deadline.DEATH_NOTICED.toNanos());
        assertThat(path).hasContent("before after");
        assertThat(file.position()).isEqualTo(12);
    }

    @Test
    void shouldTellThatThePathLeadsElsewhere(TestHome home) throws IOException {
        Kernel kernel = home.attach();
        Path path = Files.writeString(home.scratch().resolve("file"), "content");
        FileObject file = kernel.files().open(path, how(OPEN_EXISTING).withInheritable(true));
        ChildJvm child = home.child(kernel, Inheritance.all());
        Files.move(path, home.scratch().resolve("moved"));

        assertThat(child.ask("fread", file.handle(), 5).code()).isEqualTo(ErrorCode.FILE_INVALID.value());
        Files.writeString(path, "another one");
        assertThat(child.ask("fread", file.handle(), 5).code()).isEqualTo(ErrorCode.FILE_INVALID.value());
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
    void shouldEndTheUseOfAClosedHandle(TestHome home) {
        Kernel kernel = home.attach();
        FileObject file = kernel.files().open(home.scratch().resolve("file"), how(CREATE_NEW));
        ChildJvm child = home.child(kernel, Inheritance.none());
        int pushed = kernel.duplicate(
                Kernel.CURRENT_PROCESS, file.handle(), child.kernelObject().handle(), DuplicateOptions.defaults());
        child.must("fwrite", pushed, "x");
        kernel.closeHandleIn(child.kernelObject().handle(), pushed);
        assertThat(child.ask("fwrite", pushed, "x").code()).isEqualTo(ErrorCode.INVALID_HANDLE.value());
        file.close();
        refused(ErrorCode.INVALID_HANDLE, () -> file.seek(0));
    }
}
