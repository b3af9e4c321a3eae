package io.mailslot.api;

/**
 * What becomes of a message for which a mailslot has no room.
 *
 * @since 0.1.0
 */
public enum WhenFull {
    /** Its sender waits until the receivers have read enough, up to the sender's write timeout. */
    WAIT,
    /**
     * The oldest messages go, whoever has not read them; senders never wait. They go by the segment, which has up to about a
     * quarter of what the mailslot holds. For broadcast mailslots only. A receiver that was too slow goes on with the oldest
     * message that is left; {@link MailslotInfo#missedMessages()} tells how many it did not get.
     */
    DROP_OLDEST
}
