package io.mailslot.it.stale;

import static org.assertj.core.api.Assertions.assertThat;

import io.mailslot.Kernel;
import io.mailslot.api.AccessRight;
import io.mailslot.api.DuplicateOptions;
import io.mailslot.api.FileDisposition;
import io.mailslot.api.FileObject;
import io.mailslot.api.FileOpenOptions;
import io.mailslot.api.Mutex;
import io.mailslot.api.MutexOptions;
import io.mailslot.api.ObjectOpenOptions;
import io.mailslot.api.WaitResult.Outcome;
import io.mailslot.inspect.HomeVerifier;
import io.mailslot.internal.layout.KernelHeader;
import io.mailslot.internal.memory.FaultPoint;
import io.mailslot.it.harness.Deadline;
import io.mailslot.it.harness.HomeTest;
import io.mailslot.it.harness.TestHome;
import io.mailslot.it.storm.NetTime;
import io.mailslot.testkit.Child;
import io.mailslot.testkit.ChildBody;
import io.mailslot.testkit.ChildSpec;
import io.mailslot.testkit.Jvms;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.nio.channels.FileChannel;
import java.nio.file.Files;
import java.nio.file.StandardOpenOption;
import java.time.Duration;
import java.util.EnumSet;
import org.junit.jupiter.api.Test;

/**
 * A thread comes to own something while its process leaves the home. The next process that gets the record is not taken
 * for the owner, though the thread that asks has the same id, and owns nothing that nobody gives back.
 */
@HomeTest
class LateOwnerTest {
    private static final int RECORD = 1;
    private static final Duration AT_ONCE = Duration.ofSeconds(2);

    @Test
    void shouldTellTheNextProcessOfTheRecordThatTheOwnerIsGone(TestHome home, Jvms jvms) throws IOException {
        Kernel kernel = home.attach();
        Mutex mutex = mutex(kernel);
        Child late = start(jvms, LateOwner::take);
        late.release(LateOwner.ATTACHED);
        Child next = next(home, jvms, late);
        late.release(LateOwner.LEFT).awaitPoint(LateOwner.STANDS);

        assertThat(take(next)).isEqualTo(Outcome.ABANDONED);
        assertThat(isFree(kernel, mutex)).isFalse();
        next.run(c -> LateOwner.open(c).release());
        assertThat(isFree(kernel, mutex)).isTrue();
        mutex.release();
        late.kill();
    }

    @Test
    void shouldLeaveTheNextOwnersTakesAlone(TestHome home, Jvms jvms) throws IOException {
        Kernel kernel = home.attach();
        Mutex mutex = mutex(kernel);
        Child late = start(jvms, LateOwner::release);
        late.release(LateOwner.ATTACHED);
        Child next = next(home, jvms, late);
        assertThat(take(next)).isEqualTo(Outcome.ABANDONED);
        late.release(LateOwner.LEFT).awaitPoint(LateOwner.DONE);

        assertThat(take(next)).isEqualTo(Outcome.SIGNALED);
        next.run(c -> LateOwner.open(c).release());
        assertThat(isFree(kernel, mutex)).isFalse();
        next.run(c -> LateOwner.open(c).release());
        assertThat(isFree(kernel, mutex)).isTrue();
        mutex.release();
        jvms.all(late.release(LateOwner.DONE));
    }

    @Test
    void shouldNotWaitForTheNextProcessOfTheRecordToWrite(TestHome home, Jvms jvms) throws IOException {
        Kernel kernel = home.attach();
        FileObject file = kernel.files()
                .open(
                        home.scratch().resolve("file"),
                        FileOpenOptions.defaults()
                                .withAccess(EnumSet.of(AccessRight.READ, AccessRight.WRITE))
                                .withDisposition(FileDisposition.CREATE_NEW));
        Child late = start(jvms, LateOwner::write);
        try (var process = kernel.openProcess(late.pid(), ObjectOpenOptions.of(AccessRight.DUPLICATE_HANDLE))) {
            kernel.duplicate(Kernel.CURRENT_PROCESS, file.handle(), process.handle(), DuplicateOptions.defaults());
        }
        late.release(LateOwner.ATTACHED);
        next(home, jvms, late);
        late.release(LateOwner.LEFT).awaitPoint(LateOwner.STANDS);
        late.kill();

        NetTime start = NetTime.start();
        file.write(ByteBuffer.allocate(3));
        assertThat(start.took()).isLessThan(AT_ONCE);
        assertThat(file.position()).isEqualTo(3);
        assertThat(HomeVerifier.verify(home.path(), Deadline.DEATH_NOTICED)).isEmpty();
    }

    /** Nobody would ever close what is opened for a handle that is closed already. */
    @Test
    void shouldKeepNothingOpenForASenderThatIsClosedMeanwhile(TestHome home, Jvms jvms) {
        String name = "\\\\*\\mailslot\\late";
        home.attach().createMailslot(name);

        Child late = armed(jvms).start();

        assertThat(late.<Long>call(c -> LateSender.write(c, name))).isZero();
    }

    private static Mutex mutex(Kernel kernel) {
        return kernel.synchronization().createMutex(MutexOptions.defaults().withName(LateOwner.NAME));
    }

    /** In which fault points may be armed. */
    private static ChildSpec armed(Jvms jvms) {
        return jvms.jvm().withSystemProperty(FaultPoint.PROPERTY, "none");
    }

    /** Comes back when it is attached, before its work is begun. */
    private static Child start(Jvms jvms, ChildBody work) {
        return armed(jvms).start(work).awaitPoint(LateOwner.ATTACHED);
    }

    /** A process that has the record of one that has left; it would take a thousand processes to come to that otherwise. */
    private static Child next(TestHome home, Jvms jvms, Child late) throws IOException {
        late.awaitPoint(LateOwner.LEFT);
        try (FileChannel tables = FileChannel.open(home.path().resolve("kernel.dat"), StandardOpenOption.WRITE)) {
            ByteBuffer record = ByteBuffer.allocate(Integer.BYTES)
                    .order(ByteOrder.nativeOrder())
                    .putInt(0, RECORD);
            tables.write(record, KernelHeader.NEXT_PROCESS_OFFSET);
        }
        Child next = jvms.start();
        next.run(c -> c.kernel());
        assertThat(Files.exists(home.path().resolve("processes/" + RECORD + "-2")))
                .isTrue();
        return next;
    }

    private static Outcome take(Child next) {
        return next.call(c ->
                c.kernel().waitFor(Duration.ZERO, LateOwner.open(c).handle()).outcome());
    }

    private static boolean isFree(Kernel kernel, Mutex mutex) {
        return kernel.waitFor(Duration.ZERO, mutex.handle()).signaled();
    }
}
