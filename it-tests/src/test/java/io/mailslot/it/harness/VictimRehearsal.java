package io.mailslot.it.harness;

import io.mailslot.internal.memory.FaultPoint;
import io.mailslot.it.fault.Victim;
import io.mailslot.testkit.Jvms;
import io.mailslot.testkit.JvmsOptions;
import io.mailslot.testkit.Leaks;
import java.nio.file.Path;

/** What victims of tests do, which load more than most children. */
final class VictimRehearsal {
    private VictimRehearsal() {}

    /** Has a child do it in a home, whose JVM has some more options. */
    static void play(Path home, String... options) {
        JvmsOptions quick = JvmsOptions.defaults()
                .withTimeout(Deadline.PATIENCE.multipliedBy(2))
                .withLeaks(Leaks.IGNORE);
        try (Jvms jvms = Jvms.open(HomeSettings.in(home, quick).withJvmOptions(options))) {
            jvms.all(jvms.jvm().withSystemProperty(FaultPoint.PROPERTY, "none").start(Victim::rehearse));
        }
    }
}
