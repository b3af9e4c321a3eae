package io.mailslot.launcher;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** Files that people take for what {@code snapshot} has written. */
class SavedSnapshotTest {
    @TempDir
    private Path folder;

    private CommandRun look(Path file) {
        CommandRun run = CommandRun.of("ps", "--from", file.toString());
        assertThat(run.exitCode()).isEqualTo(1);
        assertThat(run.out()).isEmpty();
        assertThat(run.err()).hasLineCount(1).contains(file.toString());
        return run;
    }

    @Test
    void shouldTellOfATimeThatIsNone() throws IOException {
        Path file = new CraftedSnapshot().with("takenAt", "then").in(folder);

        assertThat(look(file).err()).contains("is no snapshot: one of its times makes no sense");
    }

    @Test
    void shouldTellOfWhatIsNoText() throws IOException {
        Path binary = Files.write(folder.resolve("binary"), new byte[] {(byte) 0xff, (byte) 0xfe});

        assertThat(look(binary).err()).contains("is no snapshot: it is no text in UTF-8");
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "",
                "null",
                "[]",
                "7",
                "{",
                "{\"schema\":1}",
                "{\"schema\":1,\"schema\":1}",
                "{\"schema\":1e999}",
                "{\"schema\":null}",
                "\ufeff{\"schema\":1}",
                "{\"schema\":1,\"home\":\"\\u0000\"}",
                "{\"schema\":1,\"home\":\"/h\",\"takenAt\":\"+1000000000-12-31T23:59:59Z\",\"bootId\":\"1-1-1-1-x\"}"
            })
    void shouldTellOfAnythingElse(String content) throws IOException {
        Path file = Files.writeString(folder.resolve("other.json"), content);

        assertThat(look(file).err()).contains("is no snapshot: it");
    }

    @Test
    void shouldTellOfNestingWithoutEnd() throws IOException {
        Path deep = Files.writeString(folder.resolve("deep.json"), "{\"a\":".repeat(100_000));

        assertThat(look(deep).err()).contains("is no snapshot: it is no JSON document");
    }

    @Test
    void shouldNameAFolder() {
        assertThat(look(folder).err()).contains("cannot read " + folder);
    }

    /** A number that no process has leaves no room for what follows it. */
    @Test
    void shouldDrawALongNumber() {
        Path file = new CraftedSnapshot()
                .process(Long.MAX_VALUE, 1, List.of(), List.of(), "osState", "stopped")
                .in(folder);

        CommandRun run = CommandRun.of("graph", "--from", file.toString());

        assertThat(run.exitCode()).as(run.err()).isZero();
        assertThat(run.out()).contains(Long.MAX_VALUE + " STOPPED");
    }
}
