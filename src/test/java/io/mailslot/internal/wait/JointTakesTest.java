package io.mailslot.internal.wait;

import static org.assertj.core.api.Assertions.assertThat;

import io.mailslot.internal.layout.ProcessRecord;
import io.mailslot.internal.memory.Region;
import io.mailslot.internal.object.ProcessRef;
import java.util.ArrayList;
import java.util.List;
import java.util.function.Consumer;
import org.junit.jupiter.api.Test;

/** What others do with the decision of a process that takes from several objects. */
class JointTakesTest {
    private final Region record = Region.inThisProcess(ProcessRecord.LENGTH);
    private final JointTakes joint = takes(1, nothing -> {});

    private JointTakes takes(int generation, Consumer<JointTakes> settleLeft) {
        return new JointTakes(index -> record, new ProcessRef(0, generation), settleLeft);
    }

    @Test
    void shouldLeaveAnAttemptAloneThatHasBegunSinceTheOneThatIsSettled() {
        JointTakes.Attempt settled = joint.begin();
        settled.commit();
        long decided = joint.abort(0);
        settled.end(true);
        JointTakes.Attempt later = joint.begin();
        later.commit();

        joint.free(0, decided);

        assertThat(joint.settle(0, later.number())).isNotEqualTo(JointTakes.UNDONE);
        later.end(true);
        assertThat(joint.settle(0, later.number())).isEqualTo(JointTakes.UNDONE);
    }

    @Test
    void shouldFreeWhatWasCommittedByWhoCameToNoMore() {
        JointTakes.Attempt killed = joint.begin();
        killed.commit();

        joint.free(0, joint.abort(0));

        assertThat(joint.settle(0, killed.number())).isEqualTo(JointTakes.UNDONE);
    }

    @Test
    void shouldTellWhoHasTaken() {
        ProcessRef process = new ProcessRef(0, 1);
        record.putInt(ProcessRecord.GENERATION_OFFSET, process.generation());
        JointTakes.Attempt committed = joint.begin();
        committed.commit();

        assertThat(joint.settle(0, committed.number())).isEqualTo(Taker.thisThread(process));
        record.putInt(ProcessRecord.GENERATION_OFFSET, process.generation() + 1);
        assertThat(joint.settle(0, committed.number())).isEqualTo(Taker.GONE);
        committed.end(true);
    }

    /** Its thread went on when its process had left the home, and was killed before it had let go of anything. */
    @Test
    void shouldSettleWhatAFormerProcessOfTheRecordWasKilledIn() {
        List<Long> takers = new ArrayList<>();
        JointTakes.Attempt killed = joint.begin();
        killed.commit();
        record.putInt(ProcessRecord.GENERATION_OFFSET, 2);

        JointTakes.Attempt next =
                takes(2, takes -> takers.add(takes.settle(0, killed.number()))).begin();

        assertThat(takers).containsExactly(Taker.GONE);
        assertThat(next.number()).isNotEqualTo(killed.number());
        assertThat(next.commit()).isTrue();
        next.end(true);
    }

    @Test
    void shouldSettleWhatAThreadHasNotThatFailed() {
        List<Long> takers = new ArrayList<>();
        record.putInt(ProcessRecord.GENERATION_OFFSET, 1);
        JointTakes own = takes(1, takes -> takers.add(takes.settle(0, 1)));
        JointTakes.Attempt failed = own.begin();
        failed.commit();
        failed.end(false);

        JointTakes.Attempt next = own.begin();

        assertThat(failed.number()).isOne();
        assertThat(takers).containsExactly(Taker.thisThread(new ProcessRef(0, 1)));
        assertThat(next.commit()).isTrue();
        next.end(true);
    }
}
