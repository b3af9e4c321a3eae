package io.mailslot.it.slot;

import static org.assertj.core.api.Assertions.assertThat;

import io.mailslot.Kernel;
import io.mailslot.api.MailslotOptions;
import io.mailslot.api.WhenFull;
import io.mailslot.it.harness.HomeTest;
import io.mailslot.testkit.Child;
import io.mailslot.testkit.Jvms;
import org.junit.jupiter.api.Test;

/**
 * Who writes while its process leaves the home must not open a mailslot once more: others would take the process for dead in
 * the middle of a write, and nobody would ever close what it has opened.
 */
@HomeTest
class LeavingWriterTest {
    private static final int ROUNDS = 5;
    private static final int OTHERS = 40;

    @Test
    void shouldHaveNothingOpenOnceTheLastKernelIsClosed(Jvms jvms, Kernel kernel) {
        MailslotOptions dropping =
                MailslotOptions.defaults().withCapacity(1 << 20).withWhenFull(WhenFull.DROP_OLDEST);
        for (int i = 0; i <= OTHERS; i++) {
            kernel.createMailslot(SlotChild.BROADCAST + "m" + i, dropping);
        }
        Child leaving = jvms.jvm().startedPlainly().start();

        for (int round = 0; round < ROUNDS; round++) {
            assertThat(leaving.<long[]>call(c -> LeavingWriter.leave(OTHERS)))
                    .as("mapped segments, round %d", round)
                    .containsExactly(0, 0);
        }
    }
}
