package io.mailslot.it.stale;

import static org.assertj.core.api.Assertions.assertThat;

import io.mailslot.JavaCommand;
import io.mailslot.Kernel;
import io.mailslot.api.AccessRight;
import io.mailslot.api.DuplicateOptions;
import io.mailslot.api.FileDisposition;
import io.mailslot.api.FileObject;
import io.mailslot.api.FileOpenOptions;
import io.mailslot.api.Mutex;
import io.mailslot.api.MutexOptions;
import io.mailslot.api.ObjectOpenOptions;
import io.mailslot.inspect.HomeVerifier;
import io.mailslot.internal.layout.KernelHeader;
import io.mailslot.internal.memory.FaultPoint;
import io.mailslot.it.harness.ChildJvm;
import io.mailslot.it.harness.Deadline;
import io.mailslot.it.harness.TestHome;
import io.mailslot.it.harness.TestHomeExtension;
import io.mailslot.it.storm.NetTime;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.nio.channels.FileChannel;
import java.nio.file.Files;
import java.nio.file.StandardOpenOption;
import java.time.Duration;
import java.util.EnumSet;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;

/**
 * A thread comes to own something while its process leaves the home. The next process that gets the record is not taken
 * for the owner, though the thread that asks has the same id, and owns nothing that nobody gives back.
 */
@ExtendWith(TestHomeExtension.class)
class LateOwnerTest {
    private static final int RECORD = 1;
    private static final Duration AT_ONCE = Duration.ofSeconds(2);

    @Test
    void shouldTellTheNextProcessOfTheRecordThatTheOwnerIsGone(TestHome home) throws IOException {
        Kernel kernel = home.attach();
        Mutex mutex = mutex(kernel);
        ChildJvm late = start(home, "take", FaultPoint.WORD_LOOKED_AT.name());
        ChildJvm next = next(home, late);
        late.tell("take it");
        assertThat(late.line()).isEqualTo("stands");

        assertThat(take(next)).isEqualTo("ABANDONED");
        assertThat(isFree(kernel, mutex)).isFalse();
        next.must("unlock", handle(next));
        assertThat(isFree(kernel, mutex)).isTrue();
        mutex.release();
        late.kill();
    }

    @Test
    void shouldLeaveTheNextOwnersTakesAlone(TestHome home) throws IOException {
        Kernel kernel = home.attach();
        Mutex mutex = mutex(kernel);
        ChildJvm late = start(home, "release", "none");
        ChildJvm next = next(home, late);
        assertThat(take(next)).isEqualTo("ABANDONED");
        late.tell("release it");
        assertThat(late.line()).isEqualTo("done");

        assertThat(take(next)).isEqualTo("SIGNALED");
        next.must("unlock", handle(next));
        assertThat(isFree(kernel, mutex)).isFalse();
        next.must("unlock", handle(next));
        assertThat(isFree(kernel, mutex)).isTrue();
        mutex.release();
    }

    @Test
    void shouldNotWaitForTheNextProcessOfTheRecordToWrite(TestHome home) throws IOException {
        Kernel kernel = home.attach();
        FileObject file = kernel.files()
                .open(
                        home.scratch().resolve("file"),
                        FileOpenOptions.defaults()
                                .withAccess(EnumSet.of(AccessRight.READ, AccessRight.WRITE))
                                .withDisposition(FileDisposition.CREATE_NEW));
        ChildJvm late = start(home, "write", FaultPoint.FILE_POINTER_LOCKED.name());
        try (var process = kernel.openProcess(late.pid(), ObjectOpenOptions.of(AccessRight.DUPLICATE_HANDLE))) {
            late.tell(kernel.duplicate(
                    Kernel.CURRENT_PROCESS, file.handle(), process.handle(), DuplicateOptions.defaults()));
        }
        next(home, late);
        late.tell("lock it");
        assertThat(late.line()).isEqualTo("stands");
        late.kill();

        NetTime start = NetTime.start();
        file.write(ByteBuffer.allocate(3));
        assertThat(start.took()).isLessThan(AT_ONCE);
        assertThat(file.position()).isEqualTo(3);
        assertThat(HomeVerifier.verify(home.path(), Deadline.DEATH_NOTICED)).isEmpty();
    }

    /** Nobody would ever close what is opened for a handle that is closed already. */
    @Test
    void shouldKeepNothingOpenForASenderThatIsClosedMeanwhile(TestHome home) {
        String name = "\\\\*\\mailslot\\late";
        home.attach().createMailslot(name);

        ChildJvm late = home.start(ChildJvm.quick(JavaCommand.of(LateSender.class))
                .withSystemProperty(FaultPoint.PROPERTY, "none")
                .withArguments(name, home.scratch().resolve("sign").toString())
                .toProcessBuilder());

        assertThat(late.line()).isEqualTo("mapped 0");
    }

    private static Mutex mutex(Kernel kernel) {
        return kernel.synchronization().createMutex(MutexOptions.defaults().withName(LateOwner.NAME));
    }

    private static ChildJvm start(TestHome home, String work, String next) {
        ChildJvm late = home.start(ChildJvm.quick(JavaCommand.of(LateOwner.class))
                .withSystemProperty(FaultPoint.PROPERTY, "none")
                .withArguments(work, next, home.scratch().toString())
                .toProcessBuilder());
        assertThat(late.line()).isEqualTo("attached");
        return late;
    }

    /** A process that has the record of one that has left; it would take a thousand processes to come to that otherwise. */
    private static ChildJvm next(TestHome home, ChildJvm late) throws IOException {
        assertThat(late.line()).isEqualTo("left");
        try (FileChannel tables = FileChannel.open(home.path().resolve("kernel.dat"), StandardOpenOption.WRITE)) {
            ByteBuffer record = ByteBuffer.allocate(Integer.BYTES)
                    .order(ByteOrder.nativeOrder())
                    .putInt(0, RECORD);
            tables.write(record, KernelHeader.NEXT_PROCESS_OFFSET);
        }
        ChildJvm next = home.agent();
        assertThat(Files.exists(home.path().resolve("processes/" + RECORD + "-2")))
                .isTrue();
        return next;
    }

    private static Object take(ChildJvm next) {
        return next.must("any", 0, handle(next)).text("outcome");
    }

    private static int handle(ChildJvm next) {
        return next.must("opensync", "mutex", LateOwner.NAME).handle();
    }

    private static boolean isFree(Kernel kernel, Mutex mutex) {
        return kernel.waitFor(Duration.ZERO, mutex.handle()).signaled();
    }
}
