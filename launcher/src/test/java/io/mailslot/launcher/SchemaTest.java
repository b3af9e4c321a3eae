package io.mailslot.launcher;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.jr.ob.JSON;
import com.networknt.schema.InputFormat;
import com.networknt.schema.Schema;
import com.networknt.schema.SchemaLocation;
import com.networknt.schema.SchemaRegistry;
import com.networknt.schema.SpecificationVersion;
import io.mailslot.Kernel;
import io.mailslot.KernelOptions;
import io.mailslot.api.EventOptions;
import io.mailslot.api.FileDisposition;
import io.mailslot.api.FileOpenOptions;
import io.mailslot.api.MailslotOptions;
import io.mailslot.api.MutexOptions;
import io.mailslot.api.ObjectOpenOptions;
import io.mailslot.api.Receiver;
import io.mailslot.api.SemaphoreOptions;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.stream.Stream;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** What commands print as JSON is as docs/schema describes it, and each field of it is described there. */
class SchemaTest {
    private static final Path SCHEMAS = Path.of("..", "docs", "schema");

    @TempDir
    private Path folder;

    private Path strict;
    private SchemaRegistry registry;

    /** The schemas let fields be added; these do not. */
    @BeforeEach
    void makeStrict() throws IOException {
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
            map.values().forEach(SchemaTest::close);
            if (map.get("properties") instanceof Map && map.containsKey("type")) {
                ((Map<String, Object>) map).put("additionalProperties", false);
            }
        } else if (schema instanceof List<?> list) {
            list.forEach(SchemaTest::close);
        }
    }

    private void assertValid(String schema, String document) {
        Path file = strict.resolve(schema + ".json");
        Schema loaded = registry.getSchema(SchemaLocation.of(file.toUri().toString()));
        assertThat(loaded.validate(document, InputFormat.JSON))
                .as("%s: %s", schema, document)
                .isEmpty();
    }

    private String run(Path home, String line) {
        return run(home, line, 0);
    }

    private String run(Path home, String line, int code) {
        String[] words = (line + " --home " + home).split(" ");
        CommandRun run = CommandRun.of(words);
        assertThat(run.exitCode()).as(line + ": " + run.err()).isEqualTo(code);
        return run.out();
    }

    @Test
    void shouldDescribeWhatEachCommandPrints() throws IOException {
        Path home = folder.resolve("home");
        Path before = folder.resolve("before.json");
        try (Kernel kernel = Kernel.attach(KernelOptions.defaults().withHome(home))) {
            Files.writeString(before, run(home, "snapshot"));
            fill(kernel);
            assertValid("snapshot", run(home, "snapshot"));
            for (String look : List.of("ls", "df", "ps", "handles", "objects", "tree")) {
                assertValid(look, run(home, look + " --json"));
                assertValid("snapshot", run(home, "snapshot"));
            }
            assertValid("ls", run(home, "ls --json -o +ALLOCATED"));
            assertValid("info", run(home, "info orders --json"));
            assertValid("why", run(home, "why ledger --json"));
            assertValid("stat", run(home, "stat --json -n 1 --interval 50ms"));
            assertValid("stat", run(home, "top --json -n 1 --interval 50ms"));
            assertValid("diff", run(home, "diff " + before + " --json"));
            assertValid("doctor", run(home, "doctor --json"));
            assertValid(
                    "check", run(home, "check --unread orders:0:9 --fill 8:9 --stopped --unreaped --format json", 1));
            assertEachLineIsValid("peek", run(home, "peek orders --json"));
        }
        assertEachLineIsValid("receive", run(home, "receive orders --cursor shop --drain --json"));
    }

    private void assertEachLineIsValid(String schema, String lines) {
        assertThat(lines.lines()).hasSize(2).allSatisfy(line -> assertValid(schema, line));
    }

    /** Objects of all types, in states of many kinds. */
    private void fill(Kernel kernel) {
        Receiver orders =
                kernel.createMailslot("orders", MailslotOptions.defaults().withCursor("shop"));
        kernel.openMailslot("orders").write("two coffees");
        kernel.openMailslot("orders").write(new byte[] {(byte) 0xff});
        assertThat(orders.info().messageCount()).isEqualTo(2);
        kernel.createMailslot("plain");
        kernel.openProcess(kernel.processId(), ObjectOpenOptions.defaults());
        kernel.synchronization()
                .createMutex(MutexOptions.defaults().withName("ledger").withInitiallyOwned(true));
        kernel.synchronization().createEvent(EventOptions.defaults().withName("ready"));
        kernel.synchronization().createSemaphore(SemaphoreOptions.of(3, 8).withName("permits"));
        kernel.files()
                .open(
                        folder.resolve("book").toString(),
                        FileOpenOptions.defaults().withDisposition(FileDisposition.CREATE_NEW));
    }

    @Test
    void shouldDescribeAHomeThatIsNotThere() {
        Path missing = folder.resolve("missing");
        for (String look : List.of("snapshot", "ls", "df", "ps", "handles", "objects", "tree")) {
            assertValid(look, run(missing, look + " --json"));
        }
    }

    /** Else the test above would prove nothing. */
    @Test
    void shouldRefuseWhatIsNotSo() {
        String valid = run(folder.resolve("missing"), "ls --json");
        Schema ls = registry.getSchema(
                SchemaLocation.of(strict.resolve("ls.json").toUri().toString()));

        for (String wrong : List.of(
                valid.replace("\"schema\":1", "\"schema\":2"),
                valid.replace("\"dirty\":false,", ""),
                valid.replace("\"dirty\":false,", "\"dirty\":0,"),
                valid.replace("\"dirty\":false,", "\"dirty\":false,\"more\":1,"),
                valid.replace("\"mailslots\":[]", "\"mailslots\":[{\"name\":\"x\"}]"))) {
            assertThat(ls.validate(wrong, InputFormat.JSON)).as(wrong).isNotEmpty();
        }
    }
}
