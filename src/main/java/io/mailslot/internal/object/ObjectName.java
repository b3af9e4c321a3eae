package io.mailslot.internal.object;

import io.mailslot.internal.layout.ObjectEntry;

/** A name in the name index. Mailslots have one namespace, synchronisation objects another. */
public interface ObjectName {
    /** The name as it was given and as people see it. */
    String text();

    /** What makes two names the same, over both namespaces. */
    String key();

    /** The key of a name that stands in an entry of that type. */
    static String keyOf(int type, String text) {
        return type == ObjectEntry.TYPE_MAILSLOT ? MailslotName.fold(text) : SyncName.keyOf(text);
    }
}
