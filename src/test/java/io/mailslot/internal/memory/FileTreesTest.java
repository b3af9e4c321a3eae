package io.mailslot.internal.memory;

import static java.nio.file.attribute.PosixFilePermission.OWNER_READ;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.IOException;
import java.nio.file.FileAlreadyExistsException;
import java.nio.file.Files;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import java.util.Set;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Folders below a root. */
class FileTreesTest {
    @TempDir
    private Path root;

    @Test
    void shouldMakeAllThatIsMissingBelowTheRoot() throws IOException {
        Path folder = root.resolve("a").resolve("b").resolve("c");

        FileTrees.makeFolders(root, folder);
        FileTrees.makeFolders(root, folder);

        assertThat(folder).isDirectory();
    }

    @Test
    void shouldNotMakeTheRoot() throws IOException {
        Files.delete(root);

        assertThatThrownBy(() -> FileTrees.makeFolders(root, root.resolve("a").resolve("b")))
                .isInstanceOf(NoSuchFileException.class);
        assertThat(root).doesNotExist();
    }

    @Test
    void shouldNeitherFollowNorReuseWhatHasTheNameOfANewFolder() throws IOException {
        Path target = Files.createDirectory(root.resolve("target"));
        Files.createDirectory(named(1));
        Files.createFile(named(2));
        Files.createSymbolicLink(named(3), target);
        Files.createSymbolicLink(named(4), root.resolve("nothing"));

        Path folder = FileTrees.newFolder(root, "new-", 1, PosixFilePermissions.asFileAttribute(Set.of(OWNER_READ)));

        assertThat(folder).isEqualTo(named(5)).isEmptyDirectory();
        assertThat(Files.getPosixFilePermissions(folder)).containsExactly(OWNER_READ);
        assertThat(target).isEmptyDirectory();
        assertThat(root.resolve("nothing")).doesNotExist();
    }

    @Test
    void shouldMakeAFolderUnderAnotherNameEachTime() throws IOException {
        assertThat(FileTrees.newFolder(root, "new-"))
                .isNotEqualTo(FileTrees.newFolder(root, "new-"))
                .hasParent(root);
    }

    @Test
    void shouldGiveUpANewFolderWhereAllNamesAreTaken() throws IOException {
        for (int i = 0; i <= 1_000; i++) {
            Files.createFile(named(i));
        }

        assertThatThrownBy(() -> FileTrees.newFolder(root, "new-", 0)).isInstanceOf(FileAlreadyExistsException.class);
    }

    private Path named(int number) {
        return root.resolve("new-" + ProcessHandle.current().pid() + "-" + number);
    }
}
