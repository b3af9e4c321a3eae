package io.mailslot.internal.flight;

import jdk.jfr.Category;
import jdk.jfr.Description;
import jdk.jfr.Event;
import jdk.jfr.Label;
import jdk.jfr.Name;
import jdk.jfr.StackTrace;

/** Files of a mailslot were deleted which every receiver had left, or which were dropped. */
@Name("mailslot.SegmentDelete")
@Label("Segment Delete")
@Description("Files of a mailslot were deleted which every receiver had left, or which were dropped.")
@Category("Mailslot")
@StackTrace(false)
public final class SegmentDelete extends Event {
    @Label("Folder")
    private String folder;

    @Label("First Segment")
    private int first;

    @Label("Segments")
    private int segments;

    private SegmentDelete() {}

    /** Tells it. */
    public static void tell(String where, int from, int count) {
        SegmentDelete event = new SegmentDelete();
        if (event.isEnabled()) {
            event.folder = where;
            event.first = from;
            event.segments = count;
            event.commit();
        }
    }
}
