package io.mailslot.remote.harness;

import java.io.Serializable;

/**
 * What a bridge has counted since it was started, in all its outboxes and inlets.
 *
 * @param sent messages that the engine has
 * @param pauses how often the engine had no room, or did not answer
 * @param taken messages that went into local mailslots
 * @param duplicates messages that came again and were dropped
 * @param inDoubt messages that went into local mailslots, and may have been there before
 * @param expired messages that never came, though later ones did
 * @param garbage frames that could not be read
 * @param denied frames that nobody had allowed
 */
public record Counts(
        long sent, long pauses, long taken, long duplicates, long inDoubt, long expired, long garbage, long denied)
        implements Serializable {}
