package io.mailslot.internal.process;

import io.mailslot.api.AccessRight;
import io.mailslot.api.InvalidHandleException;
import io.mailslot.api.ProcessObject;
import io.mailslot.api.WaitResult;
import io.mailslot.internal.layout.ObjectEntry;
import io.mailslot.internal.layout.ObjectId;
import io.mailslot.internal.memory.Region;
import io.mailslot.internal.memory.SignalWord;
import io.mailslot.internal.object.HandleView;
import io.mailslot.internal.object.ObjectTable;
import io.mailslot.internal.object.OwnHandles;
import io.mailslot.internal.object.SharedKernel;
import io.mailslot.internal.wait.ObjectWaits;
import io.mailslot.internal.wait.WaitTarget;
import java.time.Duration;
import java.util.OptionalInt;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.Executor;

/** A handle to a process. */
class ProcessView extends HandleView implements ProcessObject, WaitTarget {
    private final SharedKernel kernel;
    private final ObjectWaits waits;

    ProcessView(OwnHandles handles, int handle, long objectId, SharedKernel kernel, ObjectWaits waits) {
        super(handles, handle, objectId);
        this.kernel = kernel;
        this.waits = waits;
    }

    @Override
    public long processId() {
        return reading(() -> {
            check(AccessRight.QUERY_INFORMATION);
            long pid = object().getLongVolatile(ObjectEntry.PID_OFFSET);
            checkOpen(); // only now it is known that it was the process's
            return pid;
        });
    }

    @Override
    public final OptionalInt exitCode() {
        return reading(() -> {
            check(AccessRight.QUERY_INFORMATION);
            Region object = object();
            boolean ended = Ending.hasEnded(object);
            int code = object.getInt(ObjectEntry.EXIT_CODE_OFFSET);
            checkOpen(); // only now it is known that it was the process's
            return ended ? OptionalInt.of(code) : OptionalInt.empty();
        });
    }

    /** The exit code, also while the process is on its way out, once somebody has told it. */
    final OptionalInt publishedCode() {
        return reading(() -> {
            check(AccessRight.QUERY_INFORMATION);
            Region object = object();
            boolean told = object.getIntVolatile(ObjectEntry.PROGRESS_OFFSET) != ObjectEntry.RUNNING;
            int code = object.getInt(ObjectEntry.EXIT_CODE_OFFSET);
            checkOpen(); // only now it is known that it was the process's
            return told ? OptionalInt.of(code) : OptionalInt.empty();
        });
    }

    @Override
    public final boolean waitForEnd(Duration timeout) {
        return reading(() -> Ending.await(kernel, objectId(), timeout, () -> check(AccessRight.SYNCHRONIZE)));
    }

    @Override
    public final CompletableFuture<Integer> onEnd(Executor executor) {
        check(AccessRight.QUERY_INFORMATION);
        return waits.whenSignaled(this, () -> exitCode().orElseThrow(), executor);
    }

    @Override
    public final WaitResult await(Duration timeout) {
        return waits.await(this, timeout);
    }

    @Override
    public final CompletableFuture<Void> whenSignaled(Executor executor) {
        return waits.whenSignaled(this, executor);
    }

    @Override
    public void terminate(int exitCode) {
        reading(() -> {
            check(AccessRight.TERMINATE);
            Ending.terminate(kernel, objectId(), exitCode, () -> check(AccessRight.TERMINATE));
            return null;
        });
    }

    @Override
    public final SignalWord word() {
        return ObjectTable.word(kernel.objects().entry(ObjectId.index(objectId())));
    }

    @Override
    public final void check() {
        check(AccessRight.SYNCHRONIZE);
    }

    @Override
    public final boolean isSignaled() {
        boolean ended = Ending.hasEnded(object());
        checkOpen(); // only now it is known that it was the process's
        return ended;
    }

    @Override
    public final Take tryTake() {
        return isSignaled() ? Take.TAKEN : Take.NOTHING;
    }

    private Region object() {
        Region object = kernel.objects().find(objectId());
        if (object == null) {
            throw new InvalidHandleException("handle " + handle() + " is closed");
        }
        return object;
    }
}
