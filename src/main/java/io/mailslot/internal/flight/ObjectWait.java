package io.mailslot.internal.flight;

import jdk.jfr.Category;
import jdk.jfr.Description;
import jdk.jfr.Event;
import jdk.jfr.Label;
import jdk.jfr.Name;
import jdk.jfr.StackTrace;
import jdk.jfr.Threshold;

/** A thread waited for a message to read, or for objects. */
@Name("mailslot.Wait")
@Label("Wait")
@Description("A thread waited for a message to read, or for objects.")
@Category("Mailslot")
@StackTrace(false)
@Threshold("20 ms")
public final class ObjectWait extends Event {
    @Label("Objects")
    private String objects;

    @Label("All")
    @Description("Whether for all of them at the same moment, else for any")
    private boolean all;

    @Label("Result")
    @Description("signaled, timed out or failed")
    private String result;

    private ObjectWait() {}

    /** From now on it waits. */
    public static ObjectWait begun() {
        ObjectWait event = new ObjectWait();
        event.begin();
        return event;
    }

    /** It does not any more. */
    public void ended(long[] objectIds, boolean forAll, String how) {
        end();
        if (shouldCommit()) {
            objects = ObjectText.of(objectIds);
            all = forAll;
            result = how;
            commit();
        }
    }
}
