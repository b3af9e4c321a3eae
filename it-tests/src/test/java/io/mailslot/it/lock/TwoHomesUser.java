package io.mailslot.it.lock;

import io.mailslot.Kernel;
import io.mailslot.KernelOptions;
import io.mailslot.api.EventOptions;
import java.io.IOException;
import java.nio.file.Path;
import java.util.concurrent.TimeUnit;

/**
 * A JVM that is attached to two homes and is held up in the first one: uses the second one, leaves it, enters it again,
 * tells how long that took, and ends without having closed anything.
 */
final class TwoHomesUser {
    private TwoHomesUser() {}

    public static void main(String[] arguments) throws IOException {
        Kernel stuck = Kernel.attach(KernelOptions.defaults().withHome(Path.of(arguments[0])));
        KernelOptions other = KernelOptions.defaults().withHome(Path.of(arguments[1]));
        use(Kernel.attach(other));
        System.out.println("ready");
        System.in.read();
        Thread closing = new Thread(stuck::close, "closing");
        closing.setDaemon(true);
        closing.start();
        while (closing.getState() != Thread.State.TIMED_WAITING) {
            Thread.onSpinWait();
        }
        long start = System.nanoTime();
        use(Kernel.attach(other));
        Kernel.attach(other);
        System.out.println(TimeUnit.NANOSECONDS.toMillis(System.nanoTime() - start));
        System.exit(0);
    }

    private static void use(Kernel kernel) {
        kernel.synchronization().createEvent(EventOptions.defaults());
        kernel.close();
    }
}
