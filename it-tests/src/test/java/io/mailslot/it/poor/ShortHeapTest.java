package io.mailslot.it.poor;

import static org.assertj.core.api.Assertions.assertThat;

import io.mailslot.JavaCommand;
import io.mailslot.it.harness.ChildJvm;
import io.mailslot.it.harness.TestHome;
import io.mailslot.it.harness.TestHomeExtension;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;

/** The threads of the library outlive a while without heap: nobody would begin them again for who waits already. */
@ExtendWith(TestHomeExtension.class)
class ShortHeapTest {
    @Test
    void shouldWatchAndTellOnceThereIsHeapAgain(TestHome home) {
        // The JVM and the library tell of the memory that there was none of.
        ChildJvm child = home.start(ChildJvm.quick(JavaCommand.of(ShortHeap.class))
                        .withJvmOptions("-Xmx32m")
                        .toProcessBuilder())
                .expectErrorOutput();

        assertThat(child.line()).isEqualTo("watch true");
        assertThat(child.line()).isEqualTo("told true");
        child.end();
    }
}
