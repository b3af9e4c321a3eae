package io.mailslot.internal.slot;

import io.mailslot.Kernel;
import io.mailslot.KernelOptions;
import io.mailslot.api.Receiver;
import io.mailslot.api.Sender;
import io.mailslot.api.WaitStrategy;
import java.nio.file.Path;

/**
 * Uses a mailslot for the first time in this JVM at the end of a thread's stack, so that an error ends that anywhere, and then
 * where there is enough of it; tells how that went.
 */
final class DeepFirstUse {
    private static final byte[] MESSAGE = new byte[20];
    private static final int SMALL_STACK_BYTES = 256 << 10;

    private final Runnable use;
    private boolean done;

    private DeepFirstUse(Runnable use) {
        this.use = use;
    }

    /** Arguments: folder of a home to be, and what to do. */
    public static void main(String[] args) throws Exception {
        if (args[1].equals("everything")) {
            try (Kernel kernel = Kernel.attach(KernelOptions.defaults().withHome(Path.of(args[0])))) {
                begin(() -> useAMailslot(kernel));
            }
            return;
        }
        try (SlotHome home = new SlotHome(Path.of(args[0]))) {
            ReceiverEnd receiver = home.receiver("m");
            SenderEnd sender = home.sender(receiver);
            Runnable use = switch (args[1]) {
                case "write" -> () -> append(sender);
                case "read" -> receiver::hasMessage;
                case "wait" -> () -> receiver.waiting().until(() -> false, 1_000_000, WaitStrategy.SLEEP, () -> {});
                case "wake" ->
                    () -> {
                        sender.word().prepareToSleep();
                        append(sender);
                    };
                default -> throw new IllegalArgumentException(args[1]);
            };
            if (args[1].equals("wake")) {
                append(sender);
            }
            begin(use);
        }
    }

    private static void useAMailslot(Kernel kernel) {
        try (Receiver receiver = kernel.createMailslot("m");
                Sender sender = kernel.openMailslot("m")) {
            sender.write(MESSAGE);
            receiver.poll();
        }
    }

    private static void begin(Runnable use) throws InterruptedException {
        Thread deep = new Thread(null, new DeepFirstUse(use)::goDown, "deep", SMALL_STACK_BYTES);
        deep.start();
        deep.join();
        use.run();
        System.out.println("done");
    }

    private void goDown() {
        try {
            goDown();
        } catch (StackOverflowError e) {
            done = false;
        }
        if (!done) {
            try {
                use.run();
                done = true;
            } catch (Throwable tooLittle) {
                done = false; // a little higher up
            }
        }
    }

    private static void append(SenderEnd end) {
        end.append(MESSAGE, 0, MESSAGE.length, false);
    }
}
