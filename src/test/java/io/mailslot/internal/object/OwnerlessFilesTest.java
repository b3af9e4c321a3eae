package io.mailslot.internal.object;

import static org.assertj.core.api.Assertions.assertThat;

import io.mailslot.internal.home.HomePaths;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.UUID;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class OwnerlessFilesTest {
    @TempDir
    private Path folder;

    private HomePaths home;
    private OwnerlessFiles files;

    @BeforeEach
    void makeHome() throws IOException {
        home = new HomePaths(folder);
        KernelFile.create(home.kernelData(), new UUID(1, 2));
        KernelFile file = KernelFile.open(home.kernelData(), true);
        files = new OwnerlessFiles(home, new ObjectTable(file), new ProcessTable(file));
    }

    @Test
    void shouldFindAgainWhatItFound() throws IOException {
        List<Path> ownerless = List.of(
                Files.createDirectories(home.process(3, 4)),
                Files.createDirectories(home.building(3, 4, 1)),
                Files.createDirectories(home.mailslots().resolve("deep").resolve("@5-6")),
                Files.createDirectories(home.deleted().resolve("7")));

        assertThat(files.find()).containsExactlyInAnyOrderElementsOf(ownerless);
        assertThat(ownerless).allMatch(files::isStillOwnerless);
    }

    /** It may have been away for a moment while somebody looked without the lock. */
    @Test
    void shouldNotTakeTheFolderOfANameForOwnerless() throws IOException {
        Path name = Files.createDirectories(home.mailslots().resolve("deep"));

        assertThat(files.isStillOwnerless(name)).isFalse();
        Files.delete(name);
        assertThat(files.isStillOwnerless(name)).isTrue();
    }
}
