package io.mailslot.it.poor;

import static org.assertj.core.api.Assertions.assertThat;

import io.mailslot.it.harness.HomeTest;
import io.mailslot.testkit.Child;
import io.mailslot.testkit.ErrorOutput;
import io.mailslot.testkit.Jvms;
import org.junit.jupiter.api.Test;

/** The threads of the library outlive a while without heap: nobody would begin them again for who waits already. */
@HomeTest
class ShortHeapTest {
    @Test
    void shouldWatchAndTellOnceThereIsHeapAgain(Jvms jvms) {
        // The JVM and the library tell of the memory that there was none of.
        Child child = jvms.jvm()
                .withJvmOptions("-Xmx32m")
                .withErrorOutput(ErrorOutput.ALLOWED)
                .start();

        child.run(c -> ShortHeap.useUp(c.kernel()));

        assertThat(child.<Boolean>call(c -> ShortHeap.isThere("mailslot-watch")))
                .isTrue();
        assertThat(child.<Boolean>call(c -> ShortHeap.isTold())).isTrue();
        jvms.all(child);
    }
}
