package io.mailslot.inspect;

/**
 * One cursor of a durable mailslot: a place up to which it is read, which stays when nobody has it open.
 *
 * @param name its name
 * @param open whether any process has a receiver handle to it
 * @param messageCount messages that are unread there; -1 if the queue cannot be read
 * @param missedMessages what was dropped before it was read there
 */
public record CursorStatus(String name, boolean open, long messageCount, long missedMessages) {}
