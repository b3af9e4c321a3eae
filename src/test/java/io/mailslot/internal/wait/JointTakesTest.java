package io.mailslot.internal.wait;

import static org.assertj.core.api.Assertions.assertThat;

import io.mailslot.internal.layout.ProcessRecord;
import io.mailslot.internal.memory.Region;
import io.mailslot.internal.object.ProcessRef;
import org.junit.jupiter.api.Test;

/** What others do with the decision of a process that takes from several objects. */
class JointTakesTest {
    private final Region record = Region.inThisProcess(ProcessRecord.LENGTH);
    private final JointTakes joint = new JointTakes(index -> record, new ProcessRef(0, 1));

    @Test
    void shouldLeaveAnAttemptAloneThatHasBegunSinceTheOneThatIsSettled() {
        JointTakes.Attempt settled = joint.begin();
        settled.commit();
        long decided = joint.abort(0);
        settled.end();
        JointTakes.Attempt later = joint.begin();
        later.commit();

        joint.free(0, decided);

        assertThat(joint.settle(0, later.number())).isNotEqualTo(JointTakes.UNDONE);
        later.end();
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
        committed.end();
    }
}
