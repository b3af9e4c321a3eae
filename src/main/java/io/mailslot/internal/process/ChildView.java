package io.mailslot.internal.process;

import io.mailslot.api.ChildProcess;
import io.mailslot.api.WaitInterruptedException;
import io.mailslot.internal.object.OwnHandles;
import io.mailslot.internal.object.SharedKernel;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ExecutionException;

/** A handle to a child that this JVM started. */
final class ChildView extends ProcessView implements ChildProcess {
    private final Process process;
    private final CompletableFuture<Integer> ended;

    ChildView(
            OwnHandles handles,
            int handle,
            long objectId,
            SharedKernel kernel,
            Process process,
            CompletableFuture<Integer> ended) {
        super(handles, handle, objectId, kernel);
        this.process = process;
        this.ended = ended;
    }

    @Override
    public Process process() {
        return process;
    }

    @Override
    public int waitFor() {
        checkOpen();
        try {
            return ended.get();
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            throw new WaitInterruptedException("the thread was interrupted while it waited for process " + process.pid()
                    + ", which goes on; call again to wait on");
        } catch (ExecutionException e) {
            throw new IllegalStateException("the end of process " + process.pid() + " cannot be told", e.getCause());
        }
    }
}
