package io.mailslot.remote.internal.bridge;

import java.util.concurrent.atomic.AtomicInteger;

/**
 * Places where a bridge may die with its work half done. A test arms one in a child JVM with the system property
 * {@value #PROPERTY}, as {@code NAME}, or {@code NAME:n} for the n-th time that it is reached; the JVM ends there at once. In
 * production none is armed, the switch is a constant, and the call costs nothing.
 */
public enum BridgePoint {
    /** The mutex of the home is this bridge's, nothing is open. */
    TURN_TAKEN,
    /** An outbox exists, its identity is not noted, nobody is told. */
    OUTBOX_MADE,
    /** The identity of an outbox is noted, who asked for it is not answered. */
    OUTBOX_NOTED,
    /** An outbox that the configuration has no more is about to be deleted. */
    OUTBOX_WITHDRAWN,
    /** A frame is made of unread messages, the engine does not have it. */
    FEED_LOOKED,
    /** The engine has a frame, its messages are unread. */
    FEED_STORED,
    /** The messages of a frame are taken from the outbox, the next ones are not looked at. */
    FEED_ADVANCED,
    /** A frame has come, nothing is done with it. */
    INLET_CAME,
    /** It is noted which messages are about to be appended. */
    INLET_INTENDED,
    /** The messages of a frame are appended, it is not marked that they are. */
    INLET_APPENDED,
    /** It is marked that the messages of a frame are appended, the engine still keeps it. */
    INLET_MARKED,
    /** The engine was told that a frame is taken. */
    INLET_TAKEN,
    /** A request has come to the desk, nothing is done. */
    DESK_ASKED,
    /** What was asked for is done, the answer is not written. */
    DESK_DONE;

    /** The system property that arms a point. */
    public static final String PROPERTY = "mailslot.bridge.fault";

    /** Exit code of a process that halted at a point: that of a process that was killed. */
    public static final int HALT_STATUS = 137;

    /** As name and number; null if none is armed. */
    private static final String ARMED = System.getProperty(PROPERTY);

    private static final AtomicInteger REACHED = new AtomicInteger();

    /** Dies here if this point is armed. */
    void reached() {
        if (ARMED != null) {
            fire(ARMED.split(":", 2));
        }
    }

    private void fire(String[] armed) {
        int occurrence = armed.length > 1 ? Integer.parseInt(armed[1]) : 1;
        if (armed[0].equals(name()) && REACHED.incrementAndGet() == occurrence) {
            Runtime.getRuntime().halt(HALT_STATUS);
        }
    }
}
