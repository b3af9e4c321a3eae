package io.mailslot.internal.process;

import io.mailslot.api.AccessRight;
import io.mailslot.api.ChildProcess;
import io.mailslot.api.HomeException;
import io.mailslot.api.WaitStrategy;
import io.mailslot.internal.memory.Patience;
import io.mailslot.internal.object.OwnHandles;
import io.mailslot.internal.object.SharedKernel;
import io.mailslot.internal.wait.ObjectWaits;
import io.mailslot.internal.wait.Waiting;

/** A handle to a child that this JVM started. */
final class ChildView extends ProcessView implements ChildProcess {
    private final ChildWatch watch;

    ChildView(OwnHandles handles, int handle, long objectId, SharedKernel kernel, ObjectWaits waits, ChildWatch watch) {
        super(handles, handle, objectId, kernel, waits);
        this.watch = watch;
    }

    @Override
    public Process process() {
        return watch.program();
    }

    /** This process knows it before the others can. */
    @Override
    public long processId() {
        long noted = super.processId();
        return noted != 0 ? noted : process().pid();
    }

    @Override
    public void terminate(int exitCode) {
        reading(() -> {
            check(AccessRight.TERMINATE);
            watch.note(Patience.forLock());
            return null;
        });
        super.terminate(exitCode);
    }

    /** As long as this process has the handle, also if the home vanishes: the program is the JDK's. */
    @Override
    public int waitFor() {
        return reading(() -> {
            new Waiting(word()).until(this::hasProgramEnded, Waiting.FOREVER, WaitStrategy.ADAPTIVE, () -> {});
            try {
                return publishedCode().orElseGet(process()::exitValue);
            } catch (HomeException homeIsGone) {
                return process().exitValue();
            }
        });
    }

    private boolean hasProgramEnded() {
        if (!isOpen()) {
            checkOpen();
        }
        return watch.isOver();
    }
}
