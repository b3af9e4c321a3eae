package io.mailslot;

import io.mailslot.internal.object.OwnHandles;
import io.mailslot.internal.process.AttachedProcess;
import io.mailslot.internal.process.Children;
import io.mailslot.internal.process.DeathWatch;
import io.mailslot.internal.slot.Mailslots;

/** What all kernels of this JVM that are attached to one home share. */
final class Session implements AutoCloseable {
    private final AttachedProcess process;
    private final Mailslots mailslots;
    private final Children children;
    private final DeathWatch watch;

    Session(AttachedProcess process) {
        this.process = process;
        this.mailslots = new Mailslots(
                process.kernel(),
                process.handles(),
                process.self(),
                () -> process.reaper().reapDead());
        this.children = new Children(process);
        this.watch = new DeathWatch(process.reaper());
    }

    AttachedProcess process() {
        return process;
    }

    OwnHandles handles() {
        return process.handles();
    }

    Mailslots mailslots() {
        return mailslots;
    }

    Children children() {
        return children;
    }

    DeathWatch watch() {
        return watch;
    }

    @Override
    public void close() {
        watch.close();
        mailslots.close();
    }
}
