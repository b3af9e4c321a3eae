package io.mailslot.it.ends;

import static org.assertj.core.api.Assertions.assertThat;

import io.mailslot.JavaCommand;
import io.mailslot.Kernel;
import io.mailslot.api.AccessRight;
import io.mailslot.api.Inheritance;
import io.mailslot.api.ProcessObject;
import io.mailslot.inspect.HomeVerifier;
import io.mailslot.internal.memory.FaultPoint;
import io.mailslot.it.harness.ChildJvm;
import io.mailslot.it.harness.Deadline;
import io.mailslot.it.harness.TestHome;
import io.mailslot.it.harness.TestHomeExtension;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import java.time.Duration;
import java.util.EnumSet;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** A JVM ends within a second, whatever stands still, and the others then see what they see of any process that ended. */
@ExtendWith(TestHomeExtension.class)
class EndingJvmTest {
    private static final Duration SOON = Duration.ofSeconds(3);
    private static final int TERMINATED = 128 + 15;

    @ParameterizedTest
    @ValueSource(strings = {"exit-in-handler", "exit-in-filler", "exit-process-in-handler"})
    void shouldEndByExitFromForeignCode(String situation, TestHome home) {
        Kernel kernel = home.attach();
        ChildJvm child = start(home, kernel, situation).expectExit(EndingJvm.CODE);

        assertThat(child.kernelObject().waitForEnd(Deadline.PATIENCE)).isTrue();

        assertThat(child.kernelObject().exitCode()).hasValue(EndingJvm.CODE);
        assertNothingIsLeft(home, kernel, child);
    }

    @ParameterizedTest
    @ValueSource(strings = {"idle", "stuck-in-handler", "stuck-in-filler", "daemons-wait"})
    void shouldEndWhenItIsAskedTo(String situation, TestHome home) {
        Kernel kernel = home.attach();
        ChildJvm child = start(home, kernel, situation).expectExit(TERMINATED);
        assertThat(child.line()).isEqualTo("ready");

        terminate(child);

        assertNothingIsLeft(home, kernel, child);
    }

    @Test
    void shouldSayNothingWhenMainReturnsWhileADaemonReads(TestHome home) {
        Kernel kernel = home.attach();
        ChildJvm child = start(home, kernel, "main-returns");
        assertNothingIsLeft(home, kernel, child);
    }

    @Test
    void shouldEndThoughSomebodyStandsStillWithTheHome(TestHome home) throws IOException {
        Path other = folder(home, "other");
        Path locked = folder(home, "locked");
        ChildJvm child = home.start(command("idle", other, locked)).expectExit(TERMINATED);
        assertThat(child.line()).isEqualTo("ready");
        ChildJvm standing = standStill(home, locked);

        terminate(child);

        standing.kill();
        assertThat(other.resolve("mailslots"))
                .as("one home does not wait for another")
                .isEmptyDirectory();
        Kernel.attach(home.options().withHome(locked)).close();
        assertThat(HomeVerifier.verify(locked, Deadline.DEATH_NOTICED)).isEmpty();
        assertThat(locked.resolve("mailslots")).doesNotExist();
    }

    @Test
    void shouldPublishItsExitCodeThoughSomebodyStandsStillWithTheHome(TestHome home) {
        Kernel kernel = home.attach();
        ChildJvm child = start(home, kernel, "exit-process").expectExit(300 & 0xFF);
        assertThat(child.line()).isEqualTo("ready");
        ChildJvm standing = standStill(home, home.path());

        child.closeInput();
        child.awaitExit(SOON);

        standing.kill();
        assertThat(child.kernelObject().waitForEnd(Deadline.PATIENCE)).isTrue();
        assertThat(child.kernelObject().exitCode())
                .as("more than the operating system can hold")
                .hasValue(300);
        assertNothingIsLeft(home, kernel, child);
    }

    @Test
    void shouldEndThoughItsHomeIsGone(TestHome home) throws IOException {
        Path doomed = folder(home, "doomed");
        ChildJvm child = home.start(command("daemons-wait", doomed)).expectExit(TERMINATED);
        assertThat(child.line()).isEqualTo("ready");

        TestHome.deleteTree(doomed);

        terminate(child);
    }

    @Test
    void shouldBeTerminatedThoughItHasDecidedToExitAndHangs(TestHome home) {
        Kernel kernel = home.attach();
        ChildJvm child = home.create(
                        kernel,
                        ChildJvm.quick(JavaCommand.of(HangingExit.class)).toProcessBuilder(),
                        Inheritance.none())
                .expectExit(128 + 9);
        assertThat(child.line()).isEqualTo("ready");
        ProcessObject process = kernel.openProcess(
                child.pid(), EnumSet.of(AccessRight.TERMINATE, AccessRight.QUERY_INFORMATION), false);
        child.tell("exit");
        Deadline.await("it has decided to exit").until(() -> child.line().equals("hangs"));

        process.terminate(9);

        child.awaitExit(SOON);
        assertThat(child.kernelObject().waitForEnd(Deadline.DEATH_NOTICED)).isTrue();
        assertThat(process.exitCode()).as("the one that it published").hasValue(HangingExit.CODE);
    }

    private static ChildJvm start(TestHome home, Kernel kernel, String situation) {
        return home.create(kernel, command(situation), Inheritance.none());
    }

    private static ProcessBuilder command(String situation, Path... homes) {
        String[] arguments = new String[1 + homes.length];
        arguments[0] = situation;
        for (int i = 0; i < homes.length; i++) {
            arguments[1 + i] = homes[i].toString();
        }
        return ChildJvm.quick(JavaCommand.of(EndingJvm.class).arguments(arguments))
                .toProcessBuilder();
    }

    private static void terminate(ChildJvm child) {
        long start = System.nanoTime();
        child.process().destroy();
        child.awaitExit(Deadline.PATIENCE);
        assertThat(System.nanoTime() - start).isLessThan(SOON.toNanos());
    }

    private static void assertNothingIsLeft(TestHome home, Kernel kernel, ChildJvm child) {
        child.awaitExit(Deadline.PATIENCE);
        assertThat(child.errorOutput()).isEmpty();
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
    private static ChildJvm standStill(TestHome home, Path place) {
        Path reached = home.scratch().resolve("standing");
        ChildJvm standing = home.start(TestHome.agentCommand()
                .systemProperty(FaultPoint.PROPERTY, FaultPoint.SYNC_HANDLE_STORED + ":wait:" + reached)
                .toProcessBuilder());
        standing.must("attach", place);
        standing.tell("event", "gate", "false", "false", "false");
        Deadline.await("it has the kernel lock").until(() -> Files.exists(reached));
        return standing;
    }
}
