package io.mailslot.it.harness;

import static java.nio.charset.StandardCharsets.UTF_8;

import io.mailslot.Kernel;
import io.mailslot.api.Receiver;
import io.mailslot.api.Sender;

/**
 * A child that needs no talk with its parent: it reads from an inherited receiver and answers each message through an
 * inherited sender, until it reads {@code stop}. Arguments: the two handle numbers, and its name.
 */
public final class Relay {
    private Relay() {}

    public static void main(String[] args) {
        try (Kernel kernel = Kernel.attach()) {
            Receiver receiver = kernel.receiver(Integer.parseInt(args[0]));
            Sender sender = kernel.sender(Integer.parseInt(args[1]));
            sender.write(("ready " + kernel.processId()).getBytes(UTF_8));
            String message = read(receiver);
            while (!message.equals("stop")) {
                sender.write((args[2] + " got " + message).getBytes(UTF_8));
                message = read(receiver);
            }
        }
    }

    private static String read(Receiver receiver) {
        return new String(receiver.read(), UTF_8);
    }
}
