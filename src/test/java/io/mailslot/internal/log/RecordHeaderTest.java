package io.mailslot.internal.log;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.util.List;
import org.junit.jupiter.api.Test;

class RecordHeaderTest {
    @Test
    void shouldKeepKindAndLength() {
        for (RecordKind kind : List.of(RecordKind.INLINE, RecordKind.ARENA, RecordKind.BATCH)) {
            for (int length : new int[] {0, 1, 4096, RecordHeader.MAX_LENGTH}) {
                int header = RecordHeader.of(kind, length);

                assertThat(RecordHeader.kind(header)).isEqualTo(kind);
                assertThat(RecordHeader.length(header)).isEqualTo(length);
            }
        }
    }

    @Test
    void shouldIgnorePaddingBehindTheMessage() {
        assertThat(RecordHeader.isSound(inline(5), Sizes.RECORD_HEADER + 8)).isTrue();
    }

    @Test
    void shouldRefuseALengthThatDoesNotFit() {
        assertThatThrownBy(() -> inline(RecordHeader.MAX_LENGTH + 1)).isInstanceOf(IllegalArgumentException.class);
        assertThatThrownBy(() -> inline(-1)).isInstanceOf(IllegalArgumentException.class);
    }

    @Test
    void shouldNameAnUnknownKind() {
        assertThat(RecordHeader.isSound(0xF000_0001, 100)).isFalse();
        assertThat(RecordHeader.problem(0xF000_0001, 100)).contains("unknown record kind 15");
    }

    @Test
    void shouldRefuseARecordLongerThanItsDocument() {
        assertThat(RecordHeader.isSound(inline(9), Sizes.RECORD_HEADER + 8)).isFalse();
        assertThat(RecordHeader.problem(inline(9), Sizes.RECORD_HEADER + 8)).contains("21", "20");
        assertThat(RecordHeader.isSound(RecordHeader.of(RecordKind.ARENA, 9), Sizes.ARENA_RECORD - 4))
                .isFalse();
    }

    private static int inline(int length) {
        return RecordHeader.of(RecordKind.INLINE, length);
    }
}
