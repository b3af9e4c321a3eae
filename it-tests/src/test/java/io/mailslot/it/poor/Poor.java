package io.mailslot.it.poor;

import io.mailslot.it.harness.Deadline;
import io.mailslot.it.harness.Poverty;
import io.mailslot.testkit.Child;
import io.mailslot.testkit.ChildContext;
import io.mailslot.testkit.ChildSpec;
import io.mailslot.testkit.Jvms;
import java.io.IOException;
import java.util.Arrays;

/** Children that lack what the operating system gives to others. What is taken from one is that of its JVM. */
final class Poor {
    private static final int OPEN_FILES = 220;
    private static final Poverty POVERTY = new Poverty();

    private Poor() {}

    /** A JVM under limits, as the shell's {@code ulimit} sets them. */
    static ChildSpec limited(Jvms jvms, String limits) {
        return jvms.jvm().startedBy("/bin/sh", "-c", limits + " && exec \"$0\" \"$@\"");
    }

    /** One that may have few files open at once. */
    static Child ofFewFiles(Jvms jvms) {
        return limited(jvms, "ulimit -n " + OPEN_FILES).withName("poor").start();
    }

    /** Takes all descriptors, once nobody else in the JVM has any for a moment only: that one would be free afterwards. */
    static void takeDescriptors(ChildContext c) throws IOException {
        boolean rested = false;
        while (!rested) {
            Deadline.await("the library's threads rest").until(Poor::isAtRest);
            POVERTY.begin(Poverty.Of.DESCRIPTORS, 0, c.folder());
            rested = isAtRest(); // else one has begun meanwhile
            if (!rested) {
                giveBack();
            }
        }
    }

    private static boolean isAtRest() {
        return Thread.getAllStackTraces().entrySet().stream()
                .filter(thread -> thread.getKey().getName().startsWith("mailslot-"))
                .allMatch(thread -> rests(thread.getKey().getName(), thread.getValue()));
    }

    /** A watch that is about to begin, and one at work, open files; one between two looks has what it needs. */
    private static boolean rests(String thread, StackTraceElement[] stack) {
        boolean works = thread.equals("mailslot-later") || thread.equals("mailslot-watch");
        return !works
                || Arrays.stream(stack).anyMatch(frame -> frame.getMethodName().equals("rest"));
    }

    /** Gives them back. */
    static void giveBack() throws IOException {
        POVERTY.end();
    }
}
