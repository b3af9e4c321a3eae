package io.mailslot.it.wait;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;

import io.mailslot.Kernel;
import io.mailslot.KernelOptions;
import io.mailslot.api.ErrorCode;
import io.mailslot.api.Event;
import io.mailslot.api.EventOptions;
import io.mailslot.api.MailslotException;
import io.mailslot.api.MailslotOptions;
import io.mailslot.api.ObjectOpenOptions;
import io.mailslot.api.OpenOptions;
import io.mailslot.api.Receiver;
import io.mailslot.api.Sender;
import io.mailslot.api.Timeouts;
import io.mailslot.internal.memory.FaultPoint;
import io.mailslot.it.harness.Deadline;
import io.mailslot.it.harness.HomeTest;
import io.mailslot.it.harness.Prompt;
import io.mailslot.it.harness.TestHome;
import io.mailslot.it.storm.NetTime;
import io.mailslot.junit.Named;
import io.mailslot.testkit.Child;
import io.mailslot.testkit.Jvms;
import java.lang.management.ManagementFactory;
import java.lang.management.ThreadMXBean;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import java.time.Duration;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** Opens that wait until there is something of that name. */
@HomeTest
class OpenTimeoutTest {
    private static final Duration PROMPT = Duration.ofMillis(600);
    private static final OpenOptions PATIENT = OpenOptions.defaults().withOpenTimeout(Deadline.PATIENCE);

    @ParameterizedTest
    @ValueSource(strings = {"later", "\\\\.\\mailslot\\LATER"})
    void shouldOpenAMailslotAsSoonAsAnotherProcessHasMadeIt(String name, @Named("maker") Child maker, Kernel kernel)
            throws Exception {
        maker.run(c -> c.kernel());
        Prompt.within(PROMPT, () -> {
            Waiter<Sender> opening = Waiter.asleep(() -> kernel.openMailslot(name, PATIENT));
            maker.run(c -> c.kernel().createMailslot("other").close());
            opening.staysAsleep();

            NetTime start = NetTime.start();
            int receiver = maker.call(c -> c.kernel().createMailslot("later").handle());

            try (Sender opened = opening.result()) {
                opened.write("at last".getBytes(UTF_8));
            }
            assertThat(maker.<String>call(c -> readAndClose(c.kernel().receiver(receiver))))
                    .isEqualTo("at last");
            return opening.endedAfter(start);
        });
    }

    private static String readAndClose(Receiver receiver) {
        String text = receiver.readText();
        receiver.close();
        return text;
    }

    @Test
    void shouldOpenWhatThisProcessMakes(TestHome home) throws Exception {
        Kernel kernel = home.attach();
        Waiter<Sender> opening = Waiter.asleep(
                () -> kernel.openMailslot("own", OpenOptions.defaults().withOpenTimeout(Timeouts.FOREVER)));

        try (Receiver receiver = kernel.createMailslot("own")) {
            opening.result().write(new byte[1]);
            assertThat(receiver.read()).hasSize(1);
        }
    }

    @Test
    void shouldOpenASynchronisationObjectAsSoonAsThereIsOne(@Named("maker") Child maker, Kernel kernel)
            throws Exception {
        ObjectOpenOptions patient = ObjectOpenOptions.defaults().withOpenTimeout(Deadline.PATIENCE);
        Waiter<Event> opening = Waiter.asleep(() -> kernel.synchronization().openEvent("later", patient));
        maker.run(c -> c.kernel().createMailslot("later"));
        opening.staysAsleep();

        maker.run(c -> c.kernel()
                .synchronization()
                .createEvent(EventOptions.defaults().withName("later").withInitiallySet(true)));

        assertThat(opening.result().await(Duration.ZERO).signaled()).isTrue();
        Expect.code(ErrorCode.INVALID_HANDLE, () -> kernel.synchronization().openMutex("later", patient));
        assertThat(Expect.code(
                        ErrorCode.FILE_NOT_FOUND,
                        () -> kernel.synchronization()
                                .openSemaphore(
                                        "never", ObjectOpenOptions.defaults().withOpenTimeout(Duration.ofSeconds(1)))))
                .hasMessageContaining("within 1 s");
    }

    @Test
    void shouldTellTheTrueErrorWhenTheTimeHasRunOut(TestHome home) {
        Kernel kernel = home.attach();
        long start = System.nanoTime();

        MailslotException none = Expect.code(
                ErrorCode.FILE_NOT_FOUND,
                () -> kernel.openMailslot("never", OpenOptions.defaults().withOpenTimeout(Duration.ofMillis(250))));

        assertThat(Duration.ofNanos(System.nanoTime() - start)).isGreaterThanOrEqualTo(Duration.ofMillis(250));
        assertThat(none).hasMessageContaining("'never'").hasMessageContaining("within 250 ms");
        assertThat(Expect.code(ErrorCode.FILE_NOT_FOUND, () -> kernel.openMailslot("never")))
                .hasMessageNotContaining("within");
        Expect.code(
                ErrorCode.INVALID_PARAMETER,
                () -> kernel.openMailslot("never", OpenOptions.defaults().withOpenTimeout(Duration.ofMillis(-1))));
    }

    /** Only that there is nothing is waited for: who would be refused in time is refused at once. */
    @Test
    void shouldNotWaitForWhatIsRefused(TestHome home) throws Exception {
        Kernel kernel = home.attach();
        kernel.createMailslot("shared");
        kernel.openMailslot("shared");
        Prompt.within(PROMPT, () -> {
            NetTime start = NetTime.start();
            Expect.code(
                    ErrorCode.SHARING_VIOLATION, () -> kernel.openMailslot("shared", PATIENT.withShareWrite(false)));
            Expect.code(ErrorCode.INVALID_NAME, () -> kernel.openMailslot("\\\\.\\mailslot\\..\\up", PATIENT));
            Expect.code(ErrorCode.BAD_NETPATH, () -> kernel.openMailslot("\\\\elsewhere\\mailslot\\m", PATIENT));
            kernel.openMailslot("\\\\*\\mailslot\\nobody", PATIENT).close();
            return start.took();
        });
    }

    @Test
    void shouldEndWithTheKernelAnInterruptOrTheHome(TestHome home) throws Exception {
        Path doomed = Files.createDirectory(
                home.scratch().resolve("doomed"),
                PosixFilePermissions.asFileAttribute(PosixFilePermissions.fromString("rwx------")));
        Kernel inDoomed = Kernel.attach(KernelOptions.defaults().withHome(doomed));
        Waiter<Sender> deserted = Waiter.asleep(() -> inDoomed.openMailslot("never", PATIENT));

        try (Kernel kernel = home.attach()) {
            Waiter<Sender> interrupted = Waiter.asleep(() -> kernel.openMailslot("never", PATIENT));
            interrupted.thread().interrupt();
            interrupted.failsWith(ErrorCode.OPERATION_ABORTED);
        }
        Prompt.within(PROMPT, () -> {
            Kernel closing = home.attach();
            Waiter<Sender> closed = Waiter.asleep(() -> closing.openMailslot("never", PATIENT));
            NetTime start = NetTime.start();
            closing.close();
            closed.failsWith(ErrorCode.INVALID_HANDLE);
            return closed.endedAfter(start);
        });
        TestHome.deleteTree(doomed);
        deserted.failsWith(ErrorCode.FILE_INVALID);
        inDoomed.close();
    }

    /** A maker that dies, or stands still, just before it would wake others: they look for themselves every other second. */
    @ParameterizedTest
    @ValueSource(strings = {"dies", "stands still"})
    void shouldFindWhatItsMakerCouldNotTell(String how, Jvms jvms, Kernel kernel) throws Exception {
        Receiver durable = kernel.createMailslot("unrelated");
        Waiter<Sender> opening = Waiter.asleep(() -> kernel.openMailslot("\\\\.\\mailslot\\made", PATIENT));
        Child maker = jvms.jvm()
                .startedPlainly()
                .stopAtFaultPoint(FaultPoint.NAME_BEFORE_WAKE.name(), 1)
                .start(c -> c.kernel()
                        .createMailslot("made", MailslotOptions.defaults().withCursor("its"))
                        .close());
        maker.awaitStopped();
        if (how.equals("dies")) {
            maker.killNow();
        } else {
            Deadline.await("it is found all the same, or its lock waited for", Duration.ofSeconds(10))
                    .during(Duration.ofSeconds(3))
                    .until(() -> true);
            jvms.all(maker.resume());
        }

        opening.result().close();
        kernel.deleteMailslot("made");
        durable.close();
    }

    @Test
    void shouldSleep(TestHome home) throws Exception {
        Kernel kernel = home.attach();
        Waiter<Sender> opening = Waiter.asleep(() -> kernel.openMailslot("later", PATIENT));
        Duration used = processorTimeOfThreeSeconds(opening.thread());
        for (int tries = 1; tries < 5 && used.toMillis() >= 30; tries++) {
            used = processorTimeOfThreeSeconds(opening.thread()); // what it does for the first time takes longer
        }

        assertThat(used).isLessThan(Duration.ofMillis(30));
        kernel.createMailslot("later");
        opening.result().close();
    }

    private static Duration processorTimeOfThreeSeconds(Thread thread) {
        ThreadMXBean threads = ManagementFactory.getThreadMXBean();
        long before = threads.getThreadCpuTime(thread.getId());
        Deadline.await("a while passes").during(Duration.ofSeconds(3)).until(() -> true);
        return Duration.ofNanos(threads.getThreadCpuTime(thread.getId()) - before);
    }
}
