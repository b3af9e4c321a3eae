package io.mailslot.benchmarks.race;

import com.fasterxml.jackson.jr.ob.JSON;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.LinkedHashMap;
import java.util.Map;

/** Files of figures. */
final class Results {
    static final Path FOLDER = Path.of("benchmarks", "target");

    private Results() {}

    /** As JSON, with the machine that they come from. */
    static Path write(String name, Map<String, Object> figures) throws IOException {
        Map<String, Object> whole = new LinkedHashMap<>();
        whole.put("machine", Machine.describe());
        whole.putAll(figures);
        Path file = FOLDER.resolve(name);
        writeText(file, JSON.std.with(JSON.Feature.PRETTY_PRINT_OUTPUT).asString(whole) + "\n");
        return file;
    }

    static void writeText(Path file, String text) throws IOException {
        Files.createDirectories(file.toAbsolutePath().getParent());
        Files.writeString(file, text);
    }
}
