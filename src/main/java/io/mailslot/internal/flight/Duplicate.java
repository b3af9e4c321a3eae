package io.mailslot.internal.flight;

import jdk.jfr.Category;
import jdk.jfr.Description;
import jdk.jfr.Event;
import jdk.jfr.Label;
import jdk.jfr.Name;
import jdk.jfr.StackTrace;

/** A handle was duplicated. */
@Name("mailslot.Duplicate")
@Label("Duplicate")
@Description("A handle was duplicated.")
@Category("Mailslot")
@StackTrace(false)
public final class Duplicate extends Event {
    @Label("Object")
    private String object;

    @Label("Source Process")
    private long sourceProcess;

    @Label("Target Process")
    private long targetProcess;

    @Label("Handle")
    @Description("In the target process")
    private int handle;

    private Duplicate() {}

    /** Tells it. */
    public static void tell(long objectId, long from, long to, int handle) {
        Duplicate event = new Duplicate();
        if (event.isEnabled()) {
            event.object = ObjectText.of(objectId);
            event.sourceProcess = from;
            event.targetProcess = to;
            event.handle = handle;
            event.commit();
        }
    }
}
