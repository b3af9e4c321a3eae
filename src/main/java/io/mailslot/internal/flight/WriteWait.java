package io.mailslot.internal.flight;

import jdk.jfr.Category;
import jdk.jfr.DataAmount;
import jdk.jfr.Description;
import jdk.jfr.Event;
import jdk.jfr.Label;
import jdk.jfr.Name;
import jdk.jfr.StackTrace;
import jdk.jfr.Threshold;

/** A sender slept until its mailslot had room, or in vain. */
@Name("mailslot.WriteWait")
@Label("Write Wait")
@Description("A sender slept until its mailslot had room, or in vain.")
@Category("Mailslot")
@StackTrace(false)
@Threshold("1 ms")
public final class WriteWait extends Event {
    @Label("Mailslot")
    private String mailslot;

    @Label("Size")
    @DataAmount
    private long size;

    @Label("Written")
    private boolean written;

    private WriteWait() {}

    /** From now on it waits. */
    public static WriteWait begun() {
        WriteWait event = new WriteWait();
        event.begin();
        return event;
    }

    /** It does not any more. */
    public void ended(String name, long bytes, boolean done) {
        end();
        if (shouldCommit()) {
            mailslot = name;
            size = bytes;
            written = done;
            commit();
        }
    }
}
