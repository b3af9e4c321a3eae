package io.mailslot.remote.internal.state;

import java.util.UUID;

/**
 * What a bridge has a mark for. Names are in the form in which they are compared.
 *
 * @param from the machine that sends
 * @param outbox the identity of its outbox
 * @param slot the local mailslot that the messages go to
 */
public record MarkKey(String from, UUID outbox, String slot) {}
