package io.mailslot.internal.process;

import io.mailslot.api.ErrorCode;
import io.mailslot.api.HomeException;
import io.mailslot.api.InsufficientRightsException;
import io.mailslot.api.WaitStrategy;
import io.mailslot.internal.death.ExitCodes;
import io.mailslot.internal.layout.ObjectEntry;
import io.mailslot.internal.layout.ObjectId;
import io.mailslot.internal.liveness.ProcessIdentity;
import io.mailslot.internal.memory.FaultPoint;
import io.mailslot.internal.memory.Region;
import io.mailslot.internal.memory.Shortage;
import io.mailslot.internal.object.ObjectFactory;
import io.mailslot.internal.object.ObjectTable;
import io.mailslot.internal.object.SharedKernel;
import io.mailslot.internal.wait.WaitTimeouts;
import io.mailslot.internal.wait.Waiting;
import java.time.Duration;
import java.util.concurrent.TimeUnit;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** How processes end: waiting for it, and bringing it about. */
final class Ending {
    /** Another thread may have had the last descriptor for a moment. */
    private static final int KILLS = 3;

    private static final Logger LOG = LoggerFactory.getLogger(Ending.class);

    /** How long an exit waits for the kernel lock. */
    private static final long PUBLISH_NANOS = TimeUnit.MILLISECONDS.toNanos(500);

    private Ending() {}

    /** Whether a process has ended: its handles are closed, its exit code can be read. */
    static boolean hasEnded(Region object) {
        return object.getIntVolatile(ObjectEntry.PROGRESS_OFFSET) == ObjectEntry.ENDED;
    }

    /**
     * Waits for the end of a process.
     *
     * @param timeout how long
     * @param check throws if the caller may not wait on
     * @return whether it has ended
     */
    static boolean await(SharedKernel kernel, long objectId, Duration timeout, Runnable check) {
        Region object = kernel.objects().entry(ObjectId.index(objectId));
        return new Waiting(ObjectTable.word(object))
                .until(
                        () -> {
                            boolean ended = hasEnded(object);
                            check.run(); // only now it is known that it was the process's
                            return ended;
                        },
                        WaitTimeouts.toNanos(timeout),
                        WaitStrategy.ADAPTIVE,
                        kernel::requireHome);
    }

    /**
     * Ends this process with an exit code that all see in full, whatever the operating system makes of it. It ends in any
     * case, also where another process stands still with the kernel lock, or the home is gone.
     */
    static void exit(SharedKernel kernel, long objectId, int exitCode) {
        boolean published = new AtTheEnd(PUBLISH_NANOS)
                .start("mailslot-exit", () -> kernel.change(section -> publish(kernel, objectId, exitCode)))
                .await();
        if (!published) {
            publishWithoutLock(kernel, objectId, exitCode);
        }
        FaultPoint.EXIT_PUBLISHED.reached();
        System.exit(exitCode);
    }

    /** Only this process and who kills it write the code, and readers look at it after the end: so either one is right. */
    private static void publishWithoutLock(SharedKernel kernel, long objectId, int exitCode) {
        try {
            Region self = kernel.objects().find(objectId);
            if (self != null && isThisJvm(self)) {
                publish(kernel, objectId, exitCode);
            }
        } catch (RuntimeException | InternalError homeGoneOrCut) {
            LOG.debug("cannot publish the exit code: {}", homeGoneOrCut.toString());
        }
    }

    /**
     * Kills a process that has not ended, also one that is about to: then the exit code is the one that it published. The
     * kill comes before the exit code: whoever dies in between leaves a killed process with the
     * system's exit code, not a running one with somebody's. Under the kernel lock nobody else publishes meanwhile.
     *
     * @param check throws if the caller may not end it any more
     */
    static void terminate(SharedKernel kernel, long objectId, int exitCode, Runnable check) {
        Region self = kernel.objects().find(objectId);
        if (self != null && isThisJvm(self) && ObjectTable.isLive(self, objectId)) {
            exit(kernel, objectId, exitCode);
        }
        kernel.change(section -> {
            check.run();
            Region object = kernel.objects().find(objectId);
            if (object == null || hasEnded(object)) {
                throw ended();
            }
            if (isForeign(object)) {
                throw new InsufficientRightsException("process " + object.getLong(ObjectEntry.PID_OFFSET)
                        + " runs in another pid namespace, where this process cannot end it; ask it by a message");
            }
            if (!isRunning(object)) {
                throw ended();
            }
            kill(object.getLong(ObjectEntry.PID_OFFSET));
            FaultPoint.TERMINATE_KILLED.reached();
            return publish(kernel, objectId, exitCode);
        });
    }

    private static InsufficientRightsException ended() {
        return new InsufficientRightsException("the process has ended already; wait for it to learn its exit code");
    }

    /** The JDK looks at the process first: without a descriptor it refuses as if it were not allowed to. */
    private static void kill(long pid) {
        for (int attempt = 0; attempt < KILLS; attempt++) {
            if (ProcessHandle.of(pid).map(ProcessHandle::destroyForcibly).orElse(false)) {
                return;
            }
            Shortage.failIfOutOfDescriptors("end process " + pid);
        }
        throw new HomeException(
                ErrorCode.ACCESS_DENIED, "the operating system did not let this process end process " + pid);
    }

    private static boolean isThisJvm(Region object) {
        return ObjectFactory.identity(object).equals(ProcessIdentity.self());
    }

    /** A pid alone does not tell: another process may have it by now. */
    private static boolean isRunning(Region object) {
        return ProcessIdentity.runs(
                object.getLong(ObjectEntry.PID_OFFSET), object.getLong(ObjectEntry.START_TICKS_OFFSET));
    }

    private static boolean isForeign(Region object) {
        return object.getLong(ObjectEntry.PID_NAMESPACE_OFFSET)
                != ProcessIdentity.self().pidNamespace();
    }

    private static Void publish(SharedKernel kernel, long objectId, int exitCode) {
        Region object = kernel.objects().find(objectId);
        if (object != null) { // only damage takes a running process's object away
            ExitCodes.publish(object, exitCode);
        }
        return null;
    }
}
