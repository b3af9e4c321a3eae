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
import io.mailslot.it.harness.Deadline;
import io.mailslot.it.harness.HomeTest;
import io.mailslot.it.harness.TestHome;
import io.mailslot.junit.Named;
import io.mailslot.testkit.Child;
import io.mailslot.testkit.ChildContext;
import io.mailslot.testkit.Jvms;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.EnumSet;
import java.util.List;
import java.util.Set;
import org.junit.jupiter.api.Test;

/** Who may have a file open together with whom, in any process of the home. */
@HomeTest
class FileSharingTest {
    private static final FileOpenOptions READER =
            how(OPEN_EXISTING).withAccess(READ).withShare(EnumSet.of(FileShare.READ));
    private static final List<Set<AccessRight>> ACCESSES = List.of(Set.of(), READ, WRITE, BOTH);
    private static final List<Set<FileShare>> SHARES = List.of(
            Set.of(),
            EnumSet.of(FileShare.READ),
            EnumSet.of(FileShare.WRITE),
            EnumSet.range(FileShare.READ, FileShare.WRITE));

    /** Opens it, and lets the handle be. */
    private static int open(ChildContext c, String path, FileOpenOptions how) {
        return c.kernel().files().open(path, how).handle();
    }

    private static String read(ChildContext c, int handle) {
        return Opens.read(c.kernel().files().file(handle), 10);
    }

    @Test
    void shouldLetTwoProcessesOpenAFileIfEachSharesWhatTheOtherWants(
            TestHome home, @Named("other") Child child, Kernel kernel) throws IOException {
        Path file = Files.writeString(home.scratch().resolve("shared"), "content");
        String path = file.toString();
        for (Set<AccessRight> access : ACCESSES) {
            for (Set<FileShare> share : SHARES) {
                EnumSet<AccessRight> theirs = copy(access, AccessRight.class);
                EnumSet<FileShare> theyShare = copy(share, FileShare.class);
                int opened = child.call(
                        c -> open(c, path, how(OPEN_EXISTING).withAccess(theirs).withShare(theyShare)));
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
                child.run(c -> c.kernel().closeHandle(opened));
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

    /** Of a set that may go to another JVM. */
    private static <E extends Enum<E>> EnumSet<E> copy(Set<E> set, Class<E> type) {
        EnumSet<E> copy = EnumSet.noneOf(type);
        copy.addAll(set);
        return copy;
    }

    @Test
    void shouldKnowAFileByWhateverPathItIsOpened(TestHome home, @Named("other") Child child, Kernel kernel)
            throws IOException {
        Path file = Files.writeString(home.scratch().resolve("one"), "content");
        Path link = Files.createSymbolicLink(home.scratch().resolve("link"), file);
        Path hard = Files.createLink(home.scratch().resolve("hard"), file);
        Path relative = Path.of("").toAbsolutePath().relativize(file.toRealPath());
        String theirs = link.toString();
        child.run(c -> open(c, theirs, READER));

        for (Path path : List.of(
                file, link, hard, relative, home.scratch().resolve("x/../one").normalize())) {
            refused(ErrorCode.SHARING_VIOLATION, () -> kernel.files().open(path, how(OPEN_EXISTING)));
        }
        Path other = Files.writeString(home.scratch().resolve("two"), "content");
        assertThat(opens(kernel, other, how(OPEN_EXISTING))).isTrue();
    }

    @Test
    void shouldNotEmptyWhatOthersDoNotLetWrite(TestHome home, @Named("other") Child child, Kernel kernel)
            throws IOException {
        Path file = Files.writeString(home.scratch().resolve("file"), "content");
        String path = file.toString();
        int reader = child.call(c -> open(c, path, READER));

        refused(
                ErrorCode.SHARING_VIOLATION,
                () -> kernel.files().open(file, how(CREATE_ALWAYS).withAccess(READ)));
        assertThat(child.<String>call(c -> read(c, reader))).isEqualTo("content");
        assertThat(opens(kernel, file, how(OPEN_ALWAYS).withAccess(READ))).isTrue();
    }

    @Test
    void shouldForgetTheOpensOfAKilledProcessAtOnce(TestHome home, @Named("other") Child child, Kernel kernel)
            throws IOException {
        Path file = Files.writeString(home.scratch().resolve("file"), "content");
        String path = file.toString();
        child.run(c -> open(c, path, how(OPEN_EXISTING).withShare(Set.of())));
        refused(ErrorCode.SHARING_VIOLATION, () -> kernel.files().open(file, how(OPEN_EXISTING)));

        child.kill();

        assertThat(opens(kernel, file, how(OPEN_EXISTING).withShare(Set.of()))).isTrue();
    }

    @Test
    void shouldKeepTheReservationWhileADuplicateIsOpen(TestHome home, Kernel kernel, @Named("other") Child child)
            throws IOException {
        Path file = Files.writeString(home.scratch().resolve("file"), "content");
        FileObject alone = kernel.files().open(file, how(OPEN_EXISTING).withShare(Set.of()));
        int pushed = kernel.duplicate(
                Kernel.CURRENT_PROCESS,
                alone.handle(),
                child.object().handle(),
                DuplicateOptions.defaults().withCloseSource(true));

        refused(ErrorCode.SHARING_VIOLATION, () -> kernel.files().open(file, how(OPEN_EXISTING)));
        assertThat(child.<String>call(c -> read(c, pushed))).isEqualTo("content");
        child.run(c -> c.kernel().closeHandle(pushed));
        assertThat(opens(kernel, file, how(OPEN_EXISTING))).isTrue();
    }

    @Test
    void shouldDeleteAFileWithTheLastHandleOfAllProcesses(TestHome home, Jvms jvms, Kernel kernel) {
        Path path = home.scratch().resolve("temporary");
        FileObject file = kernel.files()
                .open(path, how(CREATE_NEW).withDeleteOnClose(true).withInheritable(true));
        int number = file.handle();
        Child child = jvms.jvm().withInheritance(Inheritance.all()).start();
        Opens.write(file, "text");

        refused(
                ErrorCode.SHARING_VIOLATION,
                () -> kernel.files()
                        .open(path, how(OPEN_EXISTING).withShare(EnumSet.of(FileShare.READ, FileShare.WRITE))));
        file.close();
        assertThat(path).hasContent("text");
        child.run(c -> c.kernel().files().file(number).seek(0));
        assertThat(child.<String>call(c -> read(c, number))).isEqualTo("text");
        child.run(c -> c.kernel().closeHandle(number));
        assertThat(path).doesNotExist();
    }

    @Test
    void shouldDeleteAFileOnceEveryOpenOfItIsClosed(TestHome home, @Named("other") Child child, Kernel kernel)
            throws IOException {
        Path path = Files.writeString(home.scratch().resolve("file"), "content");
        FileObject reader =
                kernel.files().open(path, how(OPEN_EXISTING).withAccess(READ).withShare(ALL));
        String theirs = path.toString();
        int temporary = child.call(
                c -> open(c, theirs, how(OPEN_EXISTING).withAccess(READ).withDeleteOnClose(true)));

        child.run(c -> c.kernel().closeHandle(temporary));
        assertThat(path).exists();
        refused(ErrorCode.ACCESS_DENIED, () -> kernel.files().open(path, how(OPEN_EXISTING)));
        assertThat(Opens.read(reader, 10)).isEqualTo("content");
        reader.close();
        assertThat(path).doesNotExist();
    }

    private static void makeTemporary(Child child, Path path) {
        String file = path.toString();
        child.run(c -> open(c, file, how(CREATE_NEW).withDeleteOnClose(true)));
    }

    @Test
    void shouldDeleteTheFileOfAKilledProcess(TestHome home, @Named("other") Child child, Kernel kernel) {
        kernel.createMailslot("alive");
        Path path = home.scratch().resolve("temporary");
        makeTemporary(child, path);
        assertThat(path).exists();

        child.kill();

        Deadline.await("somebody deletes it for the dead process", Deadline.DEATH_NOTICED)
                .untilAsserted(() -> assertThat(path).doesNotExist());
    }

    @Test
    void shouldDeleteTheFileOfAKilledProcessThatWasAloneInTheHome(TestHome home, @Named("alone") Child child) {
        Path path = home.scratch().resolve("temporary");
        makeTemporary(child, path);
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
