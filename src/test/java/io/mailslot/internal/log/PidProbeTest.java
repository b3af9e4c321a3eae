package io.mailslot.internal.log;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.util.Locale;
import org.junit.jupiter.api.Test;

class PidProbeTest {
    private static final String TAIL = " 1 2 3 0 -1 4 0 0 0 0 0 0 0 0 20 0 %d 0 99";

    @Test
    void shouldFindThisProcessAlive() {
        assertThat(PidProbe.alive(ProcessHandle.current().pid())).isTrue();
    }

    @Test
    void shouldFindAnEndedChildDead() throws IOException, InterruptedException {
        Process child = new ProcessBuilder("true").start();
        child.waitFor();

        assertThat(PidProbe.alive(child.pid())).isFalse();
    }

    @Test
    void shouldTakeAZombieForDeadOnlyWithoutThreads() {
        assertThat(PidProbe.ended("7 (java) Z" + String.format(Locale.ROOT, TAIL, 1)))
                .isTrue();
        assertThat(PidProbe.ended("7 (java) Z" + String.format(Locale.ROOT, TAIL, 5)))
                .isFalse();
        assertThat(PidProbe.ended("7 (java) T" + String.format(Locale.ROOT, TAIL, 1)))
                .isFalse();
    }

    @Test
    void shouldNotBeMisledByTheNameOfTheCommand() {
        assertThat(PidProbe.ended("7 (a) Z 1 (b) S" + String.format(Locale.ROOT, TAIL, 1)))
                .isFalse();
    }
}
