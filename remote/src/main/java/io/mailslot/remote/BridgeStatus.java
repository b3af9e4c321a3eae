package io.mailslot.remote;

import java.nio.file.Path;
import java.util.List;
import java.util.Map;

/**
 * How a bridge stands at one moment. Immutable. What is counted is counted since this bridge has begun to serve its home.
 *
 * @param name this machine's name
 * @param domain the domain's name
 * @param home the home that it serves
 * @param state what it does
 * @param problem why it has ended; empty if it has not, or was closed
 * @param link the connection to the engine
 * @param outboxes the home's outboxes, by name
 * @param inlets the local mailslots that it has served, by name
 * @param undelivered how many frames the engine keeps for mailslots that are not here, by their names
 * @since 0.1.0
 */
public record BridgeStatus(
        String name,
        String domain,
        Path home,
        State state,
        String problem,
        Link link,
        List<Outbox> outboxes,
        List<Inlet> inlets,
        Map<String, Long> undelivered) {

    /** What {@code schema} says in {@link #toJson}. */
    public static final String SCHEMA = "mailslot.bridge/1";

    /**
     * Makes it, with copies of the lists.
     *
     * @param name this machine's name
     * @param domain the domain's name
     * @param home the home that it serves
     * @param state what it does
     * @param problem why it has ended; empty if it has not, or was closed
     * @param link the connection to the engine
     * @param outboxes the home's outboxes
     * @param inlets the local mailslots that it has served
     * @param undelivered frames that the engine keeps for mailslots that are not here
     */
    public BridgeStatus {
        outboxes = List.copyOf(outboxes);
        inlets = List.copyOf(inlets);
        undelivered = Map.copyOf(undelivered);
    }

    /**
     * What a bridge does.
     *
     * @since 0.1.0
     */
    public enum State {
        /** Another bridge serves the home; this one takes over when that ends. */
        STANDBY,
        /** It serves the home. */
        ACTIVE,
        /** It has ended, or is about to. */
        ENDED
    }

    /**
     * The connection to the engine.
     *
     * @param connected whether the engine can be reached now
     * @param server the server's name, address and version; empty if none was reached yet
     * @param reconnects how often it was lost and found again
     * @param problem what is wrong, in the engine's own words; empty if nothing is
     * @since 0.1.0
     */
    public record Link(boolean connected, String server, long reconnects, String problem) {}

    /**
     * An outbox of the home.
     *
     * @param name its full name
     * @param withdrawn whether the configuration has it no more; its messages stay where they are then
     * @param unread messages in it; -1 if that is not known
     * @param oldest the number of the oldest of them, or of the next one to come; -1 if that is not known
     * @param frames how many the engine took
     * @param messages in these
     * @param bytes of these messages
     * @param pauses how often the engine had no room, or did not answer
     * @param problem what is wrong now; empty if nothing is
     * @since 0.1.0
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
     * What came for a local mailslot.
     *
     * @param name its name in the bare form, in small letters
     * @param open whether the mailslot is there
     * @param frames how many came
     * @param messages that were appended
     * @param bytes of these messages
     * @param duplicates messages that had been appended before, and were dropped
     * @param inDoubt messages that were appended, and may have been before: a bridge was killed in between
     * @param expired messages that were never seen here, though later ones were
     * @param garbage frames that could not be read, and were dropped
     * @param denied frames of machines that may not write here, and were dropped
     * @param refused messages that are larger than the mailslot takes, and were dropped
     * @param problem what is wrong now; empty if nothing is
     * @since 0.1.0
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

    /** {@return all of it as one JSON object, with the {@linkplain #SCHEMA name of its form}} */
    public String toJson() {
        return BridgeJson.of(this);
    }
}
