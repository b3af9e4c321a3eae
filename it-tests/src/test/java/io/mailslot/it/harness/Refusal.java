package io.mailslot.it.harness;

import io.mailslot.api.ErrorCode;
import io.mailslot.api.MailslotException;
import io.mailslot.testkit.Child;
import io.mailslot.testkit.ChildBody;

/** With which code the library refuses what a test, or a child, does. */
public final class Refusal {
    /** What is to be refused. */
    @FunctionalInterface
    public interface Deed {
        void perform() throws Exception;
    }

    private Refusal() {}

    /** The code; a deed that is not refused is a failure. */
    public static ErrorCode refusal(Deed deed) throws Exception {
        return refused(deed).errorCode();
    }

    /** As {@link #refusal(Deed)}, for what a child does. */
    public static ErrorCode refusal(Child child, ChildBody deed) {
        return child.call(c -> refusal(() -> deed.run(c)));
    }

    /** With what a child is refused, where more than the code matters. */
    public static MailslotException refused(Child child, ChildBody deed) {
        return child.call(c -> refused(() -> deed.run(c)));
    }

    private static MailslotException refused(Deed deed) throws Exception {
        try {
            deed.perform();
        } catch (MailslotException e) {
            return e;
        }
        throw new AssertionError("it was not refused");
    }
}
