package io.mailslot.it.ends;

import static org.assertj.core.api.Assertions.assertThat;

import io.mailslot.JavaCommand;
import io.mailslot.it.harness.ChildJvm;
import io.mailslot.it.harness.Deadline;
import io.mailslot.it.harness.TestHome;
import io.mailslot.it.harness.TestHomeExtension;
import io.mailslot.it.storm.NetTime;
import java.io.IOException;
import java.nio.channels.FileChannel;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.nio.file.StandardOpenOption;
import java.time.Duration;
import java.util.stream.Stream;
import org.junit.jupiter.api.extension.ExtendWith;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

/** Files of a home that are cut while in use, or replaced: every call fails with 1392 or 1006, and nothing else happens. */
@ExtendWith(TestHomeExtension.class)
class CutHomeTest {
    private static final Duration SOON = Duration.ofSeconds(20);

    @ParameterizedTest
    @ValueSource(strings = {"waits", "sleeps", "calls"})
    void shouldFailWithACodeWhenTheTablesAreCut(String role, TestHome home) throws IOException {
        ChildJvm user = user(home, role);

        cut(home.path().resolve("kernel.dat"));

        assertAllFail(user, "1392");
    }

    @ParameterizedTest
    @CsvSource({"handles.dat,calls", "handles.dat,waits", "handles.dat,sleeps"})
    void shouldFailWithACodeWhenTheHandleTableIsCut(String name, String role, TestHome home) throws IOException {
        ChildJvm user = user(home, role);

        try (Stream<Path> files = Files.walk(home.path().resolve("processes"))) {
            for (Path file : files.filter(path -> path.endsWith(name)).toList()) {
                cut(file);
            }
        }

        assertAllFail(user, "1392");
    }

    @ParameterizedTest
    @ValueSource(strings = {"waits", "sleeps", "calls"})
    void shouldFailWithACodeWhenTheTablesAreReplaced(String role, TestHome home) throws IOException {
        ChildJvm user = user(home, role);

        Path tables = home.path().resolve("kernel.dat");
        Path copy = Files.copy(tables, home.scratch().resolve("copy"));
        Files.move(copy, tables, StandardCopyOption.REPLACE_EXISTING);

        assertAllFail(user, "1006");
    }

    private static ChildJvm user(TestHome home, String role) {
        home.letFilesStay();
        ChildJvm user = home.start(ChildJvm.quick(JavaCommand.of(HomeUser.class).arguments(role))
                        .toProcessBuilder())
                .expectErrorOutput();
        assertThat(user.line()).isEqualTo("ready");
        return user;
    }

    private static void cut(Path file) throws IOException {
        try (FileChannel open = FileChannel.open(file, StandardOpenOption.WRITE)) {
            open.truncate(0);
        }
    }

    /** It says what each of its calls ended with, once all of them fail, those that sleep soon. */
    private static void assertAllFail(ChildJvm user, String code) {
        NetTime start = NetTime.start();
        user.tell("go on");
        String line = user.line();
        while (!line.equals("over")) {
            assertThat(line).endsWith(" " + code);
            line = user.line();
        }
        assertThat(start.took()).isLessThan(SOON);
        user.closeInput();
        user.awaitExit(Deadline.PATIENCE);
        // It may have met another process whose table was cut as well, and says so.
        assertThat(user.errorOutput().lines().filter(said -> !said.startsWith("WARN io.mailslot.")))
                .isEmpty();
    }
}
