package io.mailslot.internal.object;

import io.mailslot.internal.layout.ObjectEntry;

/**
 * A name in the name index. Mailslots have one namespace, synchronisation objects another. The index holds files too, by
 * what they are and not by their paths.
 */
public interface ObjectName {
    /** Before a path, begins no key of a name that anybody can look for: no computer's name begins as a path does. */
    String FILE = "\\\\";

    /** The name as it was given and as people see it. */
    String text();

    /** What makes two names the same, over both namespaces. */
    String key();

    /** The key of a name that stands in an entry of that type. */
    static String keyOf(int type, String text) {
        return switch (type) {
            case ObjectEntry.TYPE_MAILSLOT -> MailslotName.fold(text);
            case ObjectEntry.TYPE_FILE -> FILE + text;
            default -> SyncName.keyOf(text);
        };
    }
}
