package io.mailslot.internal.file;

import io.mailslot.api.MailslotException;
import io.mailslot.internal.layout.ProcessRecord;
import io.mailslot.internal.memory.Region;
import io.mailslot.internal.object.ProcessRef;
import io.mailslot.internal.object.SharedKernel;
import java.util.function.Predicate;

/** Who may have locked the pointer of a file: processes by their records. */
final class Writers {
    private final SharedKernel kernel;
    private final Predicate<ProcessRef> alive;

    Writers(SharedKernel kernel, Predicate<ProcessRef> alive) {
        this.kernel = kernel;
        this.alive = alive;
    }

    /** Whether the process of a record is dead. That it cannot be told is no death. */
    boolean isDead(int record) {
        int generation = record(record).getInt(ProcessRecord.GENERATION_OFFSET);
        try {
            return !alive.test(new ProcessRef(record, generation));
        } catch (MailslotException unknown) {
            return false;
        }
    }

    /** To tell people. */
    String describe(int record) {
        return "process " + record(record).getLong(ProcessRecord.PID_OFFSET);
    }

    /** Fails once the home was deleted or replaced; costs a system call. */
    void requireHome() {
        kernel.requireHome();
    }

    private Region record(int index) {
        return kernel.processes().record(index);
    }
}
