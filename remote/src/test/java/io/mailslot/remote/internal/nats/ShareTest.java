package io.mailslot.remote.internal.nats;

import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class ShareTest {
    private static final int COPIES = 3;
    private static final int SIZE = 1_000;
    private static final long MOST_BYTES = 1L << 30;

    private final Share share = new Share();

    private int spent() {
        int frames = 0;
        while (!share.isSpent()) {
            share.spend(SIZE);
            frames++;
        }
        return frames;
    }

    @Test
    void isToBeLookedAtFirst() {
        assertThat(share.isSpent()).isTrue();
    }

    @ParameterizedTest
    @CsvSource({"0,128", "1,127", "96,32"})
    void neverPassesTheMostThatIsStored(long stored, int more) {
        assertThat(share.fill(COPIES, stored, 0, MOST_BYTES)).isTrue();
        assertThat(spent()).isEqualTo(more);
    }

    /** Or it would be looked for each frame. */
    @ParameterizedTest
    @CsvSource({"97", "127", "128", "16384"})
    void waitsForRoomForSeveral(long stored) {
        assertThat(share.fill(COPIES, stored, 0, MOST_BYTES)).isFalse();
        assertThat(share.isSpent()).isTrue();
    }

    @Test
    void leavesAQuarterOfTheStreamFree() {
        assertThat(share.fill(COPIES, 0, MOST_BYTES / 4 * 3, MOST_BYTES)).isFalse();
        assertThat(share.fill(COPIES, 0, MOST_BYTES / 4 * 3 - 1, MOST_BYTES)).isTrue();
        share.spend((int) (MOST_BYTES / 64));
        assertThat(share.isSpent()).as("looked again where it is scarce").isTrue();
    }

    @Test
    void hasNoBytesToCountWhereTheStreamHasNoBound() {
        assertThat(share.fill(COPIES, 0, MOST_BYTES, -1)).isTrue();
        assertThat(spent()).isEqualTo(Share.MOST);
    }

    /** A server alone refuses exactly, and it is not asked. */
    @Test
    void isHardlyEverLookedAtWithoutCopies() {
        assertThat(share.fill(1, Share.MOST, MOST_BYTES, MOST_BYTES)).isTrue();
        assertThat(spent()).isGreaterThan(1_000);
    }

    @Test
    void goesOnForAWhileIfNothingIsKnown() {
        share.guess();
        assertThat(spent()).isEqualTo(Share.LEAST);
    }

    @ParameterizedTest
    @CsvSource({
        "2.9.10,true",
        "2.11.16,true",
        "2.12.2,true",
        "2.12.3-RC.1,true",
        "2.12.3,false",
        "2.12.10,false",
        "2.14.0,false",
        "3.0.0,false",
        "built by hand,false",
        "'',false"
    })
    void oldServersAreKnown(String version, boolean old) {
        assertThat(Session.isOlder(version)).isEqualTo(old);
    }
}
