package io.mailslot.it.look;

import io.mailslot.api.Receiver;
import io.mailslot.api.Sender;
import io.mailslot.testkit.ChildContext;

/** What a JVM does that sends itself a message and reads it, again and again: more than one is never unread. */
final class OneAtATime {
    static final String NAME = "ball";
    static final String PLAYING = "playing";
    private static final int MESSAGE_BYTES = 200;

    private static volatile boolean over;

    private OneAtATime() {}

    /** Until {@link #end}. */
    static void play(ChildContext c) {
        byte[] message = new byte[MESSAGE_BYTES];
        try (Receiver receiver = c.kernel().createMailslot(NAME);
                Sender sender = c.kernel().openMailslot(NAME)) {
            c.reached(PLAYING);
            while (!over) {
                sender.write(message);
                receiver.read();
            }
        }
    }

    static void end() {
        over = true;
    }
}
