package io.mailslot.internal.object;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.mailslot.internal.home.HomePaths;
import io.mailslot.internal.layout.ProcessRecord;
import java.io.IOException;
import java.nio.file.Path;
import java.util.List;
import java.util.UUID;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Who has a record is looked for anew whenever that may have changed, and only then. */
class InUseTest {
    @TempDir
    private Path folder;

    private SharedKernel kernel;

    @BeforeEach
    void makeHome() throws IOException {
        HomePaths home = new HomePaths(folder);
        KernelFile.create(home.kernelData(), new UUID(1, 2));
        kernel = new SharedKernel(home, KernelLock.open(home), KernelFile.open(home.kernelData(), false));
    }

    @AfterEach
    void close() {
        kernel.lock().close();
    }

    @Test
    void shouldLookAnewAfterEachChangeAndNotWithoutOne() {
        assertThat(kernel.inUse()).isEmpty();
        ProcessRef first = kernel.change(section -> make());
        List<ProcessRef> seen = kernel.inUse();
        assertThat(seen).containsExactly(first);
        kernel.change(section -> kernel.processes().state(first));
        assertThat(kernel.inUse()).as("nothing has changed").isSameAs(seen);

        ProcessRef second = kernel.change(section -> make());
        assertThat(kernel.inUse()).containsExactly(first, second);
        kernel.change(section -> free(first));
        assertThat(kernel.inUse()).containsExactly(second);
    }

    @Test
    void shouldLookAnewAsLongAsAChangeGoesOn() {
        ProcessRef first = kernel.change(section -> {
            ProcessRef made = make();
            assertThat(kernel.inUse()).containsExactly(made);
            free(made);
            assertThat(kernel.inUse()).isEmpty();
            return make();
        });
        assertThat(kernel.inUse()).containsExactly(first);
    }

    /** What it has begun is there until somebody repairs it. */
    @Test
    void shouldLookAnewAsLongAsAChangeIsLeftByWhomeverDiedInIt() {
        assertThat(kernel.inUse()).isEmpty();
        ProcessRef half = make();
        assertThat(kernel.inUse()).containsExactly(half);
        free(half);
        assertThat(kernel.inUse()).isEmpty();
    }

    @Test
    void shouldHandOutWhatNobodyCanChange() {
        kernel.change(section -> make());
        assertThatThrownBy(() -> kernel.inUse().clear()).isInstanceOf(UnsupportedOperationException.class);
    }

    private ProcessRef make() {
        kernel.markDirty();
        ProcessRef made = kernel.processes().allocate();
        kernel.processes().setState(made, ProcessRecord.LIVE);
        return made;
    }

    private Void free(ProcessRef process) {
        kernel.markDirty();
        kernel.processes().setState(process, ProcessRecord.FREE);
        return null;
    }
}
