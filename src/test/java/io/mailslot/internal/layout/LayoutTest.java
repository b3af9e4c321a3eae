package io.mailslot.internal.layout;

import static org.assertj.core.api.Assertions.assertThat;

import io.mailslot.api.AccessRight;
import io.mailslot.api.HandleFlag;
import java.util.EnumSet;
import org.junit.jupiter.api.Test;

class LayoutTest {
    private static final int MAX_GENERATION = (1 << ObjectId.GENERATION_BITS) - 1;

    /** A home is refused by the version of its kernel file alone, before anything else of it is taken for what it is not. */
    @Test
    void shouldHaveAVersionOfTheHomeForEachVersionOfAFileInIt() {
        assertThat(new int[] {KernelHeader.VERSION, HandleTableHeader.VERSION, LogControlPage.VERSION})
                .as("who raises one of the later ones raises the first one, too, and writes both down here")
                .containsExactly(7, 1, 3);
        assertThat(KernelHeader.FORMER_VERSION)
                .as("its tables are read as if they were of this one")
                .isEqualTo(6);
        assertThat(ErrorLogLayout.VERSION)
                .as("nobody needs errors.dat: who cannot read it does without")
                .isEqualTo(1);
    }

    @Test
    void shouldHaveErrorRecordsWhereTheirWordsAreAligned() {
        assertThat(ErrorLogLayout.HEADER_LENGTH % Long.BYTES).isZero();
        assertThat(ErrorLogLayout.DROPPED_OFFSET % Long.BYTES).isZero();
        assertThat(ErrorLogLayout.COUNT_OFFSET % Long.BYTES).isZero();
        assertThat(ErrorLogLayout.LAST_OFFSET % Long.BYTES).isZero();
        assertThat(ErrorLogLayout.recordLength(0) % Long.BYTES).isZero();
        assertThat(ErrorLogLayout.recordLength(1)).isEqualTo(ErrorLogLayout.TEXTS_OFFSET + Long.BYTES);
    }

    @Test
    void shouldPackObjectIds() {
        long id = ObjectId.of(65_535, MAX_GENERATION);
        assertThat(ObjectId.index(id)).isEqualTo(65_535);
        assertThat(ObjectId.generation(id)).isEqualTo(MAX_GENERATION);
        assertThat(id).isEqualTo(ObjectId.MASK);
    }

    @Test
    void shouldNeverMakeAnIdOfZero() {
        assertThat(ObjectId.nextGeneration(0)).isEqualTo(1);
        assertThat(ObjectId.nextGeneration(MAX_GENERATION)).isEqualTo(1);
    }

    @Test
    void shouldPackHandleEntries() {
        long id = ObjectId.of(65_535, MAX_GENERATION);
        EnumSet<AccessRight> all = EnumSet.allOf(AccessRight.class);
        long entry = HandleEntry.of(id, all, true);
        assertThat(HandleEntry.objectId(entry)).isEqualTo(id);
        assertThat(HandleEntry.rights(entry)).isEqualTo(all);
        assertThat(HandleEntry.flags(entry)).containsExactly(HandleFlag.INHERIT);
        long one = HandleEntry.of(id, EnumSet.of(AccessRight.WRITE), false);
        assertThat(HandleEntry.rights(one)).containsExactly(AccessRight.WRITE);
        assertThat(HandleEntry.flags(one)).isEmpty();
    }

    @Test
    void shouldChangeMaskedFlagsOnly() {
        long entry = HandleEntry.of(ObjectId.of(1, 1), EnumSet.noneOf(AccessRight.class), true);
        long both = HandleEntry.withFlags(
                entry, EnumSet.of(HandleFlag.PROTECT_FROM_CLOSE), EnumSet.allOf(HandleFlag.class));
        assertThat(HandleEntry.flags(both)).containsExactlyInAnyOrder(HandleFlag.values());
        long none = HandleEntry.withFlags(both, EnumSet.allOf(HandleFlag.class), EnumSet.noneOf(HandleFlag.class));
        assertThat(HandleEntry.flags(none)).isEmpty();
        assertThat(HandleEntry.objectId(none)).isEqualTo(HandleEntry.objectId(entry));
    }

    @Test
    void shouldNumberHandlesInStepsOfFour() {
        assertThat(HandleTableHeader.handle(1)).isEqualTo(4);
        assertThat(HandleTableHeader.index(8)).isEqualTo(2);
        assertThat(HandleTableHeader.index(11)).as("tag bits do not count").isEqualTo(2);
        assertThat(HandleTableHeader.index(0)).isEqualTo(-1);
        assertThat(HandleTableHeader.index(3)).isEqualTo(-1);
        assertThat(HandleTableHeader.index(-1)).isEqualTo(-1);
        assertThat(HandleTableHeader.index(Integer.MAX_VALUE)).isEqualTo(-1);
    }

    @Test
    void shouldKeepHotWordsOnLinesOfTheirOwn() {
        assertThat(ObjectEntry.LENGTH % 64).isZero();
        assertThat(ObjectEntry.SIGNAL_WORD_OFFSET % 64).isZero();
        assertThat(ObjectEntry.CURSOR_OFFSET % 64).isZero();
        assertThat(ObjectEntry.NAME_BYTES_OFFSET).isLessThan(ObjectEntry.SIGNAL_WORD_OFFSET);
        assertThat(ProcessRecord.CHILD_START_TICKS_OFFSET + Long.BYTES).isLessThanOrEqualTo(ProcessRecord.LENGTH);
        assertThat(KernelHeader.OBJECT_TABLE_OFFSET % 4096).isZero();
        assertThat(KernelHeader.INITIAL_LENGTH).isLessThan(1 << 20);
    }
}
