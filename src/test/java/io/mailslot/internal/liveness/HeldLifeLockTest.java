package io.mailslot.internal.liveness;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Path;
import java.util.Properties;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** A JVM knows which life locks are its own, and so never opens their files. */
class HeldLifeLockTest {
    @TempDir
    private Path folder;

    @Test
    void shouldKnowItsOwnLockAfterAnApplicationHasReplacedAllSystemProperties() throws IOException {
        Path file = folder.resolve("life.lock");
        LifeLock held = LifeLock.hold(file);
        Properties before = System.getProperties();
        System.setProperties(new Properties());
        try {
            assertThat(LifeLock.isHeldHere(file)).isTrue();
        } finally {
            System.setProperties(before);
            held.close();
        }
        assertThat(LifeLock.isHeldHere(file)).isFalse();
    }
}
