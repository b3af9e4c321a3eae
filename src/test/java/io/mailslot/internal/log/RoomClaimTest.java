package io.mailslot.internal.log;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Path;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class RoomClaimTest {
    private static final long SELF = 1;
    private static final long OTHER = 2;

    @TempDir
    private Path folder;

    private final StillNeededStub receiver = new StillNeededStub();
    private final Others others = new Others();
    private LogControl control;
    private RoomClaim claim;
    private long now = System.nanoTime();
    private int read;

    @BeforeEach
    void openPage() throws IOException {
        LogControl.create(folder, new LogSettings(LogSettings.MIN_CAPACITY_BYTES, 0, false));
        control = LogControl.open(folder, false);
        claim = new RoomClaim(control, others, receiver);
        read(1);
    }

    @AfterEach
    void close() {
        control.close();
    }

    @Test
    void shouldLetAnotherInForAsLongAsItIsOfUse() {
        assertThat(claim.isAnothers()).isFalse();
        name(OTHER);

        for (int i = 0; i < 10; i++) {
            assertThat(isLetInAfter(200)).isTrue();
            read(1);
        }
        assertThat(isLetInAfter(100)).isTrue();
        assertThat(isLetInAfter(240)).isTrue();
        assertThat(isLetInAfter(60)).isFalse();
        assertThat(control.roomClaim()).isZero();
    }

    @Test
    void shouldNotLetInTheDeadAndTheStoppedEvenForAMoment() {
        name(OTHER);
        assertThat(isLetInAfter(0)).isTrue();

        others.stopped = true;
        assertThat(isLetInAfter(5)).isTrue(); // looked at a moment ago
        assertThat(isLetInAfter(10)).isFalse();
        others.stopped = false;
        name(OTHER);
        assertThat(isLetInAfter(1)).isTrue();
        others.alive = false;
        assertThat(isLetInAfter(10)).isFalse();
    }

    /** Two messages a second: who waits for the room of some of them is let in first until it is there. */
    @Test
    void shouldWaitForReceiversThatAreSlow() {
        name(OTHER);
        assertThat(isLetInAfter(0)).isTrue();
        assertThat(isLetInAfter(260)).as("before it is known how slow they are").isFalse();
        now += TimeUnit.MILLISECONDS.toNanos(240);

        for (int i = 0; i < 5; i++) {
            read(1);
            control.changeRoomClaim(0, OTHER);
            assertThat(isLetInAfter(0)).isTrue();
            assertThat(isLetInAfter(490)).as("read %d", i).isTrue();
            now += TimeUnit.MILLISECONDS.toNanos(10);
        }
        assertThat(isLetInAfter(1_000)).as("once they have stopped").isFalse();
    }

    @Test
    void shouldNotTakeReceiversForSlowThatNobodyLookedAt() {
        name(OTHER);
        assertThat(isLetInAfter(0)).isTrue();
        control.changeRoomClaim(OTHER, 0);
        now += TimeUnit.MILLISECONDS.toNanos(900);
        read(100);
        name(OTHER);

        assertThat(isLetInAfter(0)).isTrue();
        assertThat(isLetInAfter(260)).isFalse();
    }

    @Test
    void shouldLetInAThreadOfItsOwnOnlyAsLongAsThatWaits() {
        assertThat(claim.make()).isTrue();
        assertThat(claim.make()).isFalse();
        assertThat(claim.isAnothers()).isFalse();
        assertThat(claim.end()).isTrue();
        assertThat(claim.end()).isFalse();
        name(SELF); // of a thread that has ended

        assertThat(claim.isAnothers()).isFalse();
        assertThat(control.roomClaim()).isZero();
    }

    private void name(long writer) {
        assertThat(control.changeRoomClaim(0, writer)).isTrue();
    }

    private void read(int messages) {
        read += messages;
        receiver.moveTo(Cursor.of(SegmentCycle.FIRST_SEGMENT, read), 0);
    }

    private boolean isLetInAfter(long millis) {
        now += TimeUnit.MILLISECONDS.toNanos(millis);
        return claim.isAnothers(control.roomClaim(), now);
    }

    private static final class Others implements LogWriters {
        private boolean alive = true;
        private boolean stopped;

        @Override
        public long self() {
            return SELF;
        }

        @Override
        public boolean isAlive(long writer) {
            return alive;
        }

        @Override
        public boolean isStopped(long writer) {
            return stopped;
        }

        @Override
        public long pid(long writer) {
            return writer;
        }
    }
}
