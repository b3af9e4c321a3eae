package io.mailslot.internal.object;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;

import io.mailslot.api.InvalidHandleException;
import io.mailslot.internal.layout.ObjectEntry;
import io.mailslot.internal.layout.ObjectId;
import io.mailslot.internal.memory.Region;
import org.junit.jupiter.api.Test;

class TaggedWordTest {
    private static final int OFFSET = ObjectEntry.STATE_OFFSET;

    private final Region entry = Region.inThisProcess(ObjectEntry.LENGTH);

    private TaggedWord begin(int generation, long value) {
        entry.putInt(ObjectEntry.TYPE_OFFSET, ObjectEntry.TYPE_FREE);
        entry.putInt(ObjectEntry.GENERATION_OFFSET, generation);
        long id = ObjectId.of(7, generation);
        TaggedWord.begin(entry, id, OFFSET, value);
        entry.putInt(ObjectEntry.TYPE_OFFSET, ObjectEntry.TYPE_EVENT);
        return new TaggedWord(entry, id, OFFSET);
    }

    @Test
    void shouldChangeTheValueOfItsObject() {
        TaggedWord word = begin(1, Long.MIN_VALUE + 5);
        assertThat(word.value()).isEqualTo(Long.MIN_VALUE + 5);
        assertThat(word.change(0, 1)).isFalse();
        assertThat(word.change(Long.MIN_VALUE + 5, 1)).isTrue();
        assertThat(word.raise(1)).isFalse();
        assertThat(word.raise(3)).isTrue();
        assertThat(word.add(-1)).isTrue();
        assertThat(word.value()).isEqualTo(2);
        assertThat(word.set(9)).isTrue();
        assertThat(word.read()).isEqualTo(9);
    }

    @Test
    void shouldNotChangeTheObjectThatHasTheEntryByNow() {
        TaggedWord late = begin(1, 0);
        TaggedWord next = begin(2, 0);
        assertThat(late.change(0, 1)).isFalse();
        assertThat(late.raise(1)).isFalse();
        assertThat(late.add(1)).isFalse();
        assertThat(late.set(1)).isFalse();
        assertThat(late.isCurrent()).isFalse();
        assertThatExceptionOfType(InvalidHandleException.class).isThrownBy(late::value);
        assertThat(next.value()).isZero();
    }

    @Test
    void shouldTellTheValuesOfAnyTwoGenerationsApart() {
        long apart = Long.MAX_VALUE;
        for (int generations = 1; generations < 1 << ObjectId.GENERATION_BITS; generations++) {
            long distance = begunBehind(generations);
            apart = Math.min(apart, Math.abs(distance));
        }
        assertThat(apart).isGreaterThan(1L << 34);
    }

    /** How far what an object stores is from what one stores that has the entry some generations later. */
    private static long begunBehind(int generations) {
        return TaggedWord.tag(ObjectId.of(7, generations));
    }
}
