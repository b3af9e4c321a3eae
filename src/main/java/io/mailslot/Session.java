package io.mailslot;

import io.mailslot.internal.object.OwnHandles;
import io.mailslot.internal.process.AttachedProcess;
import io.mailslot.internal.process.Children;
import io.mailslot.internal.process.DeathWatch;
import io.mailslot.internal.process.Duplication;
import io.mailslot.internal.process.ProcessAccess;
import io.mailslot.internal.process.ProcessOpening;
import io.mailslot.internal.slot.Mailslots;

/** What all kernels of this JVM that are attached to one home share. */
final class Session implements AutoCloseable {
    private final AttachedProcess process;
    private final Mailslots mailslots;
    private final Children children;
    private final ProcessAccess processes;
    private final ProcessOpening opening;
    private final Duplication duplication;
    private final DeathWatch watch;

    Session(AttachedProcess process) {
        this.process = process;
        this.mailslots = new Mailslots(
                process.kernel(),
                process.handles(),
                process.self(),
                () -> process.reaper().reapDead());
        this.children = new Children(process);
        this.processes = new ProcessAccess(process);
        this.opening = new ProcessOpening(process);
        this.duplication = new Duplication(process, processes);
        this.watch = new DeathWatch(process);
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

    ProcessAccess processes() {
        return processes;
    }

    ProcessOpening opening() {
        return opening;
    }

    Duplication duplication() {
        return duplication;
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
