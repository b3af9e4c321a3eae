package io.mailslot.it.ends;

import static org.assertj.core.api.Assertions.assertThat;

import io.mailslot.it.harness.DamageTest;
import io.mailslot.it.harness.Deadline;
import io.mailslot.it.harness.LiveTree;
import io.mailslot.it.harness.TestHome;
import io.mailslot.it.storm.NetTime;
import io.mailslot.testkit.Child;
import io.mailslot.testkit.ErrorOutput;
import io.mailslot.testkit.Jvms;
import java.io.IOException;
import java.nio.channels.FileChannel;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.nio.file.StandardOpenOption;
import java.time.Duration;
import java.util.LinkedHashMap;
import java.util.concurrent.CompletableFuture;
import java.util.stream.Stream;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

/** Files of a home that are cut while in use, or replaced: every call fails with 1392 or 1006, and nothing else happens. */
@DamageTest
class CutHomeTest {
    private static final Duration SOON = Duration.ofSeconds(20);

    @ParameterizedTest
    @ValueSource(strings = {"waits", "sleeps", "calls"})
    void shouldFailWithACodeWhenTheTablesAreCut(String role, TestHome home, Jvms jvms) throws IOException {
        home.letFilesStay();
        Child user = jvms.jvm().withErrorOutput(ErrorOutput.ALLOWED).start();
        CompletableFuture<LinkedHashMap<String, Integer>> codes = use(user, role);

        cut(home.path().resolve("kernel.dat"));

        assertAllFail(jvms, user, codes, 1392);
    }

    @ParameterizedTest
    @CsvSource({"handles.dat,calls", "handles.dat,waits", "handles.dat,sleeps"})
    void shouldFailWithACodeWhenTheHandleTableIsCut(String name, String role, TestHome home, Jvms jvms)
            throws IOException {
        home.letFilesStay();
        Child user = jvms.jvm().withErrorOutput(ErrorOutput.ALLOWED).start();
        CompletableFuture<LinkedHashMap<String, Integer>> codes = use(user, role);

        try (Stream<Path> files = LiveTree.walk(home.path().resolve("processes"))) {
            for (Path file : files.filter(path -> path.endsWith(name)).toList()) {
                cut(file);
            }
        }

        assertAllFail(jvms, user, codes, 1392);
    }

    @ParameterizedTest
    @ValueSource(strings = {"waits", "sleeps", "calls"})
    @Tag("long")
    void shouldFailWithACodeWhenTheTablesAreReplaced(String role, TestHome home, Jvms jvms) throws IOException {
        home.letFilesStay();
        Child user = jvms.jvm().withErrorOutput(ErrorOutput.ALLOWED).start();
        CompletableFuture<LinkedHashMap<String, Integer>> codes = use(user, role);

        Path tables = home.path().resolve("kernel.dat");
        Path copy = Files.copy(tables, home.scratch().resolve("copy"));
        Files.move(copy, tables, StandardCopyOption.REPLACE_EXISTING);

        assertAllFail(jvms, user, codes, 1006);
    }

    /** Comes back when the home is in use. */
    private static CompletableFuture<LinkedHashMap<String, Integer>> use(Child user, String role) {
        CompletableFuture<LinkedHashMap<String, Integer>> codes = user.submit(c -> HomeUser.use(c, role));
        user.awaitPoint(HomeUser.READY);
        return codes;
    }

    private static void cut(Path file) throws IOException {
        try (FileChannel open = FileChannel.open(file, StandardOpenOption.WRITE)) {
            open.truncate(0);
        }
    }

    /** All of its calls do, those that sleep soon. */
    private static void assertAllFail(
            Jvms jvms, Child user, CompletableFuture<LinkedHashMap<String, Integer>> codes, int code) {
        NetTime start = NetTime.start();
        user.release(HomeUser.READY);
        Deadline.await("all of its calls fail").until(codes::isDone);
        assertThat(codes.join().values()).containsOnly(code);
        assertThat(start.took()).isLessThan(SOON);
        jvms.all(user);
        // It may have met another process whose table was cut as well, and says so.
        assertThat(user.err().lines().filter(said -> !said.startsWith("WARN io.mailslot.")))
                .isEmpty();
    }
}
