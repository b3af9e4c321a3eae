package io.mailslot.internal.object;

import io.mailslot.api.AccessRight;
import io.mailslot.api.HandleFlag;
import io.mailslot.api.HandleInfo;
import io.mailslot.api.KernelHandle;
import io.mailslot.api.MailslotException;
import io.mailslot.api.ReceiverGoneException;
import java.util.Set;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.function.Supplier;

/** What the views of all kinds of handle have in common. Thread-safe. */
public abstract class HandleView implements KernelHandle {
    private final OwnHandles handles;
    private final int handle;
    private final long objectId;
    private final AtomicBoolean closed = new AtomicBoolean();

    protected HandleView(OwnHandles handles, int handle, long objectId) {
        this.handles = handles;
        this.handle = handle;
        this.objectId = objectId;
    }

    @Override
    public final int handle() {
        return handle;
    }

    /** Whether the handle is one of that table. */
    public final boolean isOf(OwnHandles table) {
        return handles == table;
    }

    /** The object that the handle named when this view was made. */
    public final long objectId() {
        return objectId;
    }

    /** Fails if the handle is closed by now or lacks the right. */
    public final void check(AccessRight right) {
        handles.check(handle, objectId, right);
    }

    /** Whether the handle still names the object. */
    public final boolean isOpen() {
        return handles.names(handle, objectId);
    }

    /**
     * To be called after something was opened for the handle's object: if the handle was closed just before, what this
     * process had open of the object went with it, and nobody else closes what came later.
     */
    protected final void closeIfClosed() {
        if (!isOpen()) {
            handles.noteClosed(objectId);
        }
    }

    /** Fails if somebody has found by now that the home is gone. */
    protected final void failIfHomeGone() {
        handles.failIfHomeGone();
    }

    /** Fails if the handle is closed by now. */
    public final void checkOpen() {
        handles.requireOpen(handle, objectId);
    }

    /** The failure to report when what the handle names is gone: if the handle was closed, it went with that. */
    protected final ReceiverGoneException goneUnlessClosed(ReceiverGoneException gone) {
        return reading(() -> {
            checkOpen();
            return gone;
        });
    }

    /** Reads or changes what the object holds; fails with code 1392 if somebody has cut a mapped file. */
    protected final <T> T reading(Supplier<T> work) {
        return handles.reading(work);
    }

    /** The failure to report for one of mapped memory. */
    protected final MailslotException cut(InternalError fault) {
        return handles.cut(fault);
    }

    @Override
    public final HandleInfo describe() {
        return reading(() -> {
            checkOpen();
            HandleInfo info = handles.describe(handle);
            if (info.objectId() != objectId) { // the number has passed to another one meanwhile
                throw handles.invalid(handle);
            }
            return info;
        });
    }

    @Override
    public final void setFlags(Set<HandleFlag> mask, Set<HandleFlag> flags) {
        handles.setFlags(handle, objectId, mask, flags);
    }

    @Override
    public final void close() {
        if (closed.get()) {
            return;
        }
        handles.close(handle, objectId);
        closed.set(true);
    }
}
