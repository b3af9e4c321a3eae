package io.mailslot.internal.home;

import static org.assertj.core.api.Assertions.assertThat;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import io.mailslot.internal.memory.DefaultAcl;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermission;
import java.nio.file.attribute.PosixFilePermissions;
import java.util.Set;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class FolderAccessTest {
    @TempDir
    private Path folder;

    private static Set<PosixFilePermission> of(String permissions) {
        return PosixFilePermissions.fromString(permissions);
    }

    private static String permissions(Path path) throws IOException {
        return PosixFilePermissions.toString(Files.getPosixFilePermissions(path));
    }

    @ParameterizedTest
    @CsvSource({
        "rw-------, rw-------, rwx------",
        "rw-rw----, rw-rw----, rwxrwx---",
        "rw--w----, rw-rw----, rwxrwx---",
        "rw-r-----, rw-r-----, rwxr-x---",
        "---rwxr-x, rw-rw-r--, rwxrwxr-x",
        "---------, rw-------, rwx------"
    })
    void shouldGiveFilesWhatIsAskedAndTheFolderWhatThatTakes(String asked, String files, String itself)
            throws IOException {
        Path before = Files.createFile(folder.resolve("before"));
        FolderAccess.set(folder, of(asked));
        assertThat(permissions(before)).isEqualTo(files);
        assertThat(permissions(folder)).isEqualTo(itself);
    }

    @Test
    void shouldHoldForWhatIsMadeLater() throws IOException {
        assumeTrue(DefaultAcl.set(folder, of("rwx------")), "no access control lists here");
        FolderAccess.set(folder, of("rw-rw----"));
        assertThat(permissions(Files.createFile(folder.resolve("later")))).isEqualTo("rw-rw----");
        assertThat(permissions(Files.createDirectory(folder.resolve("folder")))).isEqualTo("rwxrwx---");
    }

    @Test
    void shouldKeepTheBitByWhichTheGroupIsInherited() throws IOException {
        Files.setAttribute(folder, "unix:mode", 02700);
        FolderAccess.set(folder, of("rw-rw----"));
        assertThat((Integer) Files.getAttribute(folder, "unix:mode") & 07777).isEqualTo(02770);
    }

    @Test
    void shouldTellWhoseAFolderIs() throws IOException {
        FolderAccess.set(folder, of("rw-r-----"));
        assertThat(FolderAccess.describe(folder))
                .contains("rw-r-----", Files.getOwner(folder).getName());
        assertThat(FolderAccess.describe(folder.resolve("missing"))).contains("cannot be read");
    }
}
