package io.mailslot.internal.flight;

import jdk.jfr.Category;
import jdk.jfr.Description;
import jdk.jfr.Event;
import jdk.jfr.Label;
import jdk.jfr.Name;
import jdk.jfr.StackTrace;

/** A mailslot went on in a new file. */
@Name("mailslot.SegmentRoll")
@Label("Segment Roll")
@Description("A mailslot went on in a new file.")
@Category("Mailslot")
@StackTrace(false)
public final class SegmentRoll extends Event {
    @Label("Folder")
    private String folder;

    @Label("Segment")
    private int segment;

    private SegmentRoll() {}

    /** From now on the file is made. */
    public static SegmentRoll begun() {
        SegmentRoll event = new SegmentRoll();
        event.begin();
        return event;
    }

    /** Messages go there now. */
    public void ended(String where, int number) {
        end();
        folder = where;
        segment = number;
    }

    /** To be called with nothing locked. */
    public void tell() {
        commit();
    }
}
