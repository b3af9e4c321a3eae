package io.mailslot.internal.file;

import io.mailslot.api.MailslotException;
import io.mailslot.internal.layout.ProcessRecord;
import io.mailslot.internal.memory.Region;
import io.mailslot.internal.object.ProcessRef;
import io.mailslot.internal.object.SharedKernel;
import io.mailslot.internal.sync.PointerWord;
import java.util.function.Predicate;

/** Who may have locked the pointer of a file: processes as a {@link PointerWord} names them. */
final class Writers {
    private final SharedKernel kernel;
    private final Predicate<ProcessRef> alive;

    Writers(SharedKernel kernel, Predicate<ProcessRef> alive) {
        this.kernel = kernel;
        this.alive = alive;
    }

    /** Whether a process is dead, or has left the home. That it cannot be told is no death. */
    boolean isDead(int locker) {
        ProcessRef process = PointerWord.process(locker, kernel.processes());
        try {
            return process == null || !alive.test(process);
        } catch (MailslotException unknown) {
            return false;
        }
    }

    /** To tell people. */
    String describe(int locker) {
        Region record = kernel.processes().record(PointerWord.record(locker));
        return "process " + record.getLong(ProcessRecord.PID_OFFSET);
    }

    /** Fails once the home was deleted or replaced; costs a system call. */
    void requireHome() {
        kernel.requireHome();
    }
}
