package io.mailslot;

import io.mailslot.api.InvalidArgumentException;
import io.mailslot.api.InvalidHandleException;
import io.mailslot.api.KernelHandle;
import io.mailslot.api.ObjectType;
import io.mailslot.api.ProcessObject;
import io.mailslot.api.WaitStrategy;
import io.mailslot.api.Waitable;
import io.mailslot.internal.death.DeathWatch;
import io.mailslot.internal.file.OrdinaryFiles;
import io.mailslot.internal.log.JdkAccess;
import io.mailslot.internal.object.OwnHandles;
import io.mailslot.internal.object.ProcessRef;
import io.mailslot.internal.observe.ManagedHome;
import io.mailslot.internal.observe.Statistics;
import io.mailslot.internal.process.AttachedProcess;
import io.mailslot.internal.process.Attachments;
import io.mailslot.internal.process.Children;
import io.mailslot.internal.process.Duplication;
import io.mailslot.internal.process.InheritedHandles;
import io.mailslot.internal.process.ProcessAccess;
import io.mailslot.internal.process.ProcessOpening;
import io.mailslot.internal.slot.Mailslots;
import io.mailslot.internal.sync.DeadOwners;
import io.mailslot.internal.sync.SyncObjects;
import io.mailslot.internal.wait.JointTakes;
import io.mailslot.internal.wait.Lookout;
import io.mailslot.internal.wait.ObjectWaits;
import io.mailslot.internal.wait.WaitNotes;
import io.mailslot.internal.wait.WaitTarget;
import io.mailslot.internal.wait.Waiting;
import io.mailslot.internal.wait.Waits;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Objects;
import java.util.function.Supplier;

/** What all kernels of this JVM that are attached to one home share. */
final class Session implements AutoCloseable, Attachments.Stoppable {
    private final AttachedProcess process;
    private final Mailslots mailslots;
    private final Children children;
    private final ProcessAccess processes;
    private final ProcessOpening opening;
    private final Duplication duplication;
    private final InheritedHandles inherited;
    private final DeathWatch watch;

    private final SyncObjects syncObjects;
    private final OrdinaryFiles files;
    private final ObjectWaits waits;
    private final Statistics statistics;

    /** Null unless it is asked for: what it needs of the JDK takes long to load. */
    private ManagedHome managed;

    private boolean closed;

    Session(AttachedProcess process, WaitStrategy strategy) {
        this.process = process;
        Lookout lookout = new Lookout();
        JointTakes joint = new JointTakes(
                process.kernel().processes()::record,
                process.self(),
                takes -> DeadOwners.settleLeft(process.kernel(), process.self(), takes));
        WaitNotes notes =
                new WaitNotes(process.kernel().processes().record(process.self().index()));
        this.waits = new ObjectWaits(
                process.kernel(),
                process.handles(),
                new Waits(strategy, process.kernel()::requireHome, lookout, joint, notes),
                this::startWatch);
        this.mailslots = new Mailslots(
                process.kernel(),
                process.handles(),
                process.self(),
                () -> process.reaper().reapDead(),
                strategy,
                lookout,
                waits);
        this.watch = new DeathWatch(process.kernel(), process.reaper(), this::upkeep, lookout);
        this.syncObjects = new SyncObjects(
                process.kernel(),
                process.handles(),
                process.self(),
                patience -> process.reaper().reapDead(patience),
                joint,
                waits);
        this.files = new OrdinaryFiles(
                process.kernel(),
                process.handles(),
                process.self(),
                () -> process.reaper().reapDead(),
                process::isAlive);
        this.children = new Children(process, waits, watch::refresh);
        this.processes = new ProcessAccess(process, waits);
        this.opening = new ProcessOpening(process);
        this.duplication = new Duplication(process, processes);
        this.inherited = new InheritedHandles(process);
        this.statistics = new Statistics(process.kernel().home().root());
        statistics.follow();
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

    /** How many changes were completed; fails if the home is gone. */
    long changes() {
        process.kernel().requireHome();
        return process.kernel().changes();
    }

    Mailslots mailslots() {
        JdkAccess.require();
        return mailslots;
    }

    Children children() {
        return children;
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

    ObjectWaits waits() {
        return waits;
    }

    /** Has management see the home, until this is closed. */
    synchronized void manage() {
        if (managed == null && !closed) {
            managed = ManagedHome.of(process.kernel().home().root());
        }
    }

    private synchronized void stopManaging() {
        closed = true;
        if (managed != null) {
            managed.close();
        }
    }

    private void startWatch() {
        watch.start();
    }

    /** What a wait for several handles waits for. */
    List<WaitTarget> waitTargets(int[] handles) {
        List<WaitTarget> targets = new ArrayList<>(handles.length);
        for (int handle : handles) {
            refusePseudo(handle);
            targets.add(waitTarget(handle));
        }
        return targets;
    }

    /** What a wait for several objects waits for. */
    static List<WaitTarget> waitTargets(Waitable[] objects) {
        List<WaitTarget> targets = new ArrayList<>(objects.length);
        for (Waitable object : objects) {
            refusePseudo(Objects.requireNonNull(object, "object").handle());
            targets.add(waitTarget(object));
        }
        return targets;
    }

    private static void refusePseudo(int handle) {
        if (handle == Kernel.CURRENT_PROCESS) {
            throw new InvalidHandleException(
                    "the pseudo handle -1 cannot be among several handles to wait for; duplicate it first");
        }
    }

    /** What a wait for an object waits for. */
    static WaitTarget waitTarget(Waitable object) {
        if (Objects.requireNonNull(object, "object") instanceof WaitTarget target) {
            return target;
        }
        throw new InvalidArgumentException("a " + object.getClass().getName()
                + " is nothing that a kernel has made, and cannot be waited for; give what the kernel returned");
    }

    /** What a wait for a handle waits for. */
    WaitTarget waitTarget(int handle) {
        ObjectType type = handle == Kernel.CURRENT_PROCESS
                ? ObjectType.PROCESS
                : process.handles().type(handle);
        if (type == ObjectType.SENDER || type == ObjectType.FILE) {
            throw new InvalidHandleException("handle " + handle + " names a "
                    + type.name().toLowerCase(Locale.ROOT)
                    + ", which nobody can wait for; possible are receivers, processes, events, semaphores and mutexes");
        }
        return (WaitTarget) view(handle, type);
    }

    private KernelHandle view(int handle, ObjectType type) {
        return switch (type) {
            case PROCESS -> processes.view(handle);
            case RECEIVER -> mailslots().receiver(handle);
            case SENDER -> mailslots().sender(handle);
            case EVENT -> syncObjects.event(handle);
            case SEMAPHORE -> syncObjects.semaphore(handle);
            case MUTEX -> syncObjects.mutex(handle);
            case FILE -> files.file(handle);
        };
    }

    /** A process, of whose end this one is told. */
    ProcessObject process(int handle) {
        ProcessObject process = processes.view(handle);
        ProcessRef running = processes.other(handle);
        if (running != null) {
            watch.pickUp(running);
        }
        return process;
    }

    /** What was inherited under a name. */
    <T extends KernelHandle> T inherited(String name, Class<T> type) {
        int handle = inherited.find(name);
        ObjectType actual = process.handles().type(handle);
        KernelHandle view = actual == ObjectType.PROCESS ? process(handle) : view(handle, actual);
        inherited.find(name); // still so when it was made
        if (!type.isInstance(view)) {
            throw new InvalidHandleException("handle " + handle + ", which was inherited as '" + name + "', names a "
                    + actual.name().toLowerCase(Locale.ROOT) + ", no " + type.getSimpleName()
                    + "; ask for what it is");
        }
        return type.cast(view);
    }

    private void upkeep() {
        process.endWithParent();
        process.secure();
        Waiting.relieve();
        syncObjects.abandonOfEnded();
        mailslots.letGo();
        statistics.follow();
    }

    @Override
    public boolean stop(long deadline) {
        children.endWithThis();
        boolean quiet = mailslots.stop(deadline);
        files.close();
        return quiet;
    }

    @Override
    public void close() {
        statistics.close();
        stopManaging();
        children.endWithThis();
        watch.close();
        mailslots.close();
        files.close();
        children.close();
    }
}
