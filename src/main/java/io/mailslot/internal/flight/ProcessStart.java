package io.mailslot.internal.flight;

import jdk.jfr.Category;
import jdk.jfr.Description;
import jdk.jfr.Event;
import jdk.jfr.Label;
import jdk.jfr.Name;
import jdk.jfr.StackTrace;

/** A child was started. */
@Name("mailslot.ProcessStart")
@Label("Process Start")
@Description("A child was started.")
@Category("Mailslot")
@StackTrace(false)
public final class ProcessStart extends Event {
    @Label("Program")
    private String program;

    @Label("Process")
    private long process;

    private ProcessStart() {}

    /** From now on it is started. */
    public static ProcessStart begun() {
        ProcessStart event = new ProcessStart();
        event.begin();
        return event;
    }

    /** It runs. */
    public void ended(String command, long pid) {
        end();
        if (shouldCommit()) {
            program = command;
            process = pid;
            commit();
        }
    }
}
