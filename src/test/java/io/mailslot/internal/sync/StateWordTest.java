package io.mailslot.internal.sync;

import static org.assertj.core.api.Assertions.assertThat;

import io.mailslot.internal.object.ProcessRef;
import io.mailslot.internal.wait.Taker;
import org.junit.jupiter.api.Test;

class StateWordTest {
    private static final int LOCKER = 1023;
    private static final int NUMBER = 5;

    @Test
    void shouldKeepTheValueWhileItIsLocked() {
        assertLocked(7, 7);
        assertLocked(Taker.GONE, Taker.GONE);
    }

    /** It is taken from somebody who is gone, or it could not be locked. */
    @Test
    void shouldKeepOfAnOwnerThatHeIsGone() {
        assertLocked(Taker.of(new ProcessRef(1023, 77), 12), Taker.GONE);
    }

    private static void assertLocked(long value, long kept) {
        long word = StateWord.locked(value, LOCKER, NUMBER);

        assertThat(StateWord.isLocked(word)).isTrue();
        assertThat(StateWord.locker(word)).isEqualTo(LOCKER);
        assertThat(StateWord.number(word)).isEqualTo(NUMBER);
        assertThat(StateWord.value(word)).isEqualTo(kept);
    }
}
