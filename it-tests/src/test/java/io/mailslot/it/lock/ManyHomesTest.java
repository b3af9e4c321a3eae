package io.mailslot.it.lock;

import static org.assertj.core.api.Assertions.assertThat;

import io.mailslot.Kernel;
import io.mailslot.api.AccessRight;
import io.mailslot.api.DuplicateOptions;
import io.mailslot.api.EventOptions;
import io.mailslot.api.ObjectOpenOptions;
import io.mailslot.it.harness.DamageTest;
import io.mailslot.it.harness.HomeTest;
import io.mailslot.it.harness.Prompt;
import io.mailslot.it.harness.TestHome;
import io.mailslot.junit.Named;
import io.mailslot.testkit.Child;
import io.mailslot.testkit.Jvms;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;

/** One JVM in several homes. */
@HomeTest
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
    @DamageTest
    void shouldLetGoOfALeftHomeOnceThatIsGone(TestHome home, TestHome other, @Named("holder") Child holder)
            throws IOException {
        holder.run(c -> c.kernel());
        try (Kernel kernel = home.attach()) {
            int self = kernel.duplicate(Kernel.CURRENT_PROCESS, DuplicateOptions.defaults());
            int child = kernel.openProcess(holder.pid(), ObjectOpenOptions.of(AccessRight.DUPLICATE_HANDLE))
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
    void shouldNotWaitInOneHomeForAnother(TestHome home, TestHome other, Jvms jvms) throws Exception {
        String first = home.path().toString();
        String second = other.path().toString();
        Child user = jvms.start();
        user.run(c -> TwoHomesUser.attach(first, second));
        Child standing = KernelLockTest.standStill(jvms);

        Prompt.within(
                Duration.ofSeconds(2), () -> Duration.ofMillis(user.<Long>call(c -> TwoHomesUser.useTheOther(second))));

        jvms.all(user);
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
