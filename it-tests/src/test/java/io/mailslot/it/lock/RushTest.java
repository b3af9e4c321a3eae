package io.mailslot.it.lock;

import static org.assertj.core.api.Assertions.assertThat;

import io.mailslot.JavaCommand;
import io.mailslot.Kernel;
import io.mailslot.api.MailslotOptions;
import io.mailslot.api.Receiver;
import io.mailslot.api.Sender;
import io.mailslot.inspect.HomeVerifier;
import io.mailslot.it.harness.ChildJvm;
import io.mailslot.it.harness.Deadline;
import io.mailslot.it.harness.TestHome;
import io.mailslot.it.harness.TestHomeExtension;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.extension.ExtendWith;

/** Many JVMs that come to a home at once, on few processors; {@code mailslot.rush.jvms} tells how many. */
@ExtendWith(TestHomeExtension.class)
@Tag("alone")
class RushTest {
    private static final int JVMS = Integer.getInteger("mailslot.rush.jvms", 24);
    private static final Duration STARTS_OF_ALL = Duration.ofMinutes(3);

    /** Attaches, makes a mailslot of its own, sends to everybody's, and says so. */
    static final class Newcomer {
        private Newcomer() {}

        public static void main(String[] arguments) {
            try (Kernel kernel = Kernel.attach();
                    Receiver own = kernel.createMailslot(arguments[0], MailslotOptions.defaults());
                    Sender sender = kernel.openMailslot("all")) {
                sender.write(new byte[] {(byte) own.handle()});
                System.out.println("through");
            }
        }
    }

    @Test
    @Timeout(300) // many more than processors, on a machine that may do other things too
    void shouldLetEverybodyThroughWhoComesAtOnce(TestHome home) {
        Kernel kernel = home.attach();
        Receiver all = kernel.createMailslot("all");
        List<ChildJvm> newcomers = new ArrayList<>();

        for (int i = 0; i < JVMS; i++) {
            newcomers.add(home.start(ChildJvm.quick(JavaCommand.of(Newcomer.class))
                    .jvmOptions("-Xmx32m")
                    .arguments("own" + i)
                    .toProcessBuilder()));
        }

        Deadline.await("all have come", STARTS_OF_ALL)
                .until(() ->
                        all.info().messageCount() == JVMS || newcomers.stream().anyMatch(RushTest::hasFailed));
        for (ChildJvm newcomer : newcomers) {
            assertThat(newcomer.line()).isEqualTo("through");
        }
        newcomers.forEach(ChildJvm::end);
        assertThat(all.info().messageCount()).isEqualTo(JVMS);
        assertThat(HomeVerifier.verify(home.path(), Deadline.DEATH_NOTICED)).isEmpty();
    }

    private static boolean hasFailed(ChildJvm newcomer) {
        return !newcomer.process().isAlive() && newcomer.process().exitValue() != 0;
    }
}
