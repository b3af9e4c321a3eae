package io.mailslot.internal.process;

import io.mailslot.api.HandleFlag;
import io.mailslot.api.HandleInfo;
import io.mailslot.api.InsufficientRightsException;
import io.mailslot.api.ObjectType;
import io.mailslot.api.ProcessObject;
import io.mailslot.api.WaitResult;
import io.mailslot.internal.layout.ObjectId;
import io.mailslot.internal.liveness.ProcessIdentity;
import io.mailslot.internal.memory.SignalWord;
import io.mailslot.internal.object.HandleDescription;
import io.mailslot.internal.object.ObjectTable;
import io.mailslot.internal.object.OwnHandles;
import io.mailslot.internal.object.SharedKernel;
import io.mailslot.internal.object.UsageCounts;
import io.mailslot.internal.wait.ObjectWaits;
import io.mailslot.internal.wait.WaitTarget;
import java.time.Duration;
import java.util.OptionalInt;
import java.util.Set;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.Executor;

/** The pseudo handle: this process as it means itself. It is in no table, so there is nothing to close. */
final class CurrentProcessView implements ProcessObject, WaitTarget {
    private final SharedKernel kernel;
    private final OwnHandles handles;
    private final long objectId;
    private final ObjectWaits waits;

    CurrentProcessView(SharedKernel kernel, OwnHandles handles, long objectId, ObjectWaits waits) {
        this.kernel = kernel;
        this.handles = handles;
        this.objectId = objectId;
        this.waits = waits;
    }

    @Override
    public int handle() {
        return ProcessAccess.CURRENT_PROCESS;
    }

    @Override
    public HandleInfo describe() {
        return kernel.reading(() -> new HandleDescription(
                handle(),
                ObjectType.PROCESS,
                objectId,
                Long.toString(processId()),
                UsageCounts.of(kernel.objects(), objectId),
                ProcessRights.ALL,
                Set.of()));
    }

    @Override
    public void setFlags(Set<HandleFlag> mask, Set<HandleFlag> flags) {
        throw new InsufficientRightsException(
                "the pseudo handle " + handle() + " has no flags; duplicate it to get a handle that has");
    }

    @Override
    public void close() {
        // As on Windows: closing the pseudo handle does nothing.
    }

    @Override
    public long processId() {
        return ProcessIdentity.self().pid();
    }

    @Override
    public OptionalInt exitCode() {
        return OptionalInt.empty();
    }

    @Override
    public boolean waitForEnd(Duration timeout) {
        return kernel.reading(() -> Ending.await(kernel, objectId, timeout, this::check));
    }

    /** Never done: nobody can ask any more. */
    @Override
    public CompletableFuture<Integer> onEnd(Executor executor) {
        return waits.whenSignaled(this, () -> 0, executor);
    }

    @Override
    public WaitResult await(Duration timeout) {
        return waits.await(this, timeout);
    }

    @Override
    public CompletableFuture<Void> whenSignaled(Executor executor) {
        return waits.whenSignaled(this, executor);
    }

    @Override
    public boolean isOf(OwnHandles table) {
        return handles == table;
    }

    @Override
    public void terminate(int exitCode) {
        Ending.exit(kernel, objectId, exitCode);
    }

    @Override
    public long objectId() {
        return objectId;
    }

    @Override
    public SignalWord word() {
        return ObjectTable.word(kernel.objects().entry(ObjectId.index(objectId)));
    }

    /** It cannot be closed, and has every right; but it means nobody once the process has left the home. */
    @Override
    public void check() {
        handles.checkAttached();
    }

    @Override
    public boolean isSignaled() {
        return false;
    }

    @Override
    public Take tryTake() {
        return Take.NOTHING;
    }
}
