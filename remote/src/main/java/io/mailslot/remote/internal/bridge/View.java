package io.mailslot.remote.internal.bridge;

import io.mailslot.remote.internal.link.Link;
import java.util.List;
import java.util.Map;

/**
 * How a bridge stands at a moment.
 *
 * @param state what it does
 * @param problem why it has ended or cannot go on now; empty if nothing is wrong
 * @param link the connection to the engine
 * @param outboxes those of the home, by name
 * @param inlets the local mailslots that it has served, by name
 * @param undelivered how many frames the engine keeps for names that no open inlet serves
 */
public record View(
        State state,
        String problem,
        Link.State link,
        List<Outbox> outboxes,
        List<Inlet> inlets,
        Map<String, Long> undelivered) {
    /** A link that is not there. */
    public static final Link.State NO_LINK = new Link.State(false, "", 0, "", "");

    /** What a bridge does. */
    public enum State {
        /** Another bridge serves the home. */
        STANDBY,
        /** It serves the home. */
        ACTIVE,
        /** It has ended, or is about to. */
        ENDED
    }

    /**
     * An outbox.
     *
     * @param name its full name
     * @param withdrawn whether the configuration has it no more, so that nothing is taken from it
     * @param unread messages in it; -1 if that is not known
     * @param oldest the number of the oldest of them, or of the next one to come; -1 if that is not known
     * @param frames how many the engine took since the bridge has begun to serve
     * @param messages in these
     * @param bytes of these messages
     * @param pauses how often the engine had no room, or did not answer
     * @param problem what is wrong now; empty if nothing is
     */
    public record Outbox(
            String name,
            boolean withdrawn,
            long unread,
            long oldest,
            long frames,
            long messages,
            long bytes,
            long pauses,
            String problem) {}

    /**
     * What came for a local mailslot since the bridge has begun to serve.
     *
     * @param name its name in the bare form
     * @param open whether the mailslot is there
     * @param frames how many came
     * @param messages that were appended
     * @param bytes of these messages
     * @param duplicates messages that had been appended before, and were dropped
     * @param inDoubt messages that were appended, and may have been before: a bridge was killed in between
     * @param expired messages that never came
     * @param garbage frames that could not be read, and were dropped
     * @param denied frames of machines that may not write here, and were dropped
     * @param refused messages that are larger than the mailslot takes, and were dropped
     * @param problem what is wrong now; empty if nothing is
     */
    public record Inlet(
            String name,
            boolean open,
            long frames,
            long messages,
            long bytes,
            long duplicates,
            long inDoubt,
            long expired,
            long garbage,
            long denied,
            long refused,
            String problem) {}
}
