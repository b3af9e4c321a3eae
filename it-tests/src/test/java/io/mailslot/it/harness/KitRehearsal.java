package io.mailslot.it.harness;

import io.mailslot.Kernel;
import io.mailslot.api.ErrorCode;
import io.mailslot.api.Event;
import io.mailslot.api.EventOptions;
import io.mailslot.api.Inheritance;
import io.mailslot.api.Mutex;
import io.mailslot.api.MutexOptions;
import io.mailslot.api.Receiver;
import io.mailslot.api.Sender;
import io.mailslot.it.stop.Bystander;
import io.mailslot.testkit.Child;
import io.mailslot.testkit.Jvms;
import io.mailslot.testkit.JvmsOptions;
import io.mailslot.testkit.Leaks;
import java.time.Duration;

/** What most children of the test kit do. */
final class KitRehearsal {
    private KitRehearsal() {}

    /** Has a child do it, whose JVM has some more options. */
    static void play(String... options) {
        JvmsOptions quick = JvmsOptions.defaults()
                .withTimeout(Deadline.PATIENCE.multipliedBy(2))
                .withLeaks(Leaks.IGNORE)
                .withJvmOptions(QuickJvm.options().toArray(String[]::new))
                .withJvmOptions(options);
        try (Jvms jvms = Jvms.open(quick)) {
            Kernel kernel = jvms.kernel();
            Receiver receiver = kernel.createMailslot("rehearsal");
            Sender sender = kernel.openMailslot("rehearsal");
            Event event = kernel.synchronization().createEvent(EventOptions.defaults());
            Mutex mutex = kernel.synchronization().createMutex(MutexOptions.defaults());
            Child child = jvms.jvm().withInheritance(Inheritance.all()).start();
            int size = child.call(c -> {
                sender.write("text");
                c.kernel().createMailslot("its own").close();
                return receiver.read().length;
            });
            ErrorCode refusal =
                    Refusal.refusal(child, c -> c.kernel().sender(4_000 * size).write("text"));
            child.submit(c -> {
                        c.reached(refusal.name());
                        mutex.await(Duration.ZERO);
                        mutex.release();
                        event.set();
                        return c.kernel().describe(event.handle()).usageCount();
                    })
                    .join();
            child.run(c -> {
                Bystander.open(c);
                Bystander.traffic();
                Bystander.control();
            });
            jvms.all(child.awaitPoint(refusal.name()));
        }
    }
}
