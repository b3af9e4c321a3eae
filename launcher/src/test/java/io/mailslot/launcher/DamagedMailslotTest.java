package io.mailslot.launcher;

import static org.assertj.core.api.Assertions.assertThat;

import io.mailslot.Kernel;
import io.mailslot.KernelOptions;
import io.mailslot.api.MailslotNotFoundException;
import io.mailslot.api.MailslotOptions;
import java.io.IOException;
import java.io.RandomAccessFile;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.stream.Stream;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** What commands say of a durable mailslot whose files were cut, and of names that look like options. */
class DamagedMailslotTest {
    @TempDir
    private Path home;

    @BeforeEach
    void leaveMessages() {
        try (Kernel kernel = attach()) {
            kernel.createMailslot("-x", MailslotOptions.defaults().withCursor("shop"))
                    .close();
            for (int i = 0; i < 3; i++) {
                kernel.openMailslot("-x").write("tea");
            }
        }
    }

    private Kernel attach() {
        return Kernel.attach(KernelOptions.defaults().withHome(home));
    }

    private CommandRun run(String... words) {
        return CommandRun.of(Stream.concat(Stream.of(words), Stream.of("--home", home.toString(), "--", "-x"))
                .toArray(String[]::new));
    }

    private void cut() throws IOException {
        try (Stream<Path> files = Files.walk(home.resolve("mailslots"))) {
            List<Path> segments =
                    files.filter(file -> file.toString().endsWith(".cq4")).toList();
            assertThat(segments).hasSize(1);
            try (RandomAccessFile segment = new RandomAccessFile(segments.get(0).toFile(), "rw")) {
                segment.setLength(0);
            }
        }
    }

    @Test
    void shouldAdviseCommandsThatTakeANameForOne() {
        assertThat(run("why").out())
                .contains(
                        "mailslot receive --home " + home + " --cursor shop -- -x",
                        "mailslot rm --home " + home + " -- -x");
        CommandRun missing = CommandRun.of("send", "--home", home.toString(), "--", "--y", "tea");
        assertThat(missing.err()).contains("mailslot receive --home " + home + " -- --y");
    }

    @Test
    void shouldTellThatNothingCanBeReadAndAdviseNothingThatLosesIt() throws IOException {
        cut();

        assertThat(run("info").out()).contains("shop (closed, unreadable)").doesNotContain("-1");
        assertThat(run("peek").exitCode()).isNotZero();
        assertThat(run("why").out())
                .contains("cannot be read", "put aside, below " + home.resolve("lost"))
                .doesNotContain("read on", "keeps what it has not read");
        CommandRun doctor = CommandRun.of("doctor", "--home", home.toString());
        assertThat(doctor.out())
                .contains("FAIL  the messages of -x cannot be read")
                .doesNotContain("put aside");
    }

    @Test
    void shouldTellOfWhatWasPutAside() throws IOException {
        cut();
        try (Kernel kernel = attach()) {
            assertThat(catchMissing(kernel)).isTrue();
        }

        CommandRun doctor = CommandRun.of("doctor", "--home", home.toString());

        assertThat(doctor.out()).contains("1 damaged durable mailslot put aside", "ls -lR " + home.resolve("lost"));
    }

    private static boolean catchMissing(Kernel kernel) {
        try {
            kernel.openMailslot("-x").close();
            return false;
        } catch (MailslotNotFoundException putAside) {
            return true;
        }
    }
}
