package io.mailslot.it.lock;

import static org.assertj.core.api.Assertions.assertThat;

import io.mailslot.JavaCommand;
import io.mailslot.Kernel;
import io.mailslot.api.AccessRight;
import io.mailslot.api.DuplicateOptions;
import io.mailslot.api.EventOptions;
import io.mailslot.it.harness.ChildJvm;
import io.mailslot.it.harness.Deadline;
import io.mailslot.it.harness.TestHome;
import io.mailslot.it.harness.TestHomeExtension;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.EnumSet;
import java.util.List;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;

/** One JVM in several homes. */
@ExtendWith(TestHomeExtension.class)
class ManyHomesTest {
    @Test
    void shouldLetGoOfAHomeThatItHasLeft(TestHome home, TestHome other) throws IOException {
        for (int i = 0; i < 3; i++) {
            try (Kernel kernel = home.attach();
                    Kernel elsewhere = other.attach()) {
                kernel.synchronization().createEvent(EventOptions.defaults());
                elsewhere.synchronization().createEvent(EventOptions.defaults());
                assertThat(openBelow(home.path())).isNotEmpty();
            }
            assertThat(openBelow(home.path())).isEmpty();
            assertThat(openBelow(other.path())).isEmpty();
        }
    }

    /** While somebody has a handle to it this process has not ended, so its life lock stays. */
    @Test
    void shouldLetGoOfALeftHomeOnceThatIsGone(TestHome home, TestHome other) throws IOException {
        ChildJvm holder = home.agent();
        try (Kernel kernel = home.attach()) {
            int self = kernel.duplicate(Kernel.CURRENT_PROCESS, DuplicateOptions.defaults());
            int child = kernel.openProcess(holder.pid(), EnumSet.of(AccessRight.DUPLICATE_HANDLE), false)
                    .handle();
            kernel.duplicate(Kernel.CURRENT_PROCESS, self, child, DuplicateOptions.defaults());
        }
        assertThat(openBelow(home.path())).isNotEmpty();

        holder.kill();
        TestHome.deleteTree(home.path());
        other.attach();

        assertThat(openBelow(home.path())).isEmpty();
        home.letFilesStay();
    }

    @Test
    void shouldNotWaitInOneHomeForAnother(TestHome home, TestHome other) {
        ChildJvm user = home.start(ChildJvm.quick(JavaCommand.of(TwoHomesUser.class))
                .arguments(home.path().toString(), other.path().toString())
                .toProcessBuilder());
        assertThat(user.line()).isEqualTo("ready");
        ChildJvm standing = KernelLockTest.standStill(home);

        user.tell("go on");

        assertThat(Long.parseLong(user.line())).isLessThan(2_000);
        user.awaitExit(Deadline.PATIENCE);
        standing.kill();
    }

    private static List<Path> openBelow(Path home) throws IOException {
        List<Path> open = new ArrayList<>();
        try (Stream<Path> descriptors = Files.list(Path.of("/proc/self/fd"))) {
            for (Path descriptor : (Iterable<Path>) descriptors::iterator) {
                try {
                    Path target = Files.readSymbolicLink(descriptor);
                    if (target.startsWith(home)) {
                        open.add(target);
                    }
                } catch (IOException closedMeanwhile) {
                    continue;
                }
            }
        }
        return open;
    }
}
