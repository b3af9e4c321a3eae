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
import io.mailslot.it.harness.Deadline;
import io.mailslot.it.harness.HomeTest;
import io.mailslot.it.harness.NumberedMessage;
import io.mailslot.it.harness.TestHome;
import io.mailslot.junit.Named;
import io.mailslot.testkit.Child;
import io.mailslot.testkit.Jvms;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.Callable;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.stream.IntStream;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

/** Many threads on one handle, and several processes on one name, at the same time. */
@HomeTest
class ConcurrencyTest {
    private static final int THREADS = 4;
    private static final int MESSAGES = 2_000;
    private static final int NAMES = 40;
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
            end.get(Deadline.PATIENCE.toSeconds(), SECONDS);
        }
        assertThat(seen).hasSize(THREADS * MESSAGES);
        assertThat(receiver.poll()).isEmpty();
    }

    @Test
    void shouldServeThreadsHereAndASenderThereTogether(@Named("other") Child child, Kernel kernel) throws Exception {
        Receiver receiver = kernel.createMailslot("mixed", PATIENT);
        int sender = open(child, "mixed");
        AtomicInteger count = new AtomicInteger();
        List<Future<List<Integer>>> takers = new ArrayList<>();
        for (int i = 0; i < THREADS; i++) {
            takers.add(threads.submit(() -> takeAll(receiver, count)));
        }

        child.run(c -> NumberedMessage.send(c.kernel().sender(sender), 0, MESSAGES));

        List<Integer> together = new ArrayList<>();
        for (Future<List<Integer>> taker : takers) {
            List<Integer> taken = taker.get(Deadline.PATIENCE.toSeconds(), SECONDS);
            assertThat(taken).isSorted();
            together.addAll(taken);
        }
        assertThat(together)
                .containsExactlyInAnyOrderElementsOf(
                        IntStream.range(0, MESSAGES).boxed().toList());
    }

    /** Until all of them together have all. */
    private static List<Integer> takeAll(Receiver receiver, AtomicInteger count) {
        List<Integer> taken = new ArrayList<>();
        while (count.get() < MESSAGES) {
            Optional<byte[]> message = receiver.read(Duration.ofMillis(100));
            if (message.isPresent()) {
                taken.add(NumberedMessage.parse(message.get()).sequence());
                count.incrementAndGet();
            }
        }
        return taken;
    }

    @Test
    void shouldEndABlockedReadWhenItsHandleIsClosed(TestHome home) throws Exception {
        Receiver receiver = home.attach().createMailslot("closed meanwhile");
        Future<Object> reader = blockedRead(receiver);

        receiver.close();

        assertThatThrownBy(() -> reader.get(Deadline.PATIENCE.toSeconds(), SECONDS))
                .hasCauseInstanceOf(InvalidHandleException.class);
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
            assertThatThrownBy(() -> reader.get(Deadline.PATIENCE.toSeconds(), SECONDS))
                    .hasCauseInstanceOf(InvalidHandleException.class);
        }
    }

    @Test
    void shouldWakeOneBlockedReaderPerMessage(@Named("other") Child child, Kernel kernel) throws Exception {
        Receiver receiver = kernel.createMailslot("queue of readers", PATIENT);
        List<Future<Object>> readers = List.of(blockedRead(receiver), blockedRead(receiver), blockedRead(receiver));
        int sender = open(child, "queue of readers");

        child.run(c -> c.kernel().sender(sender).write("one"));
        Deadline.await("one reader has its message")
                .until(() -> readers.stream().filter(Future::isDone).count() == 1);
        Deadline.await("the others go on waiting")
                .during(Duration.ofMillis(200))
                .until(() -> readers.stream().filter(Future::isDone).count() == 1);
        child.run(c -> {
            c.kernel().sender(sender).write("two");
            c.kernel().sender(sender).write("three");
        });

        for (Future<Object> reader : readers) {
            assertThat(reader.get(Deadline.PATIENCE.toSeconds(), SECONDS)).isNotNull();
        }
    }

    @Test
    void shouldDestroyTheMailslotWithItsLastReceiverInWhateverProcess(Jvms jvms, Kernel kernel) {
        Receiver receiver = kernel.createMailslot("last one", PATIENT.withInheritable(true));
        Sender sender = kernel.openMailslot("last one");
        Child child = jvms.jvm().withInheritance(Inheritance.all()).start();
        int handle = receiver.handle();

        receiver.close();
        sender.write(new byte[1]);
        child.run(c -> c.kernel().closeHandle(handle));

        assertThatThrownBy(() -> sender.write(new byte[1])).isInstanceOf(ReceiverGoneException.class);
        assertThatThrownBy(sender::info).isInstanceOf(ReceiverGoneException.class);
        sender.close();
        assertThat(kernel.createMailslot("last one").info().messageCount()).isZero();
    }

    @Test
    void shouldLetExactlyOneOfTwoProcessesCreateAName(@Named("other") Child child, Kernel kernel) {
        kernel.createMailslot("mine"); // the first one of a process takes long
        child.run(c -> c.kernel().createMailslot("theirs"));
        CompletableFuture<boolean[]> there = child.submit(c -> {
            c.reached("begins");
            return createEach(c.kernel());
        });
        child.awaitPoint("begins");

        boolean[] mine = createEach(kernel);

        boolean[] theirs = there.join();
        for (int round = 0; round < NAMES; round++) {
            assertThat(mine[round])
                    .as("round %d: created there too: %s", round, theirs[round])
                    .isNotEqualTo(theirs[round]);
        }
    }

    /** Which of the contested names were there to be had; whoever comes late to one is refused, and sooner at the next. */
    private static boolean[] createEach(Kernel kernel) {
        boolean[] created = new boolean[NAMES];
        for (int round = 0; round < NAMES; round++) {
            created[round] = creates(kernel, "contested/" + round);
        }
        return created;
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
    void shouldKeepTheHandleTableWholeUnderConcurrentOpensAndCloses(
            @Named("other") Child child, Jvms jvms, Kernel kernel) throws Exception {
        Receiver receiver = kernel.createMailslot("target", PATIENT);
        int theirs = open(child, "target");
        child.begin(c -> NumberedMessage.send(c.kernel().sender(theirs), 0, MESSAGES));

        List<Future<Object>> ends = new ArrayList<>();
        for (int i = 0; i < THREADS; i++) {
            ends.add(run(() -> IntStream.range(0, 100).forEach(round -> openThreeAndClose(kernel))));
        }
        for (Future<Object> end : ends) {
            end.get(Deadline.PATIENCE.toSeconds(), SECONDS);
        }

        assertThat(kernel.handles()).extracting(HandleInfo::handle).containsExactly(4);
        assertThat(kernel.describe(4).usageCount()).isOne();
        jvms.all(child);
        assertThat(receiver.info().messageCount()).isEqualTo(MESSAGES);
    }

    @Test
    void shouldNeverTellOfMoreMessagesThanFit(Jvms jvms, Kernel kernel) throws Exception {
        long capacity = MailslotOptions.MIN_CAPACITY;
        Receiver receiver = kernel.createMailslot(
                "busy", PATIENT.withMaxMessageSize(LARGE).withCapacity(capacity).withInheritable(true));
        Sender sender = kernel.openMailslot("busy");
        int inherited = receiver.handle();
        Child reader = jvms.jvm().withInheritance(Inheritance.only(inherited)).start(c -> {
            Receiver shared = c.kernel().receiver(inherited);
            for (int i = 0; i < MANY_LARGE; i++) {
                shared.read();
            }
        });

        Future<Object> writer =
                run(() -> IntStream.range(0, MANY_LARGE).forEach(ignored -> sender.write(new byte[LARGE])));
        while (!writer.isDone()) {
            MailslotInfo info = receiver.info();
            assertThat(info.messageBytes()).as("%s", info).isLessThanOrEqualTo(capacity);
            assertThat(info.messageCount()).as("%s", info).isLessThanOrEqualTo(capacity / LARGE);
        }

        writer.get();
        jvms.all(reader);
    }

    private static void openThreeAndClose(Kernel kernel) {
        try (Sender one = kernel.openMailslot("target");
                Sender two = kernel.openMailslot("target");
                Sender three = kernel.openMailslot("target")) {
            assertThat(Set.of(one.handle(), two.handle(), three.handle())).hasSize(3);
            assertThat(two.describe().usageCount()).isOne();
        }
    }

    /** The handle of a sender of the child's own. */
    private static int open(Child child, String name) {
        return child.call(c -> c.kernel().openMailslot(name).handle());
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
