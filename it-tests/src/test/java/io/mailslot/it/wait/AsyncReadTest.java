package io.mailslot.it.wait;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.mailslot.Kernel;
import io.mailslot.api.ErrorCode;
import io.mailslot.api.Inheritance;
import io.mailslot.api.InvalidHandleException;
import io.mailslot.api.MailslotOptions;
import io.mailslot.api.Receiver;
import io.mailslot.api.Sender;
import io.mailslot.it.harness.ChildJvm;
import io.mailslot.it.harness.Deadline;
import io.mailslot.it.harness.NumberedMessage;
import io.mailslot.it.harness.TestHome;
import io.mailslot.it.harness.TestHomeExtension;
import io.mailslot.it.storm.NetTime;
import java.lang.management.ManagementFactory;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Random;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ConcurrentLinkedQueue;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;
import java.util.concurrent.locks.LockSupport;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;

/** Reads without a thread. */
@ExtendWith(TestHomeExtension.class)
class AsyncReadTest {
    private static final Duration PROMPT = Duration.ofMillis(600);

    private final ExecutorService executor = Executors.newSingleThreadExecutor();

    @AfterEach
    void endExecutor() {
        executor.shutdownNow();
    }

    @Test
    void shouldHoldManyPendingReadsWithoutThreads(TestHome home) throws Exception {
        Kernel kernel = home.attach();
        int mailslots = 200;
        List<Receiver> receivers = new ArrayList<>();
        for (int i = 0; i < mailslots; i++) {
            receivers.add(kernel.createMailslot(
                    "many/" + i, MailslotOptions.defaults().withMaxMessageSize(100)));
        }
        executor.submit(() -> {}).get();
        int before = threads();
        List<CompletableFuture<byte[]>> reads =
                receivers.stream().map(receiver -> receiver.readAsync(executor)).toList();
        Deadline.await("all are pending")
                .during(Duration.ofMillis(100))
                .until(() -> reads.stream().noneMatch(CompletableFuture::isDone));
        assertThat(threads())
                .as("one for each 127 of them, and one or two that map files")
                .isLessThanOrEqualTo(before + 4);

        ChildJvm child = home.agent();
        for (int i = mailslots - 1; i >= 0; i--) {
            int sender = child.must("open", "many/" + i, false).handle();
            child.must("write", sender, "message " + i);
        }

        for (int i = 0; i < mailslots; i++) {
            assertThat(text(reads.get(i))).isEqualTo("message " + i);
        }
        receivers.forEach(Receiver::close);
    }

    @Test
    void shouldReadWhatIsThereAtOnceAndOnlyOnce(TestHome home) throws Exception {
        Kernel kernel = home.attach();
        Receiver receiver = kernel.createMailslot("slot");
        Sender sender = kernel.openMailslot("slot");
        sender.write("first".getBytes(UTF_8));
        assertThat(text(receiver.readAsync(executor))).isEqualTo("first");
        List<CompletableFuture<byte[]>> reads = new ArrayList<>();
        for (int i = 0; i < 3; i++) {
            reads.add(receiver.readAsync(executor));
        }
        sender.write("only".getBytes(UTF_8));
        assertThat(text(CompletableFuture.anyOf(reads.toArray(CompletableFuture[]::new))
                        .thenApply(message -> (byte[]) message)))
                .isEqualTo("only");
        Deadline.await("the others stay pending")
                .during(Duration.ofMillis(100))
                .until(() -> reads.stream().filter(CompletableFuture::isDone).count() == 1);
        reads.forEach(read -> read.cancel(false));
    }

    @Test
    void shouldLeaveTheMessageWhenCancelledOrOutOfTime(TestHome home) throws Exception {
        Kernel kernel = home.attach();
        Receiver receiver = kernel.createMailslot("slot");
        CompletableFuture<byte[]> cancelled = receiver.readAsync(executor);
        CompletableFuture<byte[]> late = receiver.readAsync(executor).orTimeout(20, TimeUnit.MILLISECONDS);
        CompletableFuture<byte[]> replaced =
                receiver.readAsync(executor).completeOnTimeout(new byte[0], 20, TimeUnit.MILLISECONDS);

        assertThat(cancelled.cancel(true)).isTrue();
        assertThatThrownBy(() -> late.get(10, TimeUnit.SECONDS))
                .isInstanceOf(ExecutionException.class)
                .hasCauseInstanceOf(TimeoutException.class);
        assertThat(replaced.get(10, TimeUnit.SECONDS)).isEmpty();

        ChildJvm child = home.agent();
        child.must("write", child.must("open", "slot", false).handle(), "still here");
        assertThat(text(receiver.readAsync(executor))).isEqualTo("still here");
        assertThat(receiver.poll()).isEmpty();
    }

    @Test
    void shouldFailPromptlyWhenClosedMeanwhile(TestHome home) throws Exception {
        Kernel kernel = home.attach();
        Receiver receiver = kernel.createMailslot("slot");
        List<CompletableFuture<byte[]>> reads =
                List.of(receiver.readAsync(executor), receiver.readAsync(Runnable::run), receiver.readAsync(executor));
        Deadline.await("all are pending")
                .during(Duration.ofMillis(100))
                .until(() -> reads.stream().noneMatch(CompletableFuture::isDone));

        NetTime start = NetTime.start();
        receiver.close();

        for (CompletableFuture<byte[]> read : reads) {
            assertThatThrownBy(() -> read.get(10, TimeUnit.SECONDS)).hasCauseInstanceOf(InvalidHandleException.class);
        }
        assertThat(start.took()).isLessThan(PROMPT);
        Expect.code(ErrorCode.INVALID_HANDLE, () -> receiver.readAsync(executor));
    }

    @Test
    void shouldFailWhenClosedFromOutside(TestHome home) {
        Kernel kernel = home.attach();
        ChildJvm child = home.child(kernel, Inheritance.none());
        int receiver = child.must("create", "its", 0, 0, false).handle();
        child.tell("later", receiver);
        assertThat(child.saysNothingFor(Duration.ofMillis(150))).isTrue();

        kernel.closeHandleIn(child.kernelObject().handle(), receiver);

        assertThat(child.reply().code()).isEqualTo(ErrorCode.INVALID_HANDLE.value());
    }

    @Test
    void shouldFailWhenTheHomeIsDeleted(TestHome home) throws Exception {
        Path doomed = Files.createDirectory(
                home.scratch().resolve("doomed"),
                PosixFilePermissions.asFileAttribute(PosixFilePermissions.fromString("rwx------")));
        ChildJvm child = home.unattachedAgent();
        child.must("attach", doomed);
        child.tell("later", child.must("create", "doomed", 0, 0, false).handle());
        assertThat(child.saysNothingFor(Duration.ofMillis(150))).isTrue();

        TestHome.deleteTree(doomed);

        assertThat(child.reply().code()).isEqualTo(ErrorCode.FILE_INVALID.value());
    }

    @Test
    void shouldDeliverEachMessageOnceWhileReadsAreCancelled(TestHome home) throws Exception {
        int messages = 5_000;
        Random random = new Random(messages);
        Kernel kernel = home.attach();
        Receiver receiver = kernel.createMailslot("slot");
        ChildJvm child = home.agent();
        int sender = child.must("open", "slot", false).handle();
        ConcurrentLinkedQueue<Integer> delivered = new ConcurrentLinkedQueue<>();
        int cancels = 0;
        int tooLate = 0;

        child.tell("trickle", sender, 1, messages);
        while (delivered.size() < messages) {
            CompletableFuture<byte[]> read = receiver.readAsync(executor);
            CompletableFuture<Void> counted = read.thenAccept(
                    message -> delivered.add(NumberedMessage.parse(message).sequence()));
            if (random.nextBoolean()) {
                LockSupport.parkNanos(random.nextInt(60_000));
                cancels++;
                tooLate += read.cancel(false) ? 0 : 1;
            }
            if (!read.isCancelled()) {
                counted.get(Deadline.PATIENCE.toSeconds(), TimeUnit.SECONDS);
            }
        }

        assertThat(child.reply().ok()).isTrue();
        System.out.printf(Locale.ROOT, "%d messages, %d cancels, %d of them too late%n", messages, cancels, tooLate);
        assertThat(List.copyOf(delivered)).hasSize(messages).isSorted().doesNotHaveDuplicates();
        assertThat(receiver.poll()).isEmpty();
        assertThat(cancels - tooLate).as("cancelled in time").isPositive();
    }

    private static int threads() {
        return ManagementFactory.getThreadMXBean().getThreadCount();
    }

    private static String text(CompletableFuture<byte[]> read) throws Exception {
        return new String(read.get(Deadline.PATIENCE.toSeconds(), TimeUnit.SECONDS), UTF_8);
    }
}
