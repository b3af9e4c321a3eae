package io.mailslot.internal.log;

/**
 * The first message of a log that is not deleted.
 *
 * @param cursor of it
 * @param messagesBefore messages that were appended before it
 * @param arenaPosition below which the arena holds nothing of it, nor of those after it
 */
public record FirstLeft(long cursor, long messagesBefore, long arenaPosition) {}
