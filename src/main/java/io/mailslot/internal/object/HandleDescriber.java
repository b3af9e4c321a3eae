package io.mailslot.internal.object;

import io.mailslot.api.HandleInfo;
import io.mailslot.api.ObjectType;
import io.mailslot.internal.layout.HandleEntry;
import io.mailslot.internal.layout.HandleTableHeader;
import io.mailslot.internal.layout.ObjectEntry;
import io.mailslot.internal.memory.Region;
import java.util.Locale;
import java.util.function.Consumer;

/** Puts handle-table entries into words. Takes no lock, and works on the home of others too. */
public final class HandleDescriber {
    private final ObjectTable objects;

    public HandleDescriber(ObjectTable objects) {
        this.objects = objects;
    }

    /** Describes every handle of a table, by number. */
    public void describeAll(HandleTable table, Consumer<HandleInfo> sink) {
        table.forEach((index, entry) -> {
            HandleInfo info = describe(index, entry);
            if (info != null) {
                sink.accept(info);
            }
        });
    }

    /** Describes one entry; null if its object went meanwhile. */
    public HandleInfo describe(int index, long entry) {
        long id = HandleEntry.objectId(entry);
        Region object = objects.find(id);
        if (object == null) {
            return null;
        }
        ObjectType type = type(object.getIntVolatile(ObjectEntry.TYPE_OFFSET));
        if (type == null) {
            return null;
        }
        HandleInfo info = new HandleDescription(
                HandleTableHeader.handle(index),
                type,
                id,
                name(object),
                object.getIntVolatile(ObjectEntry.USAGE_COUNT_OFFSET),
                HandleEntry.rights(entry),
                HandleEntry.flags(entry));
        return ObjectTable.isLive(object, id) ? info : null;
    }

    /** What people call an object that handles can name. */
    public String name(Region object) {
        return switch (object.getInt(ObjectEntry.TYPE_OFFSET)) {
            case ObjectEntry.TYPE_PROCESS -> Long.toString(object.getLong(ObjectEntry.PID_OFFSET));
            case ObjectEntry.TYPE_RECEIVER, ObjectEntry.TYPE_SENDER -> mailslotName(object);
            default -> NameIndex.isNamed(object) ? NameIndex.read(object) : "(unnamed)";
        };
    }

    private String mailslotName(Region end) {
        if (end.getInt(ObjectEntry.TYPE_OFFSET) == ObjectEntry.TYPE_SENDER && NameIndex.isNamed(end)) {
            return NameIndex.read(end);
        }
        long id = end.getLong(ObjectEntry.MAILSLOT_OFFSET);
        if (id == 0) {
            return MailslotName.DEVICE_NAME;
        }
        Region mailslot = objects.find(id);
        String name = mailslot == null ? "" : NameIndex.read(mailslot);
        return mailslot != null && ObjectTable.isLive(mailslot, id) ? name : "(gone)";
    }

    /** The type as users know it; null for what no handle can name. */
    public static ObjectType type(int type) {
        return switch (type) {
            case ObjectEntry.TYPE_PROCESS -> ObjectType.PROCESS;
            case ObjectEntry.TYPE_RECEIVER -> ObjectType.RECEIVER;
            case ObjectEntry.TYPE_SENDER -> ObjectType.SENDER;
            case ObjectEntry.TYPE_EVENT -> ObjectType.EVENT;
            case ObjectEntry.TYPE_SEMAPHORE -> ObjectType.SEMAPHORE;
            case ObjectEntry.TYPE_MUTEX -> ObjectType.MUTEX;
            case ObjectEntry.TYPE_FILE -> ObjectType.FILE;
            default -> null;
        };
    }

    /** The word for a type in messages. */
    public static String typeName(int type) {
        ObjectType known = type(type);
        return known == null ? "destroyed object" : known.name().toLowerCase(Locale.ROOT);
    }
}
