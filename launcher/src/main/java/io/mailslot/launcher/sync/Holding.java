package io.mailslot.launcher.sync;

import io.mailslot.Kernel;
import io.mailslot.api.SyncObject;
import java.io.IOException;
import java.util.List;
import java.util.concurrent.CountDownLatch;
import java.util.function.Function;

/** Has an object be there: while a program runs, or until a signal comes. */
final class Holding {
    private static final int INTERRUPTED = 130;

    private final SyncContext context;
    private final String what;

    /** Makes the object, or opens it if it is there. */
    private final Function<Kernel, SyncObject> making;

    /** Whether it matters that it was there, and so may be another one than was asked for. */
    private final boolean particular;

    Holding(SyncContext context, String what, Function<Kernel, SyncObject> making, boolean particular) {
        this.context = context;
        this.what = what;
        this.making = making;
        this.particular = particular;
    }

    /** Returns the exit code. */
    int during(List<String> command) throws IOException {
        return command.isEmpty()
                ? context.interruptibly(this::untilSignal)
                : context.run(command, kernel -> {
                    make(kernel);
                    return Preparation.NOTHING; // it goes with this process
                });
    }

    private int untilSignal() {
        try (Kernel kernel = context.attach()) {
            make(kernel);
            if (context.isTalkSeen()) {
                context.say("holding " + what + " until Ctrl-C");
            }
            new CountDownLatch(1).await();
        } catch (InterruptedException signal) {
            Thread.currentThread().interrupt();
        }
        return INTERRUPTED;
    }

    private void make(Kernel kernel) {
        SyncObject object = NamedCommand.opening(context, () -> making.apply(kernel));
        if (object.existed() && particular) {
            context.say(what + " was there already, and stays as it is");
        }
    }
}
