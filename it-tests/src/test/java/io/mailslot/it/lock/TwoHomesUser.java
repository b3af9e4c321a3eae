package io.mailslot.it.lock;

import io.mailslot.Kernel;
import io.mailslot.KernelOptions;
import io.mailslot.api.EventOptions;
import java.nio.file.Path;
import java.util.concurrent.TimeUnit;

/** A JVM that is attached to two homes and is held up in the first one; it ends without having closed anything. */
final class TwoHomesUser {
    private static Kernel stuck;
    private static Thread closing;

    private TwoHomesUser() {}

    private static KernelOptions in(String home) {
        return KernelOptions.defaults().withHome(Path.of(home));
    }

    static void attach(String first, String second) {
        stuck = Kernel.attach(in(first));
        use(Kernel.attach(in(second)));
    }

    /** Uses the second home, leaves it, enters it again; tells how many milliseconds that took. */
    static long useTheOther(String second) {
        if (closing == null) { // else it still is
            closing = new Thread(stuck::close, "closing");
            closing.setDaemon(true);
            closing.start();
        }
        while (closing.getState() != Thread.State.TIMED_WAITING) {
            Thread.onSpinWait();
        }
        long start = System.nanoTime();
        use(Kernel.attach(in(second)));
        Kernel.attach(in(second));
        return TimeUnit.NANOSECONDS.toMillis(System.nanoTime() - start);
    }

    private static void use(Kernel kernel) {
        kernel.synchronization().createEvent(EventOptions.defaults());
        kernel.close();
    }
}
