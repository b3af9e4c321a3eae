package io.mailslot.internal.log;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatCode;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import org.junit.jupiter.api.Test;

class RecordHeaderTest {
    @Test
    void shouldKeepKindAndLength() {
        for (int kind : new int[] {RecordHeader.KIND_INLINE, RecordHeader.KIND_ARENA, RecordHeader.KIND_BATCH}) {
            for (int length : new int[] {0, 1, 4096, RecordHeader.MAX_LENGTH}) {
                int header = RecordHeader.of(kind, length);

                assertThat(RecordHeader.kind(header)).isEqualTo(kind);
                assertThat(RecordHeader.length(header)).isEqualTo(length);
            }
        }
    }

    @Test
    void shouldIgnorePaddingBehindTheMessage() {
        assertThatCode(() -> RecordHeader.requireSound(inline(5), RecordHeader.BYTES + 8))
                .doesNotThrowAnyException();
    }

    @Test
    void shouldRefuseALengthThatDoesNotFit() {
        assertThatThrownBy(() -> inline(RecordHeader.MAX_LENGTH + 1)).isInstanceOf(IllegalArgumentException.class);
        assertThatThrownBy(() -> inline(-1)).isInstanceOf(IllegalArgumentException.class);
    }

    @Test
    void shouldNameAnUnknownKind() {
        assertThatThrownBy(() -> RecordHeader.requireSound(0xF000_0001, 100))
                .isInstanceOf(IllegalStateException.class)
                .hasMessageContaining("unknown record kind 15");
    }

    @Test
    void shouldRefuseARecordLongerThanItsDocument() {
        assertThatThrownBy(() -> RecordHeader.requireSound(inline(9), RecordHeader.BYTES + 8))
                .isInstanceOf(IllegalStateException.class)
                .hasMessageContaining("21")
                .hasMessageContaining("20");
        assertThatThrownBy(() -> RecordHeader.requireSound(
                        RecordHeader.of(RecordHeader.KIND_ARENA, 9), RecordHeader.ARENA_RECORD_BYTES - 4))
                .isInstanceOf(IllegalStateException.class);
    }

    private static int inline(int length) {
        return RecordHeader.of(RecordHeader.KIND_INLINE, length);
    }
}
