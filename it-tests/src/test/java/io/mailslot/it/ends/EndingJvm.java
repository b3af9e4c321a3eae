package io.mailslot.it.ends;

import io.mailslot.Kernel;
import io.mailslot.KernelOptions;
import io.mailslot.api.EventOptions;
import io.mailslot.api.MailslotOptions;
import io.mailslot.api.OpenOptions;
import io.mailslot.api.Receiver;
import io.mailslot.api.Sender;
import io.mailslot.api.Timeouts;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.Map;
import java.util.concurrent.locks.LockSupport;
import java.util.function.Consumer;

/**
 * A JVM that is to end: gets itself into a situation, says {@code ready}, and then ends by itself, or stays until a signal
 * ends it. Its arguments are the situation and more homes to attach to.
 */
final class EndingJvm {
    static final String SLOT = "slot";
    static final int CODE = 7;

    private static final Map<String, Consumer<EndingJvm>> SITUATIONS = Map.of(
            "idle", EndingJvm::idle,
            "exit-in-handler", jvm -> jvm.inHandler(() -> System.exit(CODE)),
            "exit-in-filler", jvm -> jvm.inFiller(() -> System.exit(CODE)),
            "exit-process-in-handler", jvm -> jvm.inHandler(() -> jvm.kernel.exitProcess(CODE)),
            "exit-process", jvm -> jvm.exitProcess(),
            "stuck-in-handler", jvm -> jvm.inHandler(jvm::stay),
            "stuck-in-filler", jvm -> jvm.inFiller(jvm::stay),
            "daemons-wait", EndingJvm::daemonsWait,
            "main-returns", jvm -> jvm.daemon(jvm.receiver()::read));

    private final Kernel kernel = Kernel.attach();

    private EndingJvm() {}

    public static void main(String[] args) {
        EndingJvm jvm = new EndingJvm();
        Arrays.stream(args)
                .skip(1)
                .forEach(home -> Kernel.attach(KernelOptions.defaults().withHome(Path.of(home)))
                        .createMailslot(SLOT));
        SITUATIONS.get(args[0]).accept(jvm);
    }

    private void ready() {
        System.out.println("ready");
    }

    private void stay() {
        ready();
        while (true) {
            LockSupport.park();
        }
    }

    private Receiver receiver() {
        return kernel.createMailslot(SLOT, MailslotOptions.defaults().withCapacity(1024 * 1024));
    }

    private void idle() {
        receiver();
        stay();
    }

    private void inHandler(Runnable work) {
        Receiver receiver = receiver();
        Sender sender = kernel.openMailslot(SLOT);
        sender.write("quit".getBytes(StandardCharsets.US_ASCII));
        receiver.drain(1, message -> work.run());
    }

    private void inFiller(Runnable work) {
        receiver();
        kernel.openMailslot(SLOT).write(1_000, buffer -> work.run());
    }

    /** Reads a line first, so that something can happen before. */
    private void exitProcess() {
        receiver();
        ready();
        try {
            System.in.read();
        } catch (java.io.IOException e) {
            throw new java.io.UncheckedIOException(e);
        }
        kernel.exitProcess(300);
    }

    private void daemonsWait() {
        Receiver receiver = receiver();
        int event =
                kernel.synchronization().createEvent(EventOptions.defaults()).handle();
        int second =
                kernel.synchronization().createEvent(EventOptions.defaults()).handle();
        daemon(receiver::read);
        daemon(() -> kernel.waitFor(Timeouts.FOREVER, event));
        daemon(() -> kernel.waitForAll(Timeouts.FOREVER, event, second));
        receiver.readAsync(Runnable::run);
        kernel.createMailslot("full", MailslotOptions.defaults().withCapacity(1024 * 1024));
        Sender sender = kernel.openMailslot("full", OpenOptions.defaults().withWriteTimeout(Timeouts.FOREVER));
        daemon(() -> {
            while (true) {
                sender.write(new byte[1_000]);
            }
        });
        stay();
    }

    private void daemon(Runnable work) {
        Thread thread = new Thread(work);
        thread.setDaemon(true);
        thread.start();
        while (thread.getState() == Thread.State.NEW) {
            Thread.onSpinWait();
        }
    }
}
