package io.mailslot.it.stop;

import static java.nio.charset.StandardCharsets.UTF_8;
import static java.util.concurrent.TimeUnit.MILLISECONDS;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.catchThrowableOfType;

import io.mailslot.Kernel;
import io.mailslot.api.AccessRight;
import io.mailslot.api.ErrorCode;
import io.mailslot.api.FileDisposition;
import io.mailslot.api.FileObject;
import io.mailslot.api.FileOpenOptions;
import io.mailslot.api.MailslotException;
import io.mailslot.api.WaitInterruptedException;
import io.mailslot.internal.memory.FaultPoint;
import io.mailslot.internal.memory.Patience;
import io.mailslot.it.harness.Deadline;
import io.mailslot.it.harness.HomeTest;
import io.mailslot.it.harness.TestHome;
import io.mailslot.it.storm.NetTime;
import io.mailslot.testkit.Child;
import io.mailslot.testkit.ChildFailure;
import io.mailslot.testkit.Jvms;
import java.nio.ByteBuffer;
import java.time.Duration;
import java.util.EnumSet;
import java.util.concurrent.CompletableFuture;
import org.junit.jupiter.api.Test;

/** A process stands still in a write through a file object that others share: they wait at most until their patience ends. */
@HomeTest
class StoppedFileWriterTest {
    private static final Duration AT_ONCE = Duration.ofSeconds(1);

    /** On a busy machine; less than the patience of those who wait. */
    private static final long SOON_MS = 20_000;

    @Test
    void shouldTellWhoStandsStill(TestHome home, Jvms jvms, Kernel kernel) {
        FileObject file = open(kernel, home);
        Halfway<?> standing = inWrite(jvms, file);
        Child impatient =
                jvms.jvm().withSystemProperty(Patience.PROPERTY, "300").start();
        ChildFailure failure =
                catchThrowableOfType(ChildFailure.class, () -> impatient.run(c -> file.write(bytes("x"))));

        assertThat(failure.getCause())
                .isInstanceOfSatisfying(
                        MailslotException.class,
                        refusal -> assertThat(refusal.errorCode()).isEqualTo(ErrorCode.LOCK_VIOLATION))
                .hasMessageContaining("process " + standing.child().pid());
        standing.goOn();
        assertThat(file.position()).isEqualTo(4);
    }

    @Test
    void shouldEndWhenTheHandleIsClosedOrTheThreadInterrupted(TestHome home, Jvms jvms, Kernel kernel) {
        FileObject file = open(kernel, home);
        Halfway<?> standing = inWrite(jvms, file);
        Blocked interrupted = new Blocked(file);
        interrupted.thread.interrupt();
        assertThat(interrupted.end()).isInstanceOf(WaitInterruptedException.class);
        Blocked closed = new Blocked(file);
        file.close();
        assertThat(closed.end().errorCode()).isEqualTo(ErrorCode.INVALID_HANDLE);

        standing.goOn();
    }

    /** Nobody can reap: the control plane is held up, too. */
    @Test
    void shouldGoOnWhenTheWriterIsKilledAndNobodyCanReapIt(TestHome home, Jvms jvms, Kernel kernel) {
        FileObject file = open(kernel, home);
        Halfway<?> writer = inWrite(jvms, file);
        Halfway<?> elsewhere =
                Halfway.in(jvms, FaultPoint.CREATE_OBJECTS_MADE, c -> c.kernel().createMailslot("m"));
        writer.child().killNow();

        NetTime start = NetTime.start();
        file.write(bytes("mine"));
        assertThat(start.took()).isLessThan(AT_ONCE);
        assertThat(file.position()).isEqualTo(4);

        elsewhere.goOn();
    }

    private static FileObject open(Kernel kernel, TestHome home) {
        return kernel.files()
                .open(
                        home.scratch().resolve("file"),
                        FileOpenOptions.defaults()
                                .withAccess(EnumSet.of(AccessRight.READ, AccessRight.WRITE))
                                .withDisposition(FileDisposition.CREATE_NEW));
    }

    private static Halfway<?> inWrite(Jvms jvms, FileObject file) {
        return Halfway.in(jvms, FaultPoint.FILE_POINTER_LOCKED, c -> file.write(bytes("four")));
    }

    private static ByteBuffer bytes(String text) {
        return ByteBuffer.wrap(text.getBytes(UTF_8));
    }

    /** A thread that waits in a write. */
    private static final class Blocked {
        private final CompletableFuture<MailslotException> failure = new CompletableFuture<>();
        private final Thread thread;

        Blocked(FileObject file) {
            thread = new Thread(() -> {
                try {
                    file.write(ByteBuffer.wrap(new byte[1]));
                    failure.complete(null);
                } catch (MailslotException e) {
                    failure.complete(e);
                }
            });
            thread.setDaemon(true);
            thread.start();
            Deadline.await("it waits").until(() -> thread.getState() == Thread.State.TIMED_WAITING);
        }

        MailslotException end() {
            return failure.orTimeout(SOON_MS, MILLISECONDS).join();
        }
    }
}
