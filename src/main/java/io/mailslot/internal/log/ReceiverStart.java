package io.mailslot.internal.log;

/**
 * Where a receiver begins to read.
 *
 * @param cursor of the first message for it
 * @param released position of the arena below which it needs nothing
 * @param passed messages that were appended before the cursor
 */
public record ReceiverStart(long cursor, long released, long passed) {}
