package io.mailslot.internal.log;

/**
 * How much was appended to a log, up to some moment.
 *
 * @param messages how many
 * @param bytes of their payloads
 */
public record Appended(long messages, long bytes) {}
