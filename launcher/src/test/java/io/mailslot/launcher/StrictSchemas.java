package io.mailslot.launcher;

import com.fasterxml.jackson.jr.ob.JSON;
import com.networknt.schema.InputFormat;
import com.networknt.schema.SchemaLocation;
import com.networknt.schema.SchemaRegistry;
import com.networknt.schema.SpecificationVersion;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.stream.Stream;

/** The schemas of docs/schema, which let fields be added; these do not. */
public final class StrictSchemas {
    private static final Path SCHEMAS = Path.of("..", "docs", "schema");

    private final Path strict;
    private final SchemaRegistry registry;

    /** Writes them into a folder. */
    public StrictSchemas(Path folder) throws IOException {
        strict = Files.createDirectory(folder.resolve("schema"));
        for (Path schema : schemas()) {
            Map<String, Object> content = JSON.std.mapFrom(Files.readString(schema));
            close(content);
            Files.writeString(strict.resolve(schema.getFileName()), JSON.std.asString(content));
        }
        registry = SchemaRegistry.withDefaultDialect(
                SpecificationVersion.DRAFT_2020_12,
                builder -> builder.schemaLoader(loader -> loader.fetchRemoteResources()));
    }

    private static List<Path> schemas() throws IOException {
        try (Stream<Path> files = Files.list(SCHEMAS)) {
            return files.toList();
        }
    }

    @SuppressWarnings("unchecked")
    private static void close(Object schema) {
        if (schema instanceof Map<?, ?> map) {
            map.values().forEach(StrictSchemas::close);
            if (map.get("properties") instanceof Map && map.containsKey("type")) {
                ((Map<String, Object>) map).put("additionalProperties", false);
            }
        } else if (schema instanceof List<?> list) {
            list.forEach(StrictSchemas::close);
        }
    }

    /** What is not as the schema of that name describes it. */
    public List<?> errors(String schema, String document) {
        Path file = strict.resolve(schema + ".json");
        return registry.getSchema(SchemaLocation.of(file.toUri().toString())).validate(document, InputFormat.JSON);
    }
}
