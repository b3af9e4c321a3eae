package io.mailslot.launcher;

import com.fasterxml.jackson.jr.ob.JSON;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/** A snapshot in a file, as {@code snapshot} writes it, of a home that never was. */
public final class CraftedSnapshot {
    private static final int RECEIVER_OF = 0x100;

    private final Map<String, Object> document = new LinkedHashMap<>();
    private final List<Object> processes = new ArrayList<>();
    private final List<Object> objects = new ArrayList<>();
    private final List<Object> mailslots = new ArrayList<>();

    public CraftedSnapshot() {
        document.put("schema", 1);
        document.put("takenAt", "2026-01-01T00:00:00Z");
        document.put("home", "/srv/crafted");
        document.put("layout", 6);
        document.put("bootId", "00000000-0000-0000-0000-000000000001");
        document.put("thisBoot", true);
        document.put("consistent", true);
    }

    public CraftedSnapshot with(String field, Object value) {
        document.put(field, value);
        return this;
    }

    /** One that lives, with as many others of the same id as the test likes: its object tells it from them. */
    public CraftedSnapshot process(long pid, long object, List<?> waits, List<?> handles, Object... more) {
        Map<String, Object> process = fields(
                "pid",
                pid,
                "object",
                hex(object),
                "state",
                "live",
                "osState",
                "running",
                "waits",
                waits,
                "handles",
                handles);
        process.putAll(fields(more));
        processes.add(process);
        return object(object, "process", String.valueOf(pid));
    }

    public CraftedSnapshot object(long id, String type, String name, Object... more) {
        Map<String, Object> object = fields("object", hex(id), "type", type, "name", name, "uses", 1);
        object.putAll(fields(more));
        objects.add(object);
        return this;
    }

    /** One for a single receiver, {@link #receiverOf}. */
    public CraftedSnapshot mailslot(long id, String name, long messages, Object... more) {
        Map<String, Object> receiver = fields("object", hex(receiverOf(id)), "open", true, "messages", messages);
        Map<String, Object> mailslot =
                fields("object", hex(id), "name", name, "messages", messages, "ends", List.of(receiver));
        mailslot.putAll(fields(more));
        mailslots.add(mailslot);
        return object(receiverOf(id), "receiver", name, "mailslot", hex(id));
    }

    /** One of several receivers of a mailslot, that is open. */
    static Map<String, Object> end(long id, long messages, long missed, String cursor) {
        return fields("object", hex(id), "open", true, "messages", messages, "missed", missed, "cursor", cursor);
    }

    /** The cursor of a durable one that nobody has open. */
    static Map<String, Object> closed(long id, long messages, String cursor) {
        return fields("object", hex(id), "open", false, "messages", messages, "cursor", cursor);
    }

    public static long receiverOf(long mailslot) {
        return mailslot + RECEIVER_OF;
    }

    public static Map<String, Object> waiting(int thread, long object) {
        return fields("thread", thread, "object", hex(object));
    }

    public static Map<String, Object> handle(int number, String type, long object, String name) {
        return fields(
                "handle",
                number,
                "type",
                type,
                "object",
                hex(object),
                "name",
                name,
                "access",
                type.equals("event") ? List.of("modify-state") : List.of());
    }

    public static String hex(long id) {
        return "0x" + Long.toHexString(id);
    }

    private static Map<String, Object> fields(Object... namesAndValues) {
        Map<String, Object> fields = new LinkedHashMap<>();
        for (int i = 0; i < namesAndValues.length; i += 2) {
            fields.put((String) namesAndValues[i], namesAndValues[i + 1]);
        }
        return fields;
    }

    /** Writes it to a file of that folder. */
    public Path in(Path folder) {
        document.put("processes", processes);
        document.put("objects", objects);
        document.put("mailslots", mailslots);
        try {
            Path file = Files.createTempFile(folder, "crafted", ".json");
            return Files.writeString(file, JSON.std.asString(document));
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }
}
