package io.mailslot.internal.slot;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import org.junit.jupiter.api.Test;

class RecordHeaderTest {
    @Test
    void shouldKeepTheLengthOfAnInlineRecord() {
        for (int length : new int[] {0, 1, 4096, RecordHeader.MAX_LENGTH}) {
            int header = RecordHeader.inline(length);

            assertThat(RecordHeader.kind(header)).isEqualTo(RecordHeader.KIND_INLINE);
            assertThat(RecordHeader.inlineLength(header, length)).isEqualTo(length);
        }
    }

    @Test
    void shouldIgnorePaddingBehindTheMessage() {
        assertThat(RecordHeader.inlineLength(RecordHeader.inline(5), 8)).isEqualTo(5);
    }

    @Test
    void shouldRefuseALengthThatDoesNotFit() {
        assertThatThrownBy(() -> RecordHeader.inline(RecordHeader.MAX_LENGTH + 1))
                .isInstanceOf(IllegalArgumentException.class);
        assertThatThrownBy(() -> RecordHeader.inline(-1)).isInstanceOf(IllegalArgumentException.class);
    }

    @Test
    void shouldNameAnUnknownKind() {
        assertThatThrownBy(() -> RecordHeader.inlineLength(0xF000_0001, 8))
                .isInstanceOf(IllegalStateException.class)
                .hasMessageContaining("unknown record kind 15");
    }

    @Test
    void shouldRefuseARecordLongerThanItsDocument() {
        assertThatThrownBy(() -> RecordHeader.inlineLength(RecordHeader.inline(9), 8))
                .isInstanceOf(IllegalStateException.class)
                .hasMessageContaining("9")
                .hasMessageContaining("8");
    }
}
