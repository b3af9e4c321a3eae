package io.mailslot.internal.flight;

import jdk.jfr.Category;
import jdk.jfr.Description;
import jdk.jfr.Event;
import jdk.jfr.Label;
import jdk.jfr.Name;
import jdk.jfr.StackTrace;

/** A dead process was reaped by this one: its handles were closed, its end told. */
@Name("mailslot.Reap")
@Label("Reap")
@Description("A dead process was reaped by this one: its handles were closed, its end told.")
@Category("Mailslot")
@StackTrace(false)
public final class Reap extends Event {
    @Label("Process")
    private long process;

    @Label("Handles")
    @Description("How many were closed")
    private int handles;

    @Label("Exit Code")
    @Description("-1 if nobody can tell")
    private int exitCode;

    private Reap() {}

    /** Tells it. */
    public static void tell(long pid, int closed, int exitCode) {
        Reap event = new Reap();
        if (event.isEnabled()) {
            event.process = pid;
            event.handles = closed;
            event.exitCode = exitCode;
            event.commit();
        }
    }
}
