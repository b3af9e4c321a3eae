package io.mailslot.internal.flight;

import jdk.jfr.Category;
import jdk.jfr.Description;
import jdk.jfr.Event;
import jdk.jfr.Label;
import jdk.jfr.Name;
import jdk.jfr.StackTrace;
import jdk.jfr.Threshold;

/** A thread waited for the kernel lock of its home, which others had. */
@Name("mailslot.KernelLock")
@Label("Kernel Lock")
@Description("A thread waited for the kernel lock of its home, which others had.")
@Category("Mailslot")
@StackTrace(false)
@Threshold("10 ms")
public final class KernelLockWait extends Event {
    @Label("Holder")
    @Description("Who had the lock when the wait began, and since when")
    private String holder;

    @Label("Taken")
    private boolean taken;

    private KernelLockWait() {}

    /** From now on it waits. */
    public static KernelLockWait begun(String holder) {
        KernelLockWait event = new KernelLockWait();
        event.holder = holder;
        event.begin();
        return event;
    }

    /** It has the lock now. */
    public void took() {
        taken = true;
        end();
    }

    /** To be called when it has given the lock back, or has not got it. */
    public void tell() {
        if (!taken) {
            end();
        }
        commit();
    }
}
