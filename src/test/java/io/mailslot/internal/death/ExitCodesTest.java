package io.mailslot.internal.death;

import static org.assertj.core.api.Assertions.assertThat;

import io.mailslot.internal.home.HomePaths;
import io.mailslot.internal.layout.ProcessRecord;
import io.mailslot.internal.liveness.ProcessIdentity;
import io.mailslot.internal.object.KernelFile;
import io.mailslot.internal.object.KernelLock;
import io.mailslot.internal.object.ProcessRef;
import io.mailslot.internal.object.SharedKernel;
import java.io.IOException;
import java.nio.file.Path;
import java.util.OptionalInt;
import java.util.UUID;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class ExitCodesTest {
    private static final long PID = 42;

    @TempDir
    private Path folder;

    private SharedKernel kernel;
    private ProcessRef process;

    @BeforeEach
    void makeHome() throws IOException {
        HomePaths home = new HomePaths(folder);
        KernelFile.create(home.kernelData(), new UUID(1, 2));
        kernel = new SharedKernel(home, KernelLock.open(home), KernelFile.open(home.kernelData(), false));
        process = kernel.processes().allocate();
    }

    @AfterEach
    void letGo() {
        kernel.lock().close();
    }

    /** The parent is told of the program that it started, a pid of its own namespace; the child may live in another one. */
    @Test
    void shouldNotTakeThePidOfAnotherNamespaceForThatOfTheProgramThatEnded() {
        ExitCodes codes = new ExitCodes(kernel, Aliveness.once(kernel.home(), kernel.processes()));
        ExitCodes.End end = new ExitCodes.End(PID, OptionalInt.of(0));
        long own = ProcessIdentity.self().pidNamespace();

        live(own);
        assertThat(codes.isOf(end, process)).isTrue();
        live(own + 1);
        assertThat(codes.isOf(end, process)).isFalse();
    }

    private void live(long namespace) {
        kernel.processes().identify(process, new ProcessIdentity(PID, 1, namespace));
        kernel.processes().setState(process, ProcessRecord.LIVE);
    }
}
