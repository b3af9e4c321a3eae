package io.mailslot.it.harness;

import io.mailslot.Kernel;
import io.mailslot.Synchronization;
import io.mailslot.api.AccessRight;
import io.mailslot.api.DuplicateOptions;
import io.mailslot.api.ErrorCode;
import io.mailslot.api.Event;
import io.mailslot.api.EventOptions;
import io.mailslot.api.FileDisposition;
import io.mailslot.api.FileObject;
import io.mailslot.api.FileOpenOptions;
import io.mailslot.api.Inheritance;
import io.mailslot.api.MailslotOptions;
import io.mailslot.api.Mutex;
import io.mailslot.api.MutexOptions;
import io.mailslot.api.Receiver;
import io.mailslot.api.Semaphore;
import io.mailslot.api.SemaphoreOptions;
import io.mailslot.api.Sender;
import io.mailslot.inspect.HomeInspector;
import io.mailslot.it.stop.Bystander;
import io.mailslot.testkit.Child;
import io.mailslot.testkit.ChildContext;
import io.mailslot.testkit.Jvms;
import io.mailslot.testkit.JvmsOptions;
import io.mailslot.testkit.Leaks;
import java.nio.ByteBuffer;
import java.time.Duration;
import java.util.EnumSet;

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
            child.run(KitRehearsal::useEverything);
            child.run(c -> {
                Bystander.open(c);
                Bystander.traffic();
                Bystander.control();
            });
            jvms.all(child.awaitPoint(refusal.name()));
        }
    }

    private static void useEverything(ChildContext child) {
        Kernel kernel = child.kernel();
        Synchronization objects = kernel.synchronization();
        Semaphore semaphore = objects.createSemaphore(SemaphoreOptions.of(1, 2).withName("two"));
        Mutex mutex = objects.createMutex(MutexOptions.defaults().withName("three"));
        kernel.waitForAny(Duration.ZERO, mutex.handle(), semaphore.handle());
        kernel.waitForAll(Duration.ZERO, mutex.handle(), semaphore.handle());
        semaphore.release(1);
        try (Receiver kept =
                kernel.createMailslot("kept", MailslotOptions.defaults().withCursor("c"))) {
            Sender sender = kernel.openMailslot("kept");
            sender.write(new byte[20_000]);
            kernel.waitForAny(Duration.ofSeconds(1), kept.handle());
            kept.read(Duration.ofSeconds(1));
            kept.info();
            kernel.duplicate(sender.handle(), DuplicateOptions.defaults());
        }
        kernel.deleteMailslot("kept");
        FileOpenOptions options = FileOpenOptions.defaults()
                .withAccess(EnumSet.of(AccessRight.READ, AccessRight.WRITE))
                .withDisposition(FileDisposition.OPEN_ALWAYS);
        try (FileObject file = kernel.files().open(kernel.home().resolve("rehearsal.tmp"), options)) {
            file.write(ByteBuffer.wrap(new byte[4]));
        }
        kernel.createProcess(new ProcessBuilder("true"), Inheritance.all()).waitFor();
        kernel.handles().size();
        HomeInspector.inspect(kernel.home());
    }
}
