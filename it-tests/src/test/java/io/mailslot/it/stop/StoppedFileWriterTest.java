package io.mailslot.it.stop;

import static java.nio.charset.StandardCharsets.UTF_8;
import static java.util.concurrent.TimeUnit.MILLISECONDS;
import static org.assertj.core.api.Assertions.assertThat;

import io.mailslot.Kernel;
import io.mailslot.api.AccessRight;
import io.mailslot.api.DuplicateOptions;
import io.mailslot.api.ErrorCode;
import io.mailslot.api.FileDisposition;
import io.mailslot.api.FileObject;
import io.mailslot.api.FileOpenOptions;
import io.mailslot.api.MailslotException;
import io.mailslot.api.ObjectOpenOptions;
import io.mailslot.api.WaitInterruptedException;
import io.mailslot.internal.memory.FaultPoint;
import io.mailslot.internal.memory.Patience;
import io.mailslot.it.harness.ChildJvm;
import io.mailslot.it.harness.Deadline;
import io.mailslot.it.harness.Reply;
import io.mailslot.it.harness.TestHome;
import io.mailslot.it.harness.TestHomeExtension;
import io.mailslot.it.storm.NetTime;
import java.nio.ByteBuffer;
import java.time.Duration;
import java.util.EnumSet;
import java.util.concurrent.CompletableFuture;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;

/** A process stands still in a write through a file object that others share: they wait at most until their patience ends. */
@ExtendWith(TestHomeExtension.class)
class StoppedFileWriterTest {
    private static final Duration AT_ONCE = Duration.ofSeconds(1);

    /** On a busy machine; less than the patience of those who wait. */
    private static final long SOON_MS = 5_000;

    @Test
    void shouldTellWhoStandsStill(TestHome home) {
        Kernel kernel = home.attach();
        FileObject file = open(kernel, home);
        Standing standing = inWrite(home, kernel, file);
        ChildJvm impatient = home.start(TestHome.agentCommand()
                .withSystemProperty(Patience.PROPERTY, "300")
                .toProcessBuilder());
        impatient.must("attach");
        Reply refusal = impatient.ask("fwrite", give(kernel, file, impatient), "x");

        assertThat(refusal.code()).isEqualTo(ErrorCode.LOCK_VIOLATION.value());
        assertThat(refusal.text("message"))
                .contains("process " + standing.child().pid());
        standing.goOn();
        standing.child().reply();
        assertThat(file.position()).isEqualTo(4);
    }

    @Test
    void shouldEndWhenTheHandleIsClosedOrTheThreadInterrupted(TestHome home) {
        Kernel kernel = home.attach();
        FileObject file = open(kernel, home);
        Standing standing = inWrite(home, kernel, file);
        Blocked interrupted = new Blocked(file);
        interrupted.thread.interrupt();
        assertThat(interrupted.end()).isInstanceOf(WaitInterruptedException.class);
        Blocked closed = new Blocked(file);
        file.close();
        assertThat(closed.end().errorCode()).isEqualTo(ErrorCode.INVALID_HANDLE);

        standing.goOn();
        standing.child().reply();
    }

    /** Nobody can reap: the control plane is held up, too. */
    @Test
    void shouldGoOnWhenTheWriterIsKilledAndNobodyCanReapIt(TestHome home) {
        Kernel kernel = home.attach();
        FileObject file = open(kernel, home);
        Standing writer = inWrite(home, kernel, file);
        Standing elsewhere =
                Standing.agent(home, FaultPoint.CREATE_OBJECTS_MADE).in("create", "m", 0, 0, false);
        writer.child().kill();

        NetTime start = NetTime.start();
        file.write(ByteBuffer.wrap("mine".getBytes(UTF_8)));
        assertThat(start.took()).isLessThan(AT_ONCE);
        assertThat(file.position()).isEqualTo(4);

        elsewhere.goOn();
        elsewhere.child().reply();
    }

    private static FileObject open(Kernel kernel, TestHome home) {
        return kernel.files()
                .open(
                        home.scratch().resolve("file"),
                        FileOpenOptions.defaults()
                                .withAccess(EnumSet.of(AccessRight.READ, AccessRight.WRITE))
                                .withDisposition(FileDisposition.CREATE_NEW));
    }

    private static Standing inWrite(TestHome home, Kernel kernel, FileObject file) {
        Standing standing = Standing.agent(home, FaultPoint.FILE_POINTER_LOCKED);
        return standing.in("fwrite", give(kernel, file, standing.child()), "four");
    }

    private static int give(Kernel kernel, FileObject file, ChildJvm child) {
        try (var process = kernel.openProcess(child.pid(), ObjectOpenOptions.of(AccessRight.DUPLICATE_HANDLE))) {
            return kernel.duplicate(
                    Kernel.CURRENT_PROCESS, file.handle(), process.handle(), DuplicateOptions.defaults());
        }
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
