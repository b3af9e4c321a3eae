package io.mailslot.it.lock;

import static io.mailslot.it.harness.Refusal.refusal;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;

import io.mailslot.Kernel;
import io.mailslot.KernelOptions;
import io.mailslot.api.DuplicateOptions;
import io.mailslot.api.ErrorCode;
import io.mailslot.api.Event;
import io.mailslot.api.EventOptions;
import io.mailslot.api.HomeException;
import io.mailslot.inspect.HomeInspector;
import io.mailslot.inspect.Unseen;
import io.mailslot.it.harness.DamageTest;
import io.mailslot.it.harness.LiveTree;
import io.mailslot.it.harness.TestHome;
import io.mailslot.junit.Named;
import io.mailslot.testkit.Child;
import io.mailslot.testkit.ChildContext;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.List;
import java.util.stream.Stream;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/**
 * Somebody who may write to the home puts something else where its files were: no link is followed, nothing outside of the
 * home is written, nothing blocks, and the call fails.
 */
@DamageTest
@Timeout(120)
class SwappedFilesTest {
    private static final int MORE_THAN_A_CHUNK = 3_000;

    private Path secret;
    private byte[] content;

    @BeforeEach
    void makeSecret(TestHome home) throws IOException {
        secret = home.scratch().resolve("secret");
        content = new byte[40_000];
        Arrays.fill(content, (byte) 'S');
        Files.write(secret, content);
        home.letFilesStay();
    }

    private void assertSecretUntouched() throws IOException {
        assertThat(Files.readAllBytes(secret)).isEqualTo(content);
    }

    @Test
    void shouldNotGrowAHandleTableThatIsALinkOrAnotherFile(TestHome home) throws IOException {
        Kernel kernel = home.attach();
        Event event = kernel.synchronization().createEvent(EventOptions.defaults());
        Path table = only(home.path().resolve("processes")).resolve("handles.dat");

        swapForLink(table);
        assertThat(code(() -> duplicates(kernel, event))).isEqualTo(ErrorCode.FILE_CORRUPT);
        assertSecretUntouched();

        Files.delete(table);
        Files.createLink(table, Files.write(home.path().resolve("linked hard"), content));
        assertThat(code(() -> duplicates(kernel, event))).isEqualTo(ErrorCode.FILE_CORRUPT);
        assertThat(Files.readAllBytes(table)).isEqualTo(content);
    }

    private static void duplicates(Kernel kernel, Event event) {
        for (int i = 0; i < MORE_THAN_A_CHUNK; i++) {
            kernel.duplicate(event.handle(), DuplicateOptions.defaults());
        }
    }

    @Test
    void shouldNotGrowAKernelFileThatIsALink(TestHome home) throws IOException {
        Kernel kernel = home.attach();
        kernel.synchronization().createEvent(EventOptions.defaults());
        swapForLink(home.path().resolve("kernel.dat"));

        assertThat(code(() -> {
                    for (int i = 0; i < MORE_THAN_A_CHUNK; i++) {
                        kernel.synchronization().createEvent(EventOptions.defaults());
                    }
                }))
                .isEqualTo(ErrorCode.FILE_INVALID);
        assertSecretUntouched();
    }

    @ParameterizedTest
    @ValueSource(strings = {"kernel.dat", "kernel.lock"})
    void shouldNotEnterAHomeWhoseFilesAreLinksOrPipes(
            String name, TestHome home, @Named("inside") Child inside, @Named("outside") Child outside)
            throws IOException {
        inside.run(c -> c.kernel());
        Path file = home.path().resolve(name);

        swapForLink(file);
        assertThat(refusal(outside, c -> c.kernel())).isEqualTo(ErrorCode.FILE_CORRUPT);
        assertThat(refusal(inside, SwappedFilesTest::makeEvent)).isEqualTo(ErrorCode.FILE_INVALID);
        assertSecretUntouched();

        swapForPipe(file);
        assertThat(refusal(outside, c -> c.kernel())).isEqualTo(ErrorCode.FILE_CORRUPT);
        assertThat(refusal(inside, SwappedFilesTest::makeEvent)).isEqualTo(ErrorCode.FILE_INVALID);
        inside.kill();
    }

    /** Its user is told that the home is gone (1006); what lies there now may be the home of others. */
    @Test
    void shouldNoteNothingInAHomeWhoseTablesVanishedOrWereSwapped(TestHome home, @Named("inside") Child inside)
            throws IOException {
        inside.run(c -> c.kernel());
        Path file = home.path().resolve("kernel.dat");
        Path aside = Files.move(file, home.scratch().resolve("aside"));

        assertThat(refusal(inside, SwappedFilesTest::makeEvent)).isEqualTo(ErrorCode.FILE_INVALID);
        Files.copy(aside, file);
        assertThat(refusal(inside, SwappedFilesTest::makeEvent)).isEqualTo(ErrorCode.FILE_INVALID);

        assertThat(HomeInspector.errors(home.path()).errors()).isEmpty();
        inside.kill();
    }

    private static void makeEvent(ChildContext c) {
        c.kernel().synchronization().createEvent(EventOptions.defaults().withName("x"));
    }

    @Test
    void shouldMakeNothingWhereALinkedFolderLeads(
            TestHome home, @Named("inside") Child inside, @Named("outside") Child outside) throws IOException {
        inside.run(c -> c.kernel());
        Path elsewhere = Files.createDirectory(home.scratch().resolve("elsewhere"));
        Path processes = home.path().resolve("processes");
        Files.move(processes, home.path().resolve("moved"));
        Files.createSymbolicLink(processes, elsewhere);

        assertThat(refusal(outside, c -> c.kernel())).isEqualTo(ErrorCode.FILE_CORRUPT);
        try (Stream<Path> made = LiveTree.walk(elsewhere)) {
            assertThat(made.filter(Files::isRegularFile)).isEmpty();
        }
        inside.kill();
    }

    @Test
    void shouldNotHangOnPipesOfAHomeThatItLooksAt(TestHome home, TestHome strange) throws IOException {
        Child owner = strange.jvms().start();
        owner.run(c -> c.kernel().createMailslot("x"));
        for (Path file : filesBelow(strange.path().resolve("mailslots"))) {
            swapForPipe(file);
        }
        strange.letFilesStay();

        assertThat(unseen(strange)).containsOnly(ErrorCode.FILE_CORRUPT);
        for (Path file : filesBelow(strange.path().resolve("processes"))) {
            swapForPipe(file);
        }
        assertThat(unseen(strange)).containsOnly(ErrorCode.FILE_CORRUPT);
        home.attach().synchronization().createEvent(EventOptions.defaults());
        owner.kill();
    }

    /** A file is emptied, or a folder is deleted, only where it was seen to lie: not through a link put there. */
    @Test
    void shouldDeleteNothingThroughALink(TestHome home) throws IOException {
        Path full = Files.createDirectory(home.scratch().resolve("full"));
        Path kept = Files.write(full.resolve("kept"), content);
        try (Kernel kernel = home.attach()) {
            kernel.createMailslot("x");
            Path folder = only(home.path().resolve("mailslots"));
            Files.createSymbolicLink(only(folder).resolve("link"), full);
            Files.createSymbolicLink(home.path().resolve("processes").resolve("99-9"), full);
        }
        Kernel.attach(KernelOptions.defaults().withHome(home.path())).close();
        assertThat(Files.readAllBytes(kept)).isEqualTo(content);
    }

    private static List<ErrorCode> unseen(TestHome home) {
        return HomeInspector.inspect(home.path()).orElseThrow().unseen().stream()
                .map(Unseen::code)
                .toList();
    }

    private static ErrorCode code(Runnable call) {
        HomeException[] failure = new HomeException[1];
        assertThatExceptionOfType(HomeException.class).isThrownBy(call::run).satisfies(e -> failure[0] = e);
        return failure[0].errorCode();
    }

    private void swapForLink(Path file) throws IOException {
        Files.delete(file);
        Files.createSymbolicLink(file, secret);
    }

    private static void swapForPipe(Path file) throws IOException {
        Files.delete(file);
        try {
            int exit = new ProcessBuilder("mkfifo", file.toString()).start().waitFor();
            assertThat(exit).isZero();
        } catch (InterruptedException e) {
            throw new IOException(e);
        }
    }

    private static List<Path> filesBelow(Path folder) throws IOException {
        try (Stream<Path> files = LiveTree.walk(folder)) {
            return files.filter(Files::isRegularFile).toList();
        }
    }

    private static Path only(Path folder) throws IOException {
        try (Stream<Path> inside = Files.list(folder)) {
            return inside.findFirst().orElseThrow();
        }
    }
}
