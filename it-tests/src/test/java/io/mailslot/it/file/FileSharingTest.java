package io.mailslot.it.file;

import static io.mailslot.api.FileDisposition.CREATE_ALWAYS;
import static io.mailslot.api.FileDisposition.CREATE_NEW;
import static io.mailslot.api.FileDisposition.OPEN_ALWAYS;
import static io.mailslot.api.FileDisposition.OPEN_EXISTING;
import static io.mailslot.it.file.Opens.ALL;
import static io.mailslot.it.file.Opens.BOTH;
import static io.mailslot.it.file.Opens.READ;
import static io.mailslot.it.file.Opens.WRITE;
import static io.mailslot.it.file.Opens.how;
import static io.mailslot.it.file.Opens.refused;
import static org.assertj.core.api.Assertions.assertThat;

import io.mailslot.Kernel;
import io.mailslot.api.AccessRight;
import io.mailslot.api.DuplicateOptions;
import io.mailslot.api.ErrorCode;
import io.mailslot.api.FileObject;
import io.mailslot.api.FileOpenOptions;
import io.mailslot.api.FileShare;
import io.mailslot.api.Inheritance;
import io.mailslot.api.MailslotException;
import io.mailslot.it.harness.ChildJvm;
import io.mailslot.it.harness.Deadline;
import io.mailslot.it.harness.TestHome;
import io.mailslot.it.harness.TestHomeExtension;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.EnumSet;
import java.util.List;
import java.util.Set;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;

/** Who may have a file open together with whom, in any process of the home. */
@ExtendWith(TestHomeExtension.class)
class FileSharingTest {
    private static final List<Set<AccessRight>> ACCESSES = List.of(Set.of(), READ, WRITE, BOTH);
    private static final List<Set<FileShare>> SHARES = List.of(
            Set.of(),
            EnumSet.of(FileShare.READ),
            EnumSet.of(FileShare.WRITE),
            EnumSet.range(FileShare.READ, FileShare.WRITE));

    @Test
    void shouldLetTwoProcessesOpenAFileIfEachSharesWhatTheOtherWants(TestHome home) throws IOException {
        Kernel kernel = home.attach();
        Path file = Files.writeString(home.scratch().resolve("shared"), "content");
        ChildJvm child = home.agent();
        for (Set<AccessRight> access : ACCESSES) {
            for (Set<FileShare> share : SHARES) {
                int opened = child.must("fopen", file, list(access), list(share), "OPEN_EXISTING")
                        .handle();
                for (Set<AccessRight> ours : ACCESSES) {
                    for (Set<FileShare> weShare : SHARES) {
                        boolean fits =
                                access.isEmpty() || ours.isEmpty() || covers(share, ours) && covers(weShare, access);
                        FileOpenOptions how =
                                how(OPEN_EXISTING).withAccess(ours).withShare(weShare);
                        assertThat(opens(kernel, file, how))
                                .as("%s sharing %s, then %s sharing %s", access, share, ours, weShare)
                                .isEqualTo(fits);
                    }
                }
                child.must("close", opened);
            }
        }
    }

    private static boolean covers(Set<FileShare> share, Set<AccessRight> access) {
        return access.stream().allMatch(right -> share.contains(FileShare.valueOf(right.name())));
    }

    private static boolean opens(Kernel kernel, Path file, FileOpenOptions how) {
        try (FileObject opened = kernel.files().open(file, how)) {
            return opened.size() == 7;
        } catch (MailslotException e) {
            assertThat(e.errorCode()).isEqualTo(ErrorCode.SHARING_VIOLATION);
            return false;
        }
    }

    private static String list(Set<?> elements) {
        return String.join(",", elements.stream().map(String::valueOf).toList());
    }

    @Test
    void shouldKnowAFileByWhateverPathItIsOpened(TestHome home) throws IOException {
        Kernel kernel = home.attach();
        Path file = Files.writeString(home.scratch().resolve("one"), "content");
        Path link = Files.createSymbolicLink(home.scratch().resolve("link"), file);
        Path hard = Files.createLink(home.scratch().resolve("hard"), file);
        Path relative = Path.of("").toAbsolutePath().relativize(file.toRealPath());
        ChildJvm child = home.agent();
        child.must("fopen", link, "READ", "READ", "OPEN_EXISTING");

        for (Path path : List.of(
                file, link, hard, relative, home.scratch().resolve("x/../one").normalize())) {
            refused(ErrorCode.SHARING_VIOLATION, () -> kernel.files().open(path, how(OPEN_EXISTING)));
        }
        Path other = Files.writeString(home.scratch().resolve("two"), "content");
        assertThat(opens(kernel, other, how(OPEN_EXISTING))).isTrue();
    }

    @Test
    void shouldNotEmptyWhatOthersDoNotLetWrite(TestHome home) throws IOException {
        Kernel kernel = home.attach();
        Path file = Files.writeString(home.scratch().resolve("file"), "content");
        ChildJvm child = home.agent();
        int reader = child.must("fopen", file, "READ", "READ", "OPEN_EXISTING").handle();

        refused(
                ErrorCode.SHARING_VIOLATION,
                () -> kernel.files().open(file, how(CREATE_ALWAYS).withAccess(READ)));
        assertThat(child.must("fread", reader, 10).text("text")).isEqualTo("content");
        assertThat(opens(kernel, file, how(OPEN_ALWAYS).withAccess(READ))).isTrue();
    }

    @Test
    void shouldForgetTheOpensOfAKilledProcessAtOnce(TestHome home) throws IOException {
        Kernel kernel = home.attach();
        Path file = Files.writeString(home.scratch().resolve("file"), "content");
        ChildJvm child = home.agent();
        child.must("fopen", file, "READ,WRITE", "", "OPEN_EXISTING");
        refused(ErrorCode.SHARING_VIOLATION, () -> kernel.files().open(file, how(OPEN_EXISTING)));

        child.kill();

        assertThat(opens(kernel, file, how(OPEN_EXISTING).withShare(Set.of()))).isTrue();
    }

    @Test
    void shouldKeepTheReservationWhileADuplicateIsOpen(TestHome home) throws IOException {
        Kernel kernel = home.attach();
        Path file = Files.writeString(home.scratch().resolve("file"), "content");
        FileObject alone = kernel.files().open(file, how(OPEN_EXISTING).withShare(Set.of()));
        ChildJvm child = home.child(kernel, Inheritance.none());
        int pushed = kernel.duplicate(
                Kernel.CURRENT_PROCESS,
                alone.handle(),
                child.kernelObject().handle(),
                DuplicateOptions.defaults().withCloseSource(true));

        refused(ErrorCode.SHARING_VIOLATION, () -> kernel.files().open(file, how(OPEN_EXISTING)));
        assertThat(child.must("fread", pushed, 10).text("text")).isEqualTo("content");
        child.must("close", pushed);
        assertThat(opens(kernel, file, how(OPEN_EXISTING))).isTrue();
    }

    @Test
    void shouldDeleteAFileWithTheLastHandleOfAllProcesses(TestHome home) {
        Kernel kernel = home.attach();
        Path path = home.scratch().resolve("temporary");
        FileObject file = kernel.files()
                .open(path, how(CREATE_NEW).withDeleteOnClose(true).withInheritable(true));
        ChildJvm child = home.child(kernel, Inheritance.all());
        Opens.write(file, "text");

        refused(
                ErrorCode.SHARING_VIOLATION,
                () -> kernel.files()
                        .open(path, how(OPEN_EXISTING).withShare(EnumSet.of(FileShare.READ, FileShare.WRITE))));
        file.close();
        assertThat(path).hasContent("text");
        child.must("fseek", file.handle(), 0);
        assertThat(child.must("fread", file.handle(), 10).text("text")).isEqualTo("text");
        child.must("close", file.handle());
        assertThat(path).doesNotExist();
    }

    @Test
    void shouldDeleteAFileOnceEveryOpenOfItIsClosed(TestHome home) throws IOException {
        Kernel kernel = home.attach();
        Path path = Files.writeString(home.scratch().resolve("file"), "content");
        FileObject reader =
                kernel.files().open(path, how(OPEN_EXISTING).withAccess(READ).withShare(ALL));
        ChildJvm child = home.agent();
        int temporary = child.must("fopen", path, "READ", "READ,WRITE,DELETE", "OPEN_EXISTING", "delete")
                .handle();

        child.must("close", temporary);
        assertThat(path).exists();
        refused(ErrorCode.ACCESS_DENIED, () -> kernel.files().open(path, how(OPEN_EXISTING)));
        assertThat(Opens.read(reader, 10)).isEqualTo("content");
        reader.close();
        assertThat(path).doesNotExist();
    }

    @Test
    void shouldDeleteTheFileOfAKilledProcess(TestHome home) {
        Kernel kernel = home.attach();
        kernel.createMailslot("alive");
        Path path = home.scratch().resolve("temporary");
        ChildJvm child = home.agent();
        child.must("fopen", path, "READ,WRITE", "READ,WRITE,DELETE", "CREATE_NEW", "delete");
        assertThat(path).exists();

        child.kill();

        Deadline.await("somebody deletes it for the dead process", Deadline.DEATH_NOTICED)
                .untilAsserted(() -> assertThat(path).doesNotExist());
    }

    @Test
    void shouldDeleteTheFileOfAKilledProcessThatWasAloneInTheHome(TestHome home) {
        Path path = home.scratch().resolve("temporary");
        ChildJvm child = home.agent();
        child.must("fopen", path, "READ,WRITE", "READ,WRITE,DELETE", "CREATE_NEW", "delete");
        child.kill();
        assertThat(path).exists();

        home.attach();

        assertThat(path).doesNotExist();
    }

    @Test
    void shouldNotDeleteAnotherFileOfTheSamePath(TestHome home) throws IOException {
        Kernel kernel = home.attach();
        Path path = home.scratch().resolve("temporary");
        FileObject file = kernel.files().open(path, how(CREATE_NEW).withDeleteOnClose(true));
        Files.move(path, home.scratch().resolve("moved"));
        Files.writeString(path, "another one");

        file.close();

        assertThat(path).hasContent("another one");
    }
}
