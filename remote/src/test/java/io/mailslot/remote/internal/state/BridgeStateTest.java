package io.mailslot.remote.internal.state;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;

import io.mailslot.Kernel;
import io.mailslot.api.ErrorCode;
import io.mailslot.api.HomeException;
import io.mailslot.api.MailslotOptions;
import io.mailslot.api.Sender;
import io.mailslot.api.SharingViolationException;
import io.mailslot.inspect.HomeInspector;
import io.mailslot.inspect.MailslotStatus;
import io.mailslot.testkit.Jvms;
import java.util.ArrayList;
import java.util.List;
import java.util.UUID;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class BridgeStateTest {
    private static final String OUTBOX = "orders to b";

    private final Jvms jvms = Jvms.open();
    private final Kernel kernel = jvms.kernel();
    private BridgeState state = BridgeState.open(kernel);

    @AfterEach
    void close() {
        state.close();
        jvms.close();
    }

    private static MarkKey key(int number) {
        return new MarkKey("a", new UUID(1, number), "orders");
    }

    private void reopen() {
        state.close();
        state = BridgeState.open(kernel);
    }

    private MailslotStatus mailslot(String name) {
        return HomeInspector.inspect(kernel.home()).orElseThrow().mailslot(name).orElseThrow();
    }

    private long records() {
        return mailslot(BridgeState.NAME).messageCount();
    }

    private long makeOutbox() {
        kernel.createMailslot(OUTBOX, MailslotOptions.defaults().withCursor("bridge"))
                .close();
        return mailslot(OUTBOX).objectId();
    }

    @Test
    void shouldKnowNothingAtFirst() {
        assertThat(state.next(key(1))).isEmpty();
        assertThat(state.inDoubt(key(1), 0, 100)).isZero();
    }

    @Test
    void shouldRememberMarks() {
        state.mark(key(1), 10);
        state.mark(key(2), 1);
        state.mark(key(1), 20);
        for (int lives = 0; lives < 3; lives++) {
            assertThat(state.next(key(1))).hasValue(20);
            assertThat(state.next(key(2))).hasValue(1);
            assertThat(state.next(key(3))).isEmpty();
            reopen();
        }
    }

    @Test
    void shouldTellApartMachinesOutboxesAndMailslots() {
        UUID outbox = UUID.randomUUID();
        state.mark(new MarkKey("a", outbox, "orders"), 1);
        state.mark(new MarkKey("b", outbox, "orders"), 2);
        state.mark(new MarkKey("a", outbox, "news"), 3);
        reopen();
        assertThat(state.next(new MarkKey("a", outbox, "orders"))).hasValue(1);
        assertThat(state.next(new MarkKey("b", outbox, "orders"))).hasValue(2);
        assertThat(state.next(new MarkKey("a", outbox, "news"))).hasValue(3);
    }

    @Test
    void shouldTellWhatIsInDoubtUntilItIsMarked() {
        state.mark(key(1), 10);
        state.intend(key(1), 10, 15);
        reopen();
        assertThat(state.next(key(1))).hasValue(10);
        assertThat(state.inDoubt(key(1), 10, 15)).isEqualTo(5);
        assertThat(state.inDoubt(key(1), 12, 100)).isEqualTo(3);
        assertThat(state.inDoubt(key(1), 15, 100)).isZero();
        assertThat(state.inDoubt(key(1), 0, 10)).isZero();

        state.mark(key(1), 15);
        assertThat(state.inDoubt(key(1), 10, 15)).isZero();
        reopen();
        assertThat(state.inDoubt(key(1), 10, 15)).isZero();
    }

    /** Whoever could not append them has what was known before hold. */
    @Test
    void shouldForgetANoteThatIsTakenBack() {
        state.intend(key(1), 3, 9);
        state.takeBack(key(1));
        reopen();
        assertThat(state.inDoubt(key(1), 3, 9)).isZero();
        assertThat(state.next(key(1))).isEmpty();

        state.mark(key(1), 9);
        state.intend(key(1), 600, 700);
        state.takeBack(key(1));
        reopen();
        assertThat(state.inDoubt(key(1), 600, 700)).isZero();
        assertThat(state.next(key(1)))
                .as("what is missing before these is not counted yet")
                .hasValue(9);
    }

    /** The frame that was noted first may be gone when the bridge is there again, and shorter ones come in its place. */
    @Test
    void shouldKeepTheDoubtBehindAShorterFrame() {
        state.intend(key(1), 0, 1000);
        reopen();
        state.intend(key(1), 0, 250);
        reopen();
        assertThat(state.inDoubt(key(1), 0, 5000)).isEqualTo(1000);
        state.mark(key(1), 250);
        assertThat(state.inDoubt(key(1), 0, 5000)).isEqualTo(750);
        reopen();
        assertThat(state.next(key(1))).hasValue(250);
        assertThat(state.inDoubt(key(1), 250, 500)).isEqualTo(250);

        state.intend(key(1), 250, 500);
        state.takeBack(key(1));
        reopen();
        assertThat(state.next(key(1))).hasValue(250);
        assertThat(state.inDoubt(key(1), 250, 500))
                .as("who died may have appended them")
                .isEqualTo(250);
        assertThat(state.inDoubt(key(1), 500, 1000)).isEqualTo(500);

        state.intend(key(1), 2000, 2100);
        assertThat(state.inDoubt(key(1), 0, 5000))
                .as("the others will not come any more")
                .isEqualTo(100);
        state.mark(key(1), 2100);
        reopen();
        assertThat(state.inDoubt(key(1), 0, 5000)).isZero();
    }

    @Test
    void shouldKnowWhichOutboxesWereMadeSinceItWasBegun() {
        long objectId = makeOutbox();
        UUID untouched = state.outbox(OUTBOX, objectId, true);
        UUID touched = state.outbox("another", objectId, false);
        for (int lives = 0; lives < 2; lives++) {
            assertThat(state.isOlderThan(untouched)).isTrue();
            assertThat(state.isOlderThan(touched)).isFalse();
            assertThat(state.isOlderThan(new UUID(1, 2))).isFalse();
            reopen();
        }
        assertThat(state.isOlderThan(OutboxIdentity.make(true, System.currentTimeMillis() - 60_000)))
                .isFalse();
    }

    /** Of a state that was lost. */
    @Test
    void shouldKnowNothingOfOutboxesThatWereMadeBeforeItWasBegun() throws InterruptedException {
        UUID outbox = OutboxIdentity.make(true, System.currentTimeMillis());
        Thread.sleep(2); // the clock has milliseconds
        state.close();
        kernel.deleteMailslot(BridgeState.NAME);
        state = BridgeState.open(kernel);
        assertThat(state.isOlderThan(outbox)).isFalse();
    }

    @Test
    void shouldNoteWhatComesFromAnOutboxForTheFirstTime() {
        state.intend(key(1), 7, 9);
        reopen();
        assertThat(state.next(key(1))).isEmpty();
        assertThat(state.inDoubt(key(1), 7, 9)).isEqualTo(2);
    }

    @Test
    void shouldGiveAnOutboxOneIdentityForItsLife() {
        long objectId = makeOutbox();
        UUID identity = state.outbox(OUTBOX, objectId, true);
        assertThat(state.outbox(OUTBOX, objectId, true)).isEqualTo(identity);
        reopen();
        assertThat(state.outbox(OUTBOX, objectId, true)).isEqualTo(identity);

        kernel.deleteMailslot(OUTBOX);
        long other = makeOutbox();
        UUID next = state.outbox(OUTBOX, other, true);
        assertThat(next).isNotEqualTo(identity);
        reopen();
        assertThat(state.outbox(OUTBOX, other, true)).isEqualTo(next);
    }

    /** In a home that has begun anew another mailslot may have the identity that the old one had. */
    @Test
    void shouldGiveAnotherIdentityOnceTheOutboxWasSeenToBeGone() {
        long objectId = makeOutbox();
        UUID identity = state.outbox(OUTBOX, objectId, true);
        kernel.deleteMailslot(OUTBOX);
        reopen();
        reopen();
        assertThat(state.outbox(OUTBOX, objectId, true)).isNotEqualTo(identity);
    }

    @Test
    void shouldBeOpenOnce() {
        assertThatExceptionOfType(SharingViolationException.class).isThrownBy(() -> BridgeState.open(kernel));
    }

    @Test
    void shouldReplaceRecordsThatDoNotMatterAnyMore() {
        long objectId = makeOutbox();
        UUID identity = state.outbox(OUTBOX, objectId, true);
        int frames = 5 * BridgeState.RECORDS_KEPT;
        for (int i = 0; i < frames; i++) {
            state.intend(key(i % 3), i, i + 1);
            state.mark(key(i % 3), i + 1);
        }
        state.intend(key(3), 1, 5);

        assertThat(records()).isLessThanOrEqualTo(BridgeState.RECORDS_KEPT);
        assertThat(mailslot(BridgeState.NAME).appendedMessages()).isGreaterThan(2L * frames);
        reopen();
        for (int i = frames - 3; i < frames; i++) {
            assertThat(state.next(key(i % 3))).hasValue(i + 1);
        }
        assertThat(state.inDoubt(key(3), 1, 5)).isEqualTo(4);
        assertThat(state.outbox(OUTBOX, objectId, true)).isEqualTo(identity);
    }

    @Test
    void shouldKeepTheMarksOfManyMachines() {
        int machines = BridgeState.RECORDS_KEPT + 1000; // more than one batch has
        List<MarkKey> keys = new ArrayList<>();
        for (int i = 0; i < machines; i++) {
            keys.add(new MarkKey("machine-" + i, new UUID(2, i), "news"));
        }
        for (int round = 1; round <= 6; round++) {
            for (MarkKey key : keys) {
                state.mark(key, round);
            }
        }
        assertThat(records()).isLessThan(6L * machines);
        reopen();
        assertThat(keys).allSatisfy(key -> assertThat(state.next(key)).hasValue(6));
    }

    @Test
    void shouldForgetOutboxesThatWereMadeAnewAgainAndAgain() {
        int outboxes = 2 * BridgeState.RECORDS_KEPT;
        for (int i = 0; i < outboxes; i++) {
            state.mark(key(i), i);
        }
        assertThat(state.next(key(0))).isEmpty();
        reopen();
        assertThat(state.next(key(0))).isEmpty();
        for (int i = outboxes - StateMemory.OUTBOXES_KEPT; i < outboxes; i++) {
            assertThat(state.next(key(i))).hasValue(i);
        }
    }

    /** Whoever dies before the old ones are taken leaves some of the new ones behind them. */
    @Test
    void shouldSayTheSameWithSomeRecordsTwice() {
        state.mark(key(1), 10);
        state.intend(key(1), 10, 15);
        state.mark(key(2), 20);
        StateRecord.Key[] again = {
            new StateRecord.Key(1, key(1), new Progress(10, 10, 15)),
            new StateRecord.Key(2, key(2), new Progress(20, 0, 0))
        };
        for (StateRecord.Key record : again) {
            append(record.toMessage());
            state = BridgeState.open(kernel);
            assertThat(state.next(key(1))).hasValue(10);
            assertThat(state.inDoubt(key(1), 10, 15)).isEqualTo(5);
            assertThat(state.next(key(2))).hasValue(20);
        }
        state.mark(key(1), 15);
        state.mark(key(3), 30);
        reopen();
        assertThat(state.next(key(1))).hasValue(15);
        assertThat(state.next(key(2))).hasValue(20);
        assertThat(state.next(key(3))).hasValue(30);
    }

    private void append(byte... message) {
        state.close();
        try (Sender sender = kernel.openMailslot(BridgeState.NAME)) {
            sender.write(message);
        }
    }

    private void assertRefused(ErrorCode code, String words) {
        assertThatExceptionOfType(HomeException.class)
                .isThrownBy(() -> BridgeState.open(kernel))
                .withMessageContaining(words)
                .satisfies(refused -> assertThat(refused.errorCode()).isEqualTo(code));
        kernel.deleteMailslot(BridgeState.NAME); // so nobody has it open
    }

    @ParameterizedTest
    @ValueSource(bytes = {2, 127, -1})
    void shouldNotTouchAStateOfANewerVersion(byte version) {
        append(version, StateRecord.MARK);
        assertRefused(
                ErrorCode.REVISION_MISMATCH,
                "is of version " + Byte.toUnsignedInt(version) + ", and this bridge knows version 1;");
    }

    @Test
    void shouldNotGuessWhatARecordMeans() {
        // behind the one that tells when it was begun
        append(StateRecord.VERSION, (byte) 'X');
        assertRefused(ErrorCode.FILE_CORRUPT, "record 1 of the bridge's state");
    }

    @Test
    void shouldNotGuessWhatACutRecordMeans() {
        append(StateRecord.VERSION, StateRecord.MARK, (byte) 0);
        assertRefused(ErrorCode.FILE_CORRUPT, "record 1 of the bridge's state");
    }
}
