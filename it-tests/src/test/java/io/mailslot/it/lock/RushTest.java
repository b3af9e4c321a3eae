package io.mailslot.it.lock;

import static org.assertj.core.api.Assertions.assertThat;

import io.mailslot.Kernel;
import io.mailslot.api.MailslotOptions;
import io.mailslot.api.Receiver;
import io.mailslot.api.Sender;
import io.mailslot.inspect.HomeVerifier;
import io.mailslot.it.harness.Deadline;
import io.mailslot.it.harness.HomeTest;
import io.mailslot.it.harness.TestHome;
import io.mailslot.testkit.Child;
import io.mailslot.testkit.Jvms;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

/** Many JVMs that come to a home at once, on few processors; {@code mailslot.rush.jvms} tells how many. */
@HomeTest
@Tag("storm")
class RushTest {
    private static final int JVMS = Integer.getInteger("mailslot.rush.jvms", 24);
    private static final Duration STARTS_OF_ALL = Duration.ofMinutes(3);

    /** Attaches, makes a mailslot of its own, and sends to everybody's. */
    private static void come(String name) {
        try (Kernel kernel = Kernel.attach();
                Receiver own = kernel.createMailslot(name, MailslotOptions.defaults());
                Sender sender = kernel.openMailslot("all")) {
            sender.write(new byte[] {(byte) own.handle()});
        }
    }

    @Test
    @Timeout(300) // many more than processors, on a machine that may do other things too
    void shouldLetEverybodyThroughWhoComesAtOnce(TestHome home, Jvms jvms, Kernel kernel) {
        Receiver all = kernel.createMailslot("all");
        List<Child> newcomers = new ArrayList<>();

        for (int i = 0; i < JVMS; i++) {
            String name = "own" + i;
            newcomers.add(jvms.jvm().startedPlainly().withJvmOptions("-Xmx32m").start(c -> come(name)));
        }

        Deadline.await("all have come", STARTS_OF_ALL)
                .until(() ->
                        all.info().messageCount() == JVMS || newcomers.stream().anyMatch(RushTest::hasFailed));
        jvms.all(newcomers.toArray(Child[]::new));
        assertThat(all.info().messageCount()).isEqualTo(JVMS);
        assertThat(HomeVerifier.verify(home.path(), Deadline.DEATH_NOTICED)).isEmpty();
    }

    private static boolean hasFailed(Child newcomer) {
        return !newcomer.isAlive() && newcomer.process().exitValue() != 0;
    }
}
