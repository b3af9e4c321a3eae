package io.mailslot.it.ends;

import static org.assertj.core.api.Assertions.assertThat;

import io.mailslot.Kernel;
import io.mailslot.KernelOptions;
import io.mailslot.api.AccessRight;
import io.mailslot.api.EventOptions;
import io.mailslot.api.ObjectOpenOptions;
import io.mailslot.api.ProcessObject;
import io.mailslot.inspect.HomeVerifier;
import io.mailslot.internal.memory.FaultPoint;
import io.mailslot.it.harness.Deadline;
import io.mailslot.it.harness.HomeTest;
import io.mailslot.it.harness.TestHome;
import io.mailslot.it.storm.NetTime;
import io.mailslot.testkit.Child;
import io.mailslot.testkit.ChildContext;
import io.mailslot.testkit.ChildSpec;
import io.mailslot.testkit.Jvms;
import io.mailslot.testkit.Ready;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import java.time.Duration;
import java.util.concurrent.locks.LockSupport;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** A JVM ends within a second, whatever stands still, and the others then see what they see of any process that ended. */
@HomeTest
class EndingJvmTest {
    private static final Duration SOON = Duration.ofSeconds(3);
    private static final int KILLED = 128 + 9;
    private static final int TERMINATED = 128 + 15;

    /** A busy machine lets one home wait now and then, a home that waits for another does so each time. */
    private static final int TRIES = 3;

    @ParameterizedTest
    @ValueSource(strings = {"exit-in-handler", "exit-in-filler", "exit-process-in-handler"})
    void shouldEndByExitFromForeignCode(String situation, TestHome home, Jvms jvms, Kernel kernel) {
        Child child = ending(jvms, situation).start();

        assertThat(child.object().waitForEnd(Deadline.PATIENCE)).isTrue();

        assertThat(child.object().exitCode()).hasValue(EndingJvm.CODE);
        assertThat(child.awaitEnd().code()).isEqualTo(EndingJvm.CODE);
        assertNothingIsLeft(home, kernel, child);
    }

    @ParameterizedTest
    @ValueSource(strings = {"idle", "stuck-in-handler", "stuck-in-filler", "daemons-wait"})
    void shouldEndWhenItIsAskedTo(String situation, TestHome home, Jvms jvms, Kernel kernel) {
        Child child = startedAndReady(jvms, situation);

        terminate(child);

        assertNothingIsLeft(home, kernel, child);
    }

    @Test
    void shouldSayNothingWhenMainReturnsWhileADaemonReads(TestHome home, Jvms jvms, Kernel kernel) {
        Child child = ending(jvms, "main-returns").start();
        jvms.all(child);
        assertNothingIsLeft(home, kernel, child);
    }

    @Test
    void shouldEndThoughSomebodyStandsStillWithTheHome(TestHome home, Jvms jvms) throws IOException {
        boolean leftTheOther = false;
        for (int tries = 0; tries < TRIES && !leftTheOther; tries++) {
            leftTheOther = endsBesideALockedHome(home, jvms, "-" + tries);
        }
        assertThat(leftTheOther).as("one home does not wait for another").isTrue();
    }

    /** Whether it has left the other home, too, for which there is not much time on a busy machine. */
    private static boolean endsBesideALockedHome(TestHome home, Jvms jvms, String attempt) throws IOException {
        Path other = folder(home, "other" + attempt);
        Path locked = folder(home, "locked" + attempt);
        Child child = startedAndReady(jvms, "idle", other, locked);
        Child standing = standStill(jvms, locked);

        terminate(child);

        standing.killNow();
        boolean leftTheOther;
        try (Stream<Path> mailslots = Files.list(other.resolve("mailslots"))) {
            leftTheOther = mailslots.findAny().isEmpty();
        }
        Kernel.attach(home.options().withHome(locked)).close();
        assertThat(HomeVerifier.verify(locked, Deadline.DEATH_NOTICED)).isEmpty();
        assertThat(locked.resolve("mailslots")).doesNotExist();
        return leftTheOther;
    }

    @Test
    void shouldPublishItsExitCodeThoughSomebodyStandsStillWithTheHome(TestHome home, Jvms jvms, Kernel kernel)
            throws IOException {
        Child child = ending(jvms, "exit-process")
                .withOpenInput()
                .readyWhen(Ready.output("ready"))
                .start();
        Child standing = standStill(jvms, home.path());

        NetTime start = NetTime.start();
        child.process().getOutputStream().close();

        assertThat(child.awaitEnd().code()).isEqualTo(300 & 0xFF);
        assertThat(start.took()).isLessThan(SOON);
        standing.killNow();
        assertThat(child.object().waitForEnd(Deadline.PATIENCE)).isTrue();
        assertThat(child.object().exitCode())
                .as("more than the operating system can hold")
                .hasValue(300);
        assertNothingIsLeft(home, kernel, child);
    }

    @Test
    void shouldEndThoughItsHomeIsGone(TestHome home, Jvms jvms) throws IOException {
        Path doomed = folder(home, "doomed");
        Child child = startedAndReady(jvms, "daemons-wait", doomed);

        TestHome.deleteTree(doomed);

        terminate(child);
    }

    @Test
    void shouldBeTerminatedThoughItHasDecidedToExitAndHangs(Jvms jvms, Kernel kernel) {
        Child child = jvms.start();
        child.run(EndingJvmTest::attachToHangAtTheEnd);
        ProcessObject process = kernel.openProcess(
                child.pid(), ObjectOpenOptions.of(AccessRight.TERMINATE, AccessRight.QUERY_INFORMATION));
        child.begin(c -> c.kernel().exitProcess(EndingJvm.CODE));
        child.awaitOutput("hangs"); // it has decided to exit

        process.terminate(9);

        assertThat(child.awaitEnd().code()).isEqualTo(KILLED); // else it hangs for ever
        assertThat(child.object().waitForEnd(Deadline.DEATH_NOTICED)).isTrue();
        assertThat(process.exitCode()).as("the one that it published").hasValue(EndingJvm.CODE);
    }

    private static void attachToHangAtTheEnd(ChildContext c) {
        c.kernel();
        Runtime.getRuntime().addShutdownHook(new Thread(() -> {
            System.out.println("hangs");
            while (true) {
                LockSupport.park();
            }
        }));
    }

    /** What it does with its own pool of threads is the application's business. */
    @Test
    void shouldTellHowAChildEndedThoughTheCommonPoolIsBusy(Jvms jvms) {
        Child parent = jvms.jvm(BusyPool.class)
                .withSystemProperty("java.util.concurrent.ForkJoinPool.common.parallelism", "2")
                .start();

        jvms.all(parent);

        assertThat(parent.out().lines()).containsExactly("waited " + BusyPool.CODE, "told " + BusyPool.CODE);
    }

    private static ChildSpec ending(Jvms jvms, String situation, Path... homes) {
        ChildSpec ending = jvms.jvm(EndingJvm.class).withArguments(situation);
        for (Path home : homes) {
            ending = ending.withArguments(home.toString());
        }
        return ending;
    }

    private static Child startedAndReady(Jvms jvms, String situation, Path... homes) {
        return ending(jvms, situation, homes).readyWhen(Ready.output("ready")).start();
    }

    private static void terminate(Child child) {
        NetTime start = NetTime.start();
        assertThat(child.terminate().awaitEnd().code()).isEqualTo(TERMINATED);
        assertThat(start.took()).isLessThan(SOON);
    }

    private static void assertNothingIsLeft(TestHome home, Kernel kernel, Child child) {
        assertThat(child.err()).isEmpty();
        Deadline.await("its handles are closed", Deadline.DEATH_NOTICED)
                .untilAsserted(
                        () -> assertThat(home.path().resolve("mailslots")).isEmptyDirectory());
        kernel.createMailslot(EndingJvm.SLOT).close();
        assertThat(HomeVerifier.verify(home.path(), Deadline.DEATH_NOTICED)).isEmpty();
    }

    private static Path folder(TestHome home, String name) throws IOException {
        return Files.createDirectory(
                home.scratch().resolve(name),
                PosixFilePermissions.asFileAttribute(PosixFilePermissions.fromString("rwx------")));
    }

    /** A process that has the kernel lock of a home and does not go on. */
    private static Child standStill(Jvms jvms, Path place) {
        String path = place.toString();
        return jvms.jvm()
                .withName("standing")
                .stopAtFaultPoint(FaultPoint.SYNC_HANDLE_STORED.name(), 1)
                .start(c -> makeEvent(path))
                .awaitStopped();
    }

    private static void makeEvent(String home) {
        Kernel.attach(KernelOptions.defaults().withHome(Path.of(home)))
                .synchronization()
                .createEvent(EventOptions.defaults().withName("gate"));
    }
}
