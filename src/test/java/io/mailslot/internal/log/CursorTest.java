package io.mailslot.internal.log;

import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.api.Test;

class CursorTest {
    @Test
    void shouldPackSegmentDocumentAndMessage() {
        for (int segment : new int[] {1, 2, Cursor.MAX_SEGMENT}) {
            for (long document : new long[] {0, 1, Cursor.MAX_DOCUMENTS + 1}) {
                long cursor = Cursor.of(segment, document);

                assertThat(cursor).isPositive();
                for (int message : new int[] {0, 1, Cursor.MAX_MESSAGES - 1}) {
                    assertThat(Cursor.segment(cursor + message)).isEqualTo(segment);
                    assertThat(Cursor.document(cursor + message)).isEqualTo(document);
                    assertThat(Cursor.message(cursor + message)).isEqualTo(message);
                    assertThat(Cursor.documentStart(cursor + message)).isEqualTo(cursor);
                }
                assertThat(Cursor.at(Cursor.position(cursor))).isEqualTo(cursor);
            }
        }
    }

    @Test
    void shouldGrowFromMessageToMessageAndFromDocumentToDocument() {
        long cursor = Cursor.of(3, 4);

        assertThat(Cursor.next(cursor, 1)).isEqualTo(Cursor.of(3, 5));
        assertThat(Cursor.next(cursor, 2)).isEqualTo(cursor + 1);
        assertThat(Cursor.next(cursor + 1, 2)).isEqualTo(Cursor.of(3, 5));
        assertThat(Cursor.next(cursor + Cursor.MAX_MESSAGES - 1, Cursor.MAX_MESSAGES))
                .isEqualTo(Cursor.of(3, 5));
        assertThat(Cursor.of(4, 0)).isGreaterThan(Cursor.of(3, Cursor.MAX_DOCUMENTS));
    }
}
