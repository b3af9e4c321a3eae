package io.mailslot.internal.memory;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
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
}
