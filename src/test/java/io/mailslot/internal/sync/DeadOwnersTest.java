package io.mailslot.internal.sync;

import static org.assertj.core.api.Assertions.assertThat;

import io.mailslot.api.WaitStrategy;
import io.mailslot.internal.home.HomePaths;
import io.mailslot.internal.layout.ObjectEntry;
import io.mailslot.internal.layout.ObjectId;
import io.mailslot.internal.layout.ProcessRecord;
import io.mailslot.internal.memory.Region;
import io.mailslot.internal.memory.SignalWord;
import io.mailslot.internal.object.KernelFile;
import io.mailslot.internal.object.KernelLock;
import io.mailslot.internal.object.ObjectFactory;
import io.mailslot.internal.object.ProcessRef;
import io.mailslot.internal.object.SharedKernel;
import io.mailslot.internal.wait.JointTakes;
import io.mailslot.internal.wait.Lookout;
import io.mailslot.internal.wait.Taker;
import io.mailslot.internal.wait.WaitNotes;
import io.mailslot.internal.wait.WaitTarget;
import io.mailslot.internal.wait.Waits;
import java.io.IOException;
import java.nio.file.Path;
import java.util.List;
import java.util.UUID;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;

/**
 * A thread went on with a wait for all while its process left the home, and was killed when it had come to its decision:
 * nobody gives anything back for a process that has left.
 */
@Timeout(120)
class DeadOwnersTest {
    private static final int NUMBER = 5;
    private static final long COMMITTED = NUMBER << 2 | 2;

    @TempDir
    private Path folder;

    private SharedKernel kernel;
    private ProcessRef next;

    @BeforeEach
    void makeHome() throws IOException {
        HomePaths home = new HomePaths(folder);
        KernelFile.create(home.kernelData(), new UUID(1, 2));
        kernel = new SharedKernel(home, KernelLock.open(home), KernelFile.open(home.kernelData(), false));
        ProcessRef former = kernel.processes().allocate();
        next = new ProcessRef(former.index(), former.generation() + 1);
        Region record = kernel.processes().record(next.index());
        record.putInt(ProcessRecord.GENERATION_OFFSET, next.generation());
        kernel.processes().setState(next, ProcessRecord.LIVE);
        record.putLong(ProcessRecord.DECISION_OFFSET, (long) former.generation() << 23 | COMMITTED);
    }

    @Test
    void shouldLetTheNextProcessOfTheRecordWaitForAll() {
        StateWord event = locked(ObjectEntry.TYPE_EVENT, EventView.SET);
        StateWord mutex = locked(ObjectEntry.TYPE_MUTEX, MutexView.NOBODY);

        assertThat(waits().forAll(List.of(new Signaled()), 0).signaled()).isTrue();

        assertThat(event.read()).as("it was taken").isEqualTo(EventView.RESET);
        assertThat(mutex.read()).as("it was taken by somebody who is gone").isEqualTo(Taker.GONE);
    }

    private StateWord locked(int type, long value) {
        long id = kernel.change(section -> {
            kernel.markDirty();
            return new ObjectFactory(kernel).createSync(type, null, 0, value);
        });
        StateWord word = new StateWord(kernel.objects().entry(ObjectId.index(id)), id);
        assertThat(word.change(value, StateWord.locked(value, next.index(), NUMBER)))
                .isTrue();
        return word;
    }

    private Waits waits() {
        JointTakes joint =
                new JointTakes(kernel.processes()::record, next, takes -> DeadOwners.settleLeft(kernel, next, takes));
        return new Waits(WaitStrategy.ADAPTIVE, () -> {}, new Lookout(), joint, WaitNotes.NONE);
    }

    /** Something from which nothing is taken. */
    private static final class Signaled implements WaitTarget {
        private final SignalWord word = new SignalWord(Region.inThisProcess(SignalWord.LENGTH), 0);

        @Override
        public long objectId() {
            return 1;
        }

        @Override
        public SignalWord word() {
            return word;
        }

        @Override
        public void check() {}

        @Override
        public boolean isSignaled() {
            return true;
        }

        @Override
        public boolean provesItself() {
            return true;
        }

        @Override
        public Take tryTake() {
            return Take.TAKEN;
        }
    }
}
