package io.mailslot.internal.process;

import io.mailslot.api.MailslotException;
import io.mailslot.internal.death.WithParent;
import io.mailslot.internal.object.OwnHandles;
import io.mailslot.internal.object.ProcessRef;
import io.mailslot.internal.object.SharedKernel;
import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** The children of this process that end when it closes its last handle to them, or leaves the home. Thread-safe. */
final class EndingChildren {
    private static final Logger LOG = LoggerFactory.getLogger(EndingChildren.class);

    private final SharedKernel kernel;
    private final ProcessRef self;
    private final OwnHandles handles;

    /** By their process objects. */
    private final Map<Long, ChildWatch> children = new ConcurrentHashMap<>();

    /** Whether all are to end, those too that are just being started. */
    private volatile boolean leaving;

    EndingChildren(SharedKernel kernel, ProcessRef self, OwnHandles handles) {
        this.kernel = kernel;
        this.self = self;
        this.handles = handles;
        handles.onClosed(this::closed);
    }

    /** To be called before the child is started: afterwards nothing may fail. */
    void add(PreparedChild prepared, ChildWatch watch) {
        children.put(prepared.objectId(), watch);
    }

    /** It was not started. */
    void remove(PreparedChild prepared) {
        children.remove(prepared.objectId());
    }

    /** Its program runs. Whoever has closed what it is to end with found no program yet that he could end. Throws nothing. */
    void started(PreparedChild prepared) {
        try {
            if (children.containsKey(prepared.objectId()) && (leaving || !isOpen(prepared))) {
                end(prepared.objectId());
            }
        } catch (RuntimeException | Error cannotLook) {
            LOG.debug("cannot look at the handles to a child: {}", cannotLook.toString());
        }
    }

    private boolean isOpen(PreparedChild prepared) {
        return handles.names(prepared.handle(), prepared.objectId()) || handles.hasOpen(prepared.objectId());
    }

    private void closed(long objectId) {
        if (children.containsKey(objectId) && !handles.hasOpen(objectId)) {
            end(objectId);
        }
    }

    /** Ends all: this process leaves. */
    void endAll() {
        leaving = true; // first: who does not see that is seen here
        children.keySet().forEach(this::end);
    }

    /** One that is just being started is left to {@link #started}. */
    private void end(long objectId) {
        ChildWatch watch = children.get(objectId);
        if (watch != null && watch.program() != null && children.remove(objectId) != null) {
            kill(watch.program());
            try {
                WithParent.endHeirs(kernel.processes(), self, watch.child().process());
            } catch (MailslotException | InternalError homeIsGone) {
                LOG.debug("cannot look for a JVM below a child: {}", homeIsGone.toString());
            }
        }
    }

    /**
     * The JDK's {@code Process} also closes its end of the pipes, behind whoever writes to one just now: for good, if somebody
     * below the child has the other end and does not read. Its handle closes nothing, but looks at the process first, for which
     * it takes a descriptor.
     */
    private static void kill(Process program) {
        if (!program.toHandle().destroyForcibly() && program.isAlive()) {
            program.destroyForcibly();
        }
    }
}
