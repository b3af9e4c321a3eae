package io.mailslot.internal.flight;

import jdk.jfr.Category;
import jdk.jfr.Description;
import jdk.jfr.Event;
import jdk.jfr.Label;
import jdk.jfr.Name;
import jdk.jfr.StackTrace;

/** A full mailslot dropped its oldest segment. */
@Name("mailslot.Drop")
@Label("Drop")
@Description("A full mailslot dropped its oldest segment.")
@Category("Mailslot")
@StackTrace(false)
public final class Drop extends Event {
    @Label("Folder")
    private String folder;

    @Label("Segment")
    private int segment;

    @Label("Messages")
    @Description("Those of the segment, some of which may have been read")
    private long messages;

    private Drop() {}

    /** Tells it. */
    public static void tell(String where, int dropped, long count) {
        Drop event = new Drop();
        if (event.isEnabled()) {
            event.folder = where;
            event.segment = dropped;
            event.messages = count;
            event.commit();
        }
    }
}
