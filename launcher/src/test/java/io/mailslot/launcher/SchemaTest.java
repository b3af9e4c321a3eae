package io.mailslot.launcher;

import static org.assertj.core.api.Assertions.assertThat;

import io.mailslot.Kernel;
import io.mailslot.KernelOptions;
import io.mailslot.api.ErrorCode;
import io.mailslot.api.EventOptions;
import io.mailslot.api.FileDisposition;
import io.mailslot.api.FileOpenOptions;
import io.mailslot.api.MailslotOptions;
import io.mailslot.api.MutexOptions;
import io.mailslot.api.ObjectOpenOptions;
import io.mailslot.api.Receiver;
import io.mailslot.api.SemaphoreOptions;
import io.mailslot.internal.errors.ErrorLog;
import io.mailslot.internal.errors.ErrorReport;
import io.mailslot.internal.home.HomePaths;
import io.mailslot.remote.BridgeStatus;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** What commands print as JSON is as docs/schema describes it, and each field of it is described there. */
class SchemaTest {
    @TempDir
    private Path folder;

    private StrictSchemas schemas;

    @BeforeEach
    void readSchemas() throws IOException {
        schemas = new StrictSchemas(folder);
    }

    private void assertValid(String schema, String document) {
        assertThat(schemas.errors(schema, document))
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
            for (String look : List.of("ls", "df", "ps", "handles", "objects", "tree", "errors")) {
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
        ErrorLog errors = new ErrorLog(new HomePaths(kernel.home()));
        errors.note(ErrorReport.warning(SchemaTest.class, ErrorCode.IO_DEVICE, "an error"));
        errors.noteOfThread(new IllegalStateException("without a code"));
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
        for (String look : List.of("snapshot", "ls", "df", "ps", "handles", "objects", "tree", "errors")) {
            assertValid(look, run(missing, look + " --json"));
        }
    }

    /** What a bridge answers, which commands print as it is. */
    @Test
    void shouldDescribeWhatABridgeAnswers() {
        BridgeStatus status = new BridgeStatus(
                "A",
                "shop",
                folder,
                BridgeStatus.State.ACTIVE,
                "",
                new BridgeStatus.Link(true, "nats at 127.0.0.1:4222", 2, ""),
                List.of(new BridgeStatus.Outbox("\\\\b\\mailslot\\orders", false, 3, 17, 1, 2, 40, 0, "")),
                List.of(new BridgeStatus.Inlet("orders", true, 1, 2, 40, 0, 0, 0, 0, 0, 0, "full")),
                Map.of("audit", 9L));

        assertValid("bridge", status.toJson());
    }

    /** Else the test above would prove nothing. */
    @Test
    void shouldRefuseWhatIsNotSo() {
        String valid = run(folder.resolve("missing"), "ls --json");

        for (String wrong : List.of(
                valid.replace("\"schema\":1", "\"schema\":2"),
                valid.replace("\"dirty\":false,", ""),
                valid.replace("\"dirty\":false,", "\"dirty\":0,"),
                valid.replace("\"dirty\":false,", "\"dirty\":false,\"more\":1,"),
                valid.replace("\"mailslots\":[]", "\"mailslots\":[{\"name\":\"x\"}]"))) {
            assertThat(schemas.errors("ls", wrong)).as(wrong).isNotEmpty();
        }
    }
}
