package io.mailslot.it.look;

import io.mailslot.Kernel;
import io.mailslot.api.Receiver;
import io.mailslot.api.Sender;
import java.io.IOException;

/**
 * Main class of a JVM that sends itself a message and reads it, again and again, until its input ends: more than one is never
 * unread.
 */
public final class OneAtATime {
    static final String NAME = "ball";
    private static final int MESSAGE_BYTES = 200;

    private static volatile boolean over;

    private OneAtATime() {}

    public static void main(String[] arguments) throws IOException, InterruptedException {
        try (Kernel kernel = Kernel.attach()) {
            Receiver receiver = kernel.createMailslot(NAME);
            Sender sender = kernel.openMailslot(NAME);
            Thread player = new Thread(() -> play(receiver, sender), "player");
            player.start();
            System.out.println("playing");
            while (System.in.read() >= 0) {
                Thread.onSpinWait();
            }
            over = true;
            player.join();
        }
    }

    private static void play(Receiver receiver, Sender sender) {
        byte[] message = new byte[MESSAGE_BYTES];
        while (!over) {
            sender.write(message);
            receiver.read();
        }
    }
}
