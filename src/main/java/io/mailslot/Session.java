package io.mailslot;

import io.mailslot.api.InvalidHandleException;
import io.mailslot.api.KernelHandle;
import io.mailslot.api.ObjectType;
import io.mailslot.api.WaitStrategy;
import io.mailslot.internal.death.DeathWatch;
import io.mailslot.internal.file.OrdinaryFiles;
import io.mailslot.internal.log.JdkAccess;
import io.mailslot.internal.object.OwnHandles;
import io.mailslot.internal.process.AttachedProcess;
import io.mailslot.internal.process.Attachments;
import io.mailslot.internal.process.Children;
import io.mailslot.internal.process.Duplication;
import io.mailslot.internal.process.ProcessAccess;
import io.mailslot.internal.process.ProcessOpening;
import io.mailslot.internal.slot.Mailslots;
import io.mailslot.internal.sync.DeadOwners;
import io.mailslot.internal.sync.SyncObjects;
import io.mailslot.internal.wait.JointTakes;
import io.mailslot.internal.wait.Lookout;
import io.mailslot.internal.wait.WaitTarget;
import io.mailslot.internal.wait.Waits;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.function.Supplier;

/** What all kernels of this JVM that are attached to one home share. */
final class Session implements AutoCloseable, Attachments.Stoppable {
    private final AttachedProcess process;
    private final Mailslots mailslots;
    private final Children children;
    private final ProcessAccess processes;
    private final ProcessOpening opening;
    private final Duplication duplication;
    private final DeathWatch watch;

    private final SyncObjects syncObjects;
    private final OrdinaryFiles files;
    private final Waits waits;

    Session(AttachedProcess process, WaitStrategy strategy) {
        this.process = process;
        Lookout lookout = new Lookout();
        this.mailslots = new Mailslots(
                process.kernel(),
                process.handles(),
                process.self(),
                () -> process.reaper().reapDead(),
                strategy,
                lookout);
        this.watch = new DeathWatch(process.kernel(), process.reaper(), this::upkeep, lookout);
        JointTakes joint = new JointTakes(
                process.kernel().processes()::record,
                process.self(),
                takes -> DeadOwners.settleLeft(process.kernel(), process.self(), takes));
        this.syncObjects = new SyncObjects(
                process.kernel(),
                process.handles(),
                process.self(),
                () -> process.reaper().reapDead(),
                joint);
        this.files = new OrdinaryFiles(
                process.kernel(),
                process.handles(),
                process.self(),
                () -> process.reaper().reapDead(),
                process::isAlive);
        this.waits = new Waits(strategy, process.kernel()::requireHome, lookout, joint);
        this.children = new Children(process);
        this.processes = new ProcessAccess(process);
        this.opening = new ProcessOpening(process);
        this.duplication = new Duplication(process, processes);
        watch.startLater();
    }

    /** Runs a call; fails with code 1392 if it meets what somebody has cut off a mapped file. */
    <T> T reading(Supplier<T> call) {
        return process.kernel().reading(call);
    }

    /** As {@link #reading}, for a call that proves itself that it has read what is there. */
    <T> T proving(Supplier<T> call) {
        return process.kernel().proving(call);
    }

    AttachedProcess process() {
        return process;
    }

    OwnHandles handles() {
        return process.handles();
    }

    Mailslots mailslots() {
        JdkAccess.require();
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

    SyncObjects syncObjects() {
        return syncObjects;
    }

    OrdinaryFiles files() {
        return files;
    }

    Waits waits() {
        return waits;
    }

    /** What a wait for several handles waits for. */
    List<WaitTarget> waitTargets(int[] handles) {
        List<WaitTarget> targets = new ArrayList<>();
        for (int handle : handles) {
            if (handle == Kernel.CURRENT_PROCESS) {
                throw new InvalidHandleException(
                        "the pseudo handle -1 cannot be among several handles to wait for; duplicate it first");
            }
            targets.add(waitTarget(handle));
        }
        return targets;
    }

    /** What a wait for a handle waits for. */
    WaitTarget waitTarget(int handle) {
        watch.start();
        ObjectType type = handle == Kernel.CURRENT_PROCESS
                ? ObjectType.PROCESS
                : process.handles().type(handle);
        KernelHandle view = switch (type) {
            case PROCESS -> processes.view(handle);
            case RECEIVER -> mailslots().receiver(handle);
            case EVENT -> syncObjects.event(handle);
            case SEMAPHORE -> syncObjects.semaphore(handle);
            case MUTEX -> syncObjects.mutex(handle);
            case SENDER, FILE ->
                throw new InvalidHandleException(
                        "handle " + handle + " names a "
                                + type.name().toLowerCase(Locale.ROOT)
                                + ", which nobody can wait for; possible are receivers, processes, events, semaphores and mutexes");
        };
        return (WaitTarget) view;
    }

    private void upkeep() {
        process.secure();
        syncObjects.abandonOfEnded();
        mailslots.letGo();
    }

    @Override
    public boolean stop(long deadline) {
        boolean quiet = mailslots.stop(deadline);
        files.close();
        return quiet;
    }

    @Override
    public void close() {
        watch.close();
        mailslots.close();
        files.close();
    }
}
