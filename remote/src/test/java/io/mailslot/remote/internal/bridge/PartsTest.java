package io.mailslot.remote.internal.bridge;

import static org.assertj.core.api.Assertions.assertThat;

import io.mailslot.api.MessageBatch;
import io.mailslot.remote.internal.frame.Frame;
import io.mailslot.remote.internal.frame.FrameException;
import java.util.List;
import java.util.UUID;
import org.junit.jupiter.api.Test;

/** How frames are divided for mailslots that take little at once. */
class PartsTest {
    private static Frame frame(int first, int... sizes) throws FrameException {
        byte[][] messages = new byte[sizes.length][];
        for (int i = 0; i < sizes.length; i++) {
            messages[i] = new byte[sizes[i]];
        }
        return Frame.of(PaperMachine.frame(new UUID(1, 2), first, messages));
    }

    private static List<String> texts(List<Parts.Part> parts) {
        return parts.stream()
                .map(part -> part.first() + "-" + part.next() + ": "
                        + part.batch().size() + " of " + part.batch().messageBytes())
                .toList();
    }

    @Test
    void shouldTakeAllAtOnceIfTheMailslotDoes() throws FrameException {
        Parts parts = new Parts(1_000, 10_000);
        assertThat(texts(parts.of(frame(5, 10, 20, 0), 5))).containsExactly("5-8: 3 of 30");
        assertThat(parts.refused()).isZero();
    }

    @Test
    void shouldBeginWhereItIsTold() throws FrameException {
        Parts parts = new Parts(1_000, 10_000);
        assertThat(texts(parts.of(frame(5, 10, 20, 30), 7))).containsExactly("7-8: 1 of 30");
    }

    @Test
    void shouldDivideWhatIsTooMuchAtOnce() throws FrameException {
        Parts parts = new Parts(1_000, 100);
        assertThat(texts(parts.of(frame(0, 40, 40, 40, 500, 1), 0)))
                .containsExactly("0-2: 2 of 80", "2-3: 1 of 40", "3-4: 1 of 500", "4-5: 1 of 1");
        assertThat(texts(parts.of(frame(9, 1), 9))).containsExactly("9-10: 1 of 1");
    }

    @Test
    void shouldLeaveOutWhatIsTooLargeAndCountIt() throws FrameException {
        Parts parts = new Parts(10, 100);
        assertThat(texts(parts.of(frame(0, 11, 10, 12), 0))).containsExactly("0-3: 1 of 10");
        assertThat(parts.refused()).isEqualTo(2);
        assertThat(texts(parts.of(frame(3, 11), 3))).containsExactly("3-4: 0 of 0");
        assertThat(parts.refused()).isOne();
    }

    @Test
    void shouldUseItsMemoryAgainUntilItLetsGo() throws FrameException {
        Parts parts = new Parts(1_000_000, 1_000_000);
        MessageBatch large = parts.of(frame(0, 500_000), 0).get(0).batch();
        assertThat(parts.of(frame(1, 10), 1).get(0).batch()).isSameAs(large);
        parts.letGo();
        assertThat(parts.of(frame(2, 10), 2).get(0).batch()).isNotSameAs(large);
        assertThat(texts(parts.of(frame(3, 10, 20), 3))).containsExactly("3-5: 2 of 30");
    }
}
