package io.mailslot.internal.process;

import io.mailslot.api.ChildProcess;
import io.mailslot.api.HomeException;
import io.mailslot.api.WaitStrategy;
import io.mailslot.internal.object.OwnHandles;
import io.mailslot.internal.object.SharedKernel;
import io.mailslot.internal.wait.Waiting;
import java.util.concurrent.CompletableFuture;

/** A handle to a child that this JVM started. */
final class ChildView extends ProcessView implements ChildProcess {
    private final Process process;
    private final CompletableFuture<Void> ended;

    ChildView(
            OwnHandles handles,
            int handle,
            long objectId,
            SharedKernel kernel,
            Process process,
            CompletableFuture<Void> ended) {
        super(handles, handle, objectId, kernel);
        this.process = process;
        this.ended = ended;
    }

    @Override
    public Process process() {
        return process;
    }

    /** As long as this process has the handle, also if the home vanishes: the program is the JDK's. */
    @Override
    public int waitFor() {
        return reading(() -> {
            new Waiting(word()).until(this::hasProgramEnded, Waiting.FOREVER, WaitStrategy.ADAPTIVE, () -> {});
            try {
                // There is none where a child of the program has taken its place, and lives.
                return exitCode().orElseGet(process::exitValue);
            } catch (HomeException homeIsGone) {
                return process.exitValue();
            }
        });
    }

    private boolean hasProgramEnded() {
        if (!isOpen()) {
            checkOpen();
        }
        return ended.isDone();
    }
}
