package io.mailslot.launcher.bench;

import java.io.IOException;

/** Where a receiver's messages come from. */
@FunctionalInterface
interface Inbox {
    /** Waits for messages, and has each arrive when all of its bytes are in memory of this process. */
    void receive(Arrival arrival) throws IOException;

    /** What becomes of a message. */
    @FunctionalInterface
    interface Arrival {
        /** It has come, and was due then. */
        void arrived(long due);
    }
}
