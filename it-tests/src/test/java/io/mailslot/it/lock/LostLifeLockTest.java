package io.mailslot.it.lock;

import static org.assertj.core.api.Assertions.assertThat;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import io.mailslot.Kernel;
import io.mailslot.api.EventOptions;
import io.mailslot.inspect.HomeInspector;
import io.mailslot.inspect.HomeVerifier;
import io.mailslot.it.harness.Deadline;
import io.mailslot.it.harness.HomeTest;
import io.mailslot.it.harness.TestHome;
import io.mailslot.testkit.Child;
import io.mailslot.testkit.ChildContext;
import io.mailslot.testkit.Jvms;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.Map;
import java.util.TreeSet;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;

/**
 * Something in a JVM, a backup for instance, opens and closes the files of a home, its own life lock among them. Where that
 * drops the lock, which is so without native access, others take the process for dead.
 */
@HomeTest
class LostLifeLockTest {
    private static final int INVALID = 1006;

    @Test
    void shouldBeOverAndSaySoOnceTakenForDead(TestHome home, Jvms jvms, Kernel kernel) {
        Child ghost = ghost(jvms, "false");
        assertThat(codes(ghost)).containsExactly(0);

        ghost.run(c -> Ghost.readAll());
        kernel.createMailslot("watched"); // watches for deaths from now on
        Deadline.await("it is taken for dead").until(() -> processes(home) == 1);
        Child next = jvms.jvm().startedPlainly().start();
        int event = next.call(c -> set(c, "its own")); // gets the record

        assertThat(codes(ghost)).containsExactly(INVALID);
        assertThat(HomeInspector.errors(home.path()).errors())
                .as("the home is there, and should know")
                .anySatisfy(error -> {
                    assertThat(error.code()).hasValue(INVALID);
                    assertThat(error.processId()).isEqualTo(ghost.pid());
                });
        boolean signaled =
                next.call(c -> c.kernel().waitFor(Duration.ZERO, event).signaled());
        assertThat(signaled).isTrue();
        assertThat(HomeVerifier.verify(home.path(), Deadline.DEATH_NOTICED)).isEmpty();
        ghost.run(c -> Ghost.attachAgain());
        assertThat(codes(ghost)).containsExactly(0);
        assertThat(processes(home)).isEqualTo(3);
        assertThat(HomeVerifier.verify(home.path(), Deadline.DEATH_NOTICED)).isEmpty();
    }

    /** From the first look of the watch for deaths on, which a process with a mailslot of its own begins at once. */
    @Test
    void shouldStayAMemberWhereTheLocksAreSafe(TestHome home, Jvms jvms) {
        assumeTrue(System.getProperty("os.name").equals("Linux"), "no other system has such locks");
        home.attach().createMailslot("watched");
        Child ghost = ghost(jvms, "true");
        Deadline.await("both locks are held twice")
                .until(() -> twice(ghost, "life.lock") && twice(ghost, "kernel.lock"));

        ghost.run(c -> Ghost.readAll());

        jvms.start().run(c -> set(c, "gate")); // has looked for the dead before
        assertThat(codes(ghost)).containsExactly(0);
        assertThat(processes(home)).isEqualTo(3);
        assertThat(HomeVerifier.verify(home.path(), Deadline.DEATH_NOTICED)).isEmpty();
    }

    /** Whether a process has some file of that name open through two descriptors: one is for the lock that stays. */
    private static boolean twice(Child process, String name) throws IOException {
        Map<Path, Long> open;
        try (Stream<Path> descriptors = Files.list(Path.of("/proc", String.valueOf(process.pid()), "fd"))) {
            open = descriptors
                    .map(LostLifeLockTest::target)
                    .collect(Collectors.groupingBy(p -> p, Collectors.counting()));
        }
        return open.entrySet().stream().anyMatch(file -> file.getKey().endsWith(name) && file.getValue() == 2);
    }

    private static Path target(Path descriptor) {
        try {
            return Files.readSymbolicLink(descriptor);
        } catch (IOException closedMeanwhile) {
            return descriptor;
        }
    }

    /** In its own attachment: the kit's would be another user of the locks. */
    private static Child ghost(Jvms jvms, String nativeCalls) {
        Child ghost = jvms.jvm()
                .startedPlainly()
                .withSystemProperty("mailslot.native", nativeCalls)
                .start();
        ghost.run(c -> Ghost.attach());
        return ghost;
    }

    private static TreeSet<Integer> codes(Child ghost) {
        return ghost.call(c -> Ghost.codes());
    }

    private static int set(ChildContext c, String name) {
        EventOptions set = EventOptions.defaults().withManualReset(true).withInitiallySet(true);
        return c.kernel().synchronization().createEvent(set.withName(name)).handle();
    }

    private static int processes(TestHome home) {
        return HomeInspector.inspect(home.path()).orElseThrow().processes().size();
    }
}
