package io.mailslot.it;

import static java.util.concurrent.TimeUnit.SECONDS;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.mailslot.Kernel;
import io.mailslot.api.AlreadyExistsException;
import io.mailslot.api.HandleInfo;
import io.mailslot.api.Inheritance;
import io.mailslot.api.InvalidHandleException;
import io.mailslot.api.MailslotInfo;
import io.mailslot.api.MailslotOptions;
import io.mailslot.api.Receiver;
import io.mailslot.api.ReceiverGoneException;
import io.mailslot.api.Sender;
import io.mailslot.it.harness.ChildJvm;
import io.mailslot.it.harness.Deadline;
import io.mailslot.it.harness.NumberedMessage;
import io.mailslot.it.harness.TestHome;
import io.mailslot.it.harness.TestHomeExtension;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.Callable;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.stream.IntStream;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;

/** Many threads on one handle, and several processes on one name, at the same time. */
@ExtendWith(TestHomeExtension.class)
class ConcurrencyTest {
    private static final int THREADS = 4;
    private static final int MESSAGES = 2_000;
    private static final int LARGE = 250_000;
    private static final int MANY_LARGE = 1_500;
    private static final MailslotOptions PATIENT =
            MailslotOptions.defaults().withMaxMessageSize(424).withReadTimeout(Duration.ofSeconds(20));

    private ExecutorService threads;

    @BeforeEach
    void startThreads() {
        threads = Executors.newCachedThreadPool(task -> {
            Thread thread = new Thread(task, "concurrent");
            thread.setDaemon(true);
            return thread;
        });
    }

    @AfterEach
    void endThreads() {
        threads.shutdownNow();
    }

    @Test
    void shouldServeManyThreadsOnOneSenderAndOneReceiver(TestHome home) throws Exception {
        Kernel kernel = home.attach();
        Receiver receiver = kernel.createMailslot("crowd", PATIENT);
        Sender sender = kernel.openMailslot("crowd");
        Set<NumberedMessage> seen = ConcurrentHashMap.newKeySet();

        List<Future<Object>> ends = new ArrayList<>();
        for (int i = 0; i < THREADS; i++) {
            int number = i;
            ends.add(run(() -> IntStream.range(0, MESSAGES)
                    .forEach(sequence -> sender.write(new NumberedMessage(number, sequence).toBytes()))));
            ends.add(run(() -> IntStream.range(0, MESSAGES)
                    .forEach(ignored -> assertThat(seen.add(NumberedMessage.parse(receiver.read())))
                            .as("seen once")
                            .isTrue())));
        }

        for (Future<Object> end : ends) {
            end.get(60, SECONDS);
        }
        assertThat(seen).hasSize(THREADS * MESSAGES);
        assertThat(receiver.poll()).isEmpty();
    }

    @Test
    void shouldServeThreadsHereAndASenderThereTogether(TestHome home) throws Exception {
        Receiver receiver = home.attach().createMailslot("mixed", PATIENT);
        ChildJvm child = home.agent();
        int sender = child.must("open", "mixed", false).handle();
        List<Future<List<Integer>>> takers = new ArrayList<>();
        for (int i = 0; i < THREADS; i++) {
            takers.add(threads.submit(() -> takeAll(receiver)));
        }

        child.must("flood", sender, 0, MESSAGES);

        List<Integer> together = new ArrayList<>();
        for (Future<List<Integer>> taker : takers) {
            List<Integer> taken = taker.get(30, SECONDS);
            assertThat(taken).isSorted();
            together.addAll(taken);
        }
        assertThat(together)
                .containsExactlyInAnyOrderElementsOf(
                        IntStream.range(0, MESSAGES).boxed().toList());
    }

    private static List<Integer> takeAll(Receiver receiver) {
        List<Integer> taken = new ArrayList<>();
        Optional<byte[]> message = receiver.read(Duration.ofSeconds(20));
        while (message.isPresent()) {
            taken.add(NumberedMessage.parse(message.get()).sequence());
            message = receiver.read(Duration.ofMillis(500));
        }
        return taken;
    }

    @Test
    void shouldEndABlockedReadWhenItsHandleIsClosed(TestHome home) throws Exception {
        Receiver receiver = home.attach().createMailslot("closed meanwhile");
        Future<Object> reader = blockedRead(receiver);

        receiver.close();

        assertThatThrownBy(() -> reader.get(5, SECONDS)).hasCauseInstanceOf(InvalidHandleException.class);
    }

    @Test
    void shouldEndEveryBlockedReadWhenTheKernelIsClosed(TestHome home) throws Exception {
        Kernel kernel = home.attach();
        List<Future<Object>> readers = new ArrayList<>();
        for (String name : List.of("one", "two", "three")) {
            readers.add(blockedRead(kernel.createMailslot(name)));
        }

        kernel.close();

        for (Future<Object> reader : readers) {
            assertThatThrownBy(() -> reader.get(5, SECONDS)).hasCauseInstanceOf(InvalidHandleException.class);
        }
    }

    @Test
    void shouldWakeOneBlockedReaderPerMessage(TestHome home) throws Exception {
        Receiver receiver = home.attach().createMailslot("queue of readers", PATIENT);
        List<Future<Object>> readers = List.of(blockedRead(receiver), blockedRead(receiver), blockedRead(receiver));
        ChildJvm child = home.agent();
        int sender = child.must("open", "queue of readers", false).handle();

        child.must("write", sender, "one");
        Deadline.await("one reader has its message")
                .until(() -> readers.stream().filter(Future::isDone).count() == 1);
        Deadline.await("the others go on waiting")
                .during(Duration.ofMillis(200))
                .until(() -> readers.stream().filter(Future::isDone).count() == 1);
        child.must("write", sender, "two");
        child.must("write", sender, "three");

        for (Future<Object> reader : readers) {
            assertThat(reader.get(10, SECONDS)).isNotNull();
        }
    }

    @Test
    void shouldDestroyTheMailslotWithItsLastReceiverInWhateverProcess(TestHome home) {
        Kernel kernel = home.attach();
        Receiver receiver = kernel.createMailslot("last one", PATIENT.withInheritable(true));
        Sender sender = kernel.openMailslot("last one");
        ChildJvm child = home.child(kernel, Inheritance.all());
        int handle = receiver.handle();

        receiver.close();
        sender.write(new byte[1]);
        child.must("close", handle);

        assertThatThrownBy(() -> sender.write(new byte[1])).isInstanceOf(ReceiverGoneException.class);
        assertThatThrownBy(sender::info).isInstanceOf(ReceiverGoneException.class);
        sender.close();
        assertThat(kernel.createMailslot("last one").info().messageCount()).isZero();
    }

    @Test
    void shouldLetExactlyOneOfTwoProcessesCreateAName(TestHome home) {
        Kernel kernel = home.attach();
        ChildJvm child = home.agent();
        for (int round = 0; round < 40; round++) {
            String name = "contested/" + round;

            child.tell("create", name, 0, 0, false);
            boolean mine = creates(kernel, name);
            boolean theirs = child.reply().code() == 0;

            assertThat(mine)
                    .as("round %d: created there too: %s", round, theirs)
                    .isNotEqualTo(theirs);
        }
    }

    private static boolean creates(Kernel kernel, String name) {
        try {
            kernel.createMailslot(name);
            return true;
        } catch (AlreadyExistsException e) {
            return false;
        }
    }

    @Test
    void shouldKeepTheHandleTableWholeUnderConcurrentOpensAndCloses(TestHome home) throws Exception {
        Kernel kernel = home.attach();
        kernel.createMailslot("target", PATIENT);
        ChildJvm child = home.agent();
        int theirs = child.must("open", "target", false).handle();
        child.tell("flood", theirs, 0, MESSAGES);

        List<Future<Object>> ends = new ArrayList<>();
        for (int i = 0; i < THREADS; i++) {
            ends.add(run(() -> IntStream.range(0, 100).forEach(round -> openThreeAndClose(kernel))));
        }
        for (Future<Object> end : ends) {
            end.get(60, SECONDS);
        }

        assertThat(kernel.handles()).extracting(HandleInfo::handle).containsExactly(4);
        assertThat(kernel.describe(4).usageCount()).isOne();
        assertThat(child.reply().number("sent")).isEqualTo(MESSAGES);
    }

    @Test
    void shouldNeverTellOfMoreMessagesThanFit(TestHome home) throws Exception {
        Kernel kernel = home.attach();
        long capacity = MailslotOptions.MIN_CAPACITY;
        Receiver receiver = kernel.createMailslot(
                "busy", PATIENT.withMaxMessageSize(LARGE).withCapacity(capacity).withInheritable(true));
        Sender sender = kernel.openMailslot("busy");
        ChildJvm reader = home.child(kernel, Inheritance.only(receiver.handle()));
        reader.tell("readall", receiver.handle(), MANY_LARGE);

        Future<Object> writer =
                run(() -> IntStream.range(0, MANY_LARGE).forEach(ignored -> sender.write(new byte[LARGE])));
        while (!writer.isDone()) {
            MailslotInfo info = receiver.info();
            assertThat(info.messageBytes()).as("%s", info).isLessThanOrEqualTo(capacity);
            assertThat(info.messageCount()).as("%s", info).isLessThanOrEqualTo(capacity / LARGE);
        }

        writer.get();
        assertThat(reader.reply().ok()).isTrue();
    }

    private static void openThreeAndClose(Kernel kernel) {
        try (Sender one = kernel.openMailslot("target");
                Sender two = kernel.openMailslot("target");
                Sender three = kernel.openMailslot("target")) {
            assertThat(Set.of(one.handle(), two.handle(), three.handle())).hasSize(3);
            assertThat(two.describe().usageCount()).isOne();
        }
    }

    private Future<Object> blockedRead(Receiver receiver) {
        Future<Object> reader = threads.submit((Callable<Object>) receiver::read);
        Deadline.await("the read stays blocked").during(Duration.ofMillis(100)).until(() -> !reader.isDone());
        return reader;
    }

    private Future<Object> run(Runnable body) {
        return threads.submit(body, "done");
    }
}
