package io.mailslot.it.lock;

import static org.assertj.core.api.Assertions.assertThat;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import io.mailslot.JavaCommand;
import io.mailslot.Kernel;
import io.mailslot.inspect.HomeInspector;
import io.mailslot.inspect.HomeVerifier;
import io.mailslot.it.harness.ChildJvm;
import io.mailslot.it.harness.Deadline;
import io.mailslot.it.harness.TestHome;
import io.mailslot.it.harness.TestHomeExtension;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeSet;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;

/**
 * Something in a JVM, a backup for instance, opens and closes the files of a home, its own life lock among them. Where that
 * drops the lock, which is so without native access, others take the process for dead.
 */
@ExtendWith(TestHomeExtension.class)
class LostLifeLockTest {
    private static final String INVALID = "1006";

    @Test
    void shouldBeOverAndSaySoOnceTakenForDead(TestHome home) {
        Kernel kernel = home.attach();
        ChildJvm ghost = ghost(home, "false");
        assertThat(codes(ghost)).containsExactly("0");

        assertThat(ask(ghost, "read")).isEqualTo("done");
        kernel.createMailslot("watched"); // watches for deaths from now on
        Deadline.await("it is taken for dead").until(() -> processes(home) == 1);
        ChildJvm next = home.agent(); // gets the record
        int event = next.must("event", "its own", "true", "true", "false").handle();

        assertThat(codes(ghost)).containsExactly(INVALID);
        assertThat(next.must("any", 0, event).text("index")).isEqualTo("0");
        assertThat(HomeVerifier.verify(home.path(), Deadline.DEATH_NOTICED)).isEmpty();
        assertThat(ask(ghost, "again")).isEqualTo("done");
        assertThat(codes(ghost)).containsExactly("0");
        assertThat(processes(home)).isEqualTo(3);
        assertThat(HomeVerifier.verify(home.path(), Deadline.DEATH_NOTICED)).isEmpty();
    }

    /** From the first look of the watch for deaths on, which a process with a mailslot of its own begins at once. */
    @Test
    void shouldStayAMemberWhereTheLocksAreSafe(TestHome home) {
        assumeTrue(System.getProperty("os.name").equals("Linux"), "no other system has such locks");
        home.attach().createMailslot("watched");
        ChildJvm ghost = ghost(home, "true");
        Deadline.await("both locks are held twice")
                .until(() -> twice(ghost, "life.lock") && twice(ghost, "kernel.lock"));

        assertThat(ask(ghost, "read")).isEqualTo("done");

        home.agent().must("event", "gate", "true", "true", "false"); // has looked for the dead before
        assertThat(codes(ghost)).containsExactly("0");
        assertThat(processes(home)).isEqualTo(3);
        assertThat(HomeVerifier.verify(home.path(), Deadline.DEATH_NOTICED)).isEmpty();
    }

    /** Whether a process has some file of that name open through two descriptors: one is for the lock that stays. */
    private static boolean twice(ChildJvm process, String name) throws IOException {
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

    private static ChildJvm ghost(TestHome home, String nativeCalls) {
        ChildJvm ghost = home.start(ChildJvm.quick(JavaCommand.of(Ghost.class))
                .systemProperty("mailslot.native", nativeCalls)
                .toProcessBuilder());
        assertThat(ghost.line()).isEqualTo("ready");
        return ghost;
    }

    private static String ask(ChildJvm ghost, String command) {
        ghost.tell(command);
        return ghost.line();
    }

    /** With which different codes its calls end. */
    private static Set<String> codes(ChildJvm ghost) {
        return new TreeSet<>(List.of(ask(ghost, "call").split(" ")));
    }

    private static int processes(TestHome home) {
        return HomeInspector.inspect(home.path()).orElseThrow().processes().size();
    }
}
