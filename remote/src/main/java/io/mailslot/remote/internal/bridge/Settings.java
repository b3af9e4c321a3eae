package io.mailslot.remote.internal.bridge;

import io.mailslot.remote.internal.config.NamePatterns;
import java.util.Set;
import java.util.TreeSet;

/**
 * What the bridge itself needs of its configuration.
 *
 * @param name this machine's, folded
 * @param domain the domain's, folded
 * @param send which mailslots of which computers local senders may address
 * @param accept which machines may write to which mailslots here
 * @param outboxCapacity bytes that an outbox may take
 * @param outboxMaxMessage the largest message of an outbox, in bytes
 */
public record Settings(
        String name, String domain, NamePatterns send, NamePatterns accept, long outboxCapacity, int outboxMaxMessage) {

    boolean maySend(RemoteName to) {
        return send.matches(to.host(), to.slot());
    }

    /** Whether messages of a machine may be written to a local mailslot. What this one sends to all of them, it gets, too. */
    boolean accepts(String from, String slot) {
        return !Desk.isOwn(slot) && (from.equals(name) || accept.matches(from, slot));
    }

    /** Whether anything from elsewhere may come to a local mailslot. */
    boolean acceptsAny(String slot) {
        return !Desk.isOwn(slot) && (accept.hasName(slot) || send.matches(domain, slot));
    }

    /** The names of {@link #acceptsAny} that are written in the configuration as they are. */
    Set<String> exactNames() {
        Set<String> names = new TreeSet<>(accept.exactNames());
        names.addAll(send.exactNames());
        names.removeIf(name -> !acceptsAny(name));
        return names;
    }

    /** Whether there may be more of them. */
    boolean hasMoreNames() {
        return accept.hasPrefixes() || send.hasPrefixes();
    }
}
