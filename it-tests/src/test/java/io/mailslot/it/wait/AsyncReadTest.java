package io.mailslot.it.wait;

import static io.mailslot.it.harness.Refusal.refusal;
import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.mailslot.Kernel;
import io.mailslot.KernelOptions;
import io.mailslot.api.ErrorCode;
import io.mailslot.api.InvalidHandleException;
import io.mailslot.api.MailslotException;
import io.mailslot.api.MailslotOptions;
import io.mailslot.api.Receiver;
import io.mailslot.api.Sender;
import io.mailslot.it.harness.Deadline;
import io.mailslot.it.harness.HomeTest;
import io.mailslot.it.harness.NumberedMessage;
import io.mailslot.it.harness.Prompt;
import io.mailslot.it.harness.TestHome;
import io.mailslot.it.storm.NetTime;
import io.mailslot.junit.Named;
import io.mailslot.testkit.Child;
import io.mailslot.testkit.ChildContext;
import io.mailslot.testkit.Jvms;
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
import java.util.concurrent.CompletionException;
import java.util.concurrent.ConcurrentLinkedQueue;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;
import java.util.concurrent.locks.LockSupport;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

/** Reads without a thread. */
@HomeTest
class AsyncReadTest {
    private static final Duration PROMPT = Duration.ofMillis(600);

    private final ExecutorService executor = Executors.newSingleThreadExecutor();

    @AfterEach
    void endExecutor() {
        executor.shutdownNow();
    }

    @Test
    void shouldHoldManyPendingReadsWithoutThreads(Jvms jvms, Kernel kernel) throws Exception {
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
                .as("one for each 127 of 200, one or two that map files, and others of this JVM")
                .isLessThanOrEqualTo(before + 20);

        Child writer = jvms.start(c -> {
            for (int i = mailslots - 1; i >= 0; i--) {
                c.kernel().openMailslot("many/" + i).write("message " + i);
            }
        });

        for (int i = 0; i < mailslots; i++) {
            assertThat(text(reads.get(i))).isEqualTo("message " + i);
        }
        jvms.all(writer);
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
    void shouldLeaveTheMessageWhenCancelledOrOutOfTime(@Named("other") Child other, Kernel kernel) throws Exception {
        Receiver receiver = kernel.createMailslot("slot");
        CompletableFuture<byte[]> cancelled = receiver.readAsync(executor);
        CompletableFuture<byte[]> late = receiver.readAsync(executor).orTimeout(20, TimeUnit.MILLISECONDS);
        CompletableFuture<byte[]> replaced =
                receiver.readAsync(executor).completeOnTimeout(new byte[0], 20, TimeUnit.MILLISECONDS);

        assertThat(cancelled.cancel(true)).isTrue();
        assertThatThrownBy(() -> late.get(Deadline.PATIENCE.toSeconds(), TimeUnit.SECONDS))
                .isInstanceOf(ExecutionException.class)
                .hasCauseInstanceOf(TimeoutException.class);
        assertThat(replaced.get(Deadline.PATIENCE.toSeconds(), TimeUnit.SECONDS))
                .isEmpty();

        other.run(c -> c.kernel().openMailslot("slot").write("still here"));
        assertThat(text(receiver.readAsync(executor))).isEqualTo("still here");
        assertThat(receiver.poll()).isEmpty();
    }

    @Test
    void shouldFailPromptlyWhenClosedMeanwhile(TestHome home) throws Exception {
        Kernel kernel = home.attach();
        Prompt.within(PROMPT, () -> {
            Receiver receiver = kernel.createMailslot("slot");
            List<CompletableFuture<byte[]>> reads = List.of(
                    receiver.readAsync(executor), receiver.readAsync(Runnable::run), receiver.readAsync(executor));
            Deadline.await("all are pending")
                    .during(Duration.ofMillis(100))
                    .until(() -> reads.stream().noneMatch(CompletableFuture::isDone));

            NetTime start = NetTime.start();
            receiver.close();

            for (CompletableFuture<byte[]> read : reads) {
                assertThatThrownBy(() -> read.get(Deadline.PATIENCE.toSeconds(), TimeUnit.SECONDS))
                        .hasCauseInstanceOf(InvalidHandleException.class);
            }
            Duration took = start.took();
            Expect.code(ErrorCode.INVALID_HANDLE, () -> receiver.readAsync(executor));
            return took;
        });
    }

    @Test
    void shouldFailWhenClosedFromOutside(Kernel kernel, @Named("reader") Child reader) throws Exception {
        int receiver = reader.call(c -> c.kernel().createMailslot("its").handle());
        Waiter<ErrorCode> read =
                SyncChild.asleep(reader, c -> refusal(() -> readLater(c.kernel().receiver(receiver))));

        kernel.closeHandleIn(reader.object().handle(), receiver);

        assertThat(read.result()).isEqualTo(ErrorCode.INVALID_HANDLE);
    }

    /** Reads without a thread, and throws what the library has against that. */
    private static void readLater(Receiver receiver) {
        try {
            receiver.readAsync(Runnable::run).join();
        } catch (CompletionException e) {
            throw e.getCause() instanceof MailslotException refusal ? refusal : e;
        }
    }

    @Test
    void shouldFailWhenTheHomeIsDeleted(TestHome home, @Named("reader") Child reader) throws Exception {
        Path doomed = Files.createDirectory(
                home.scratch().resolve("doomed"),
                PosixFilePermissions.asFileAttribute(PosixFilePermissions.fromString("rwx------")));
        String theirs = doomed.toString();
        Waiter<ErrorCode> read = SyncChild.start(reader, c -> readIn(c, theirs));
        reader.awaitPoint("reads");
        read.staysAsleep();

        TestHome.deleteTree(doomed);

        assertThat(read.result()).isEqualTo(ErrorCode.FILE_INVALID);
    }

    /** Returns with which code a read in another home fails. */
    private static ErrorCode readIn(ChildContext c, String home) throws Exception {
        try (Kernel kernel = Kernel.attach(KernelOptions.defaults().withHome(Path.of(home)))) {
            Receiver receiver = kernel.createMailslot("doomed");
            c.reached("reads");
            return refusal(() -> readLater(receiver));
        }
    }

    @Test
    void shouldDeliverEachMessageOnceWhileReadsAreCancelled(Jvms jvms, Kernel kernel) throws Exception {
        int messages = 5_000;
        Random random = new Random(messages);
        Receiver receiver = kernel.createMailslot("slot");
        ConcurrentLinkedQueue<Integer> delivered = new ConcurrentLinkedQueue<>();
        int cancels = 0;
        int tooLate = 0;

        Child writer = jvms.start(c -> NumberedMessage.trickle(c.kernel().openMailslot("slot"), 1, messages));
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

        jvms.all(writer);
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
