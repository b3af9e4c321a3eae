package io.mailslot.it.poor;

import io.mailslot.it.harness.Poverty;
import io.mailslot.testkit.Child;
import io.mailslot.testkit.ChildContext;
import io.mailslot.testkit.ChildSpec;
import io.mailslot.testkit.Jvms;
import java.io.IOException;

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

    /** Takes all descriptors. */
    static void takeDescriptors(ChildContext c) throws IOException {
        POVERTY.begin(Poverty.Of.DESCRIPTORS, 0, c.folder());
    }

    /** Gives them back. */
    static void giveBack() throws IOException {
        POVERTY.end();
    }
}
