package io.mailslot.internal.memory;

import static org.assertj.core.api.Assertions.assertThat;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.nio.file.attribute.BasicFileAttributes;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class QuickLookTest {
    @TempDir
    private Path folder;

    private Path file;
    private QuickLook look;

    @BeforeEach
    void make() throws IOException {
        assumeTrue(Pidfd.available(), "no native calls here");
        file = Files.write(folder.resolve("größer als sonst"), new byte[1000]);
        look = QuickLook.at(file, key(file));
    }

    private static Object key(Path path) throws IOException {
        return Files.readAttributes(path, BasicFileAttributes.class).fileKey();
    }

    @Test
    void shouldSeeTheFileForAsLongAsItLiesThere() throws IOException {
        assertThat(look.sees(0)).isTrue();
        Files.write(file, new byte[10]);
        assertThat(look.sees(10)).isTrue();
        Path aside = Files.move(file, folder.resolve("aside"));
        assertThat(look.sees(0)).as("when it lies elsewhere").isFalse();
        Files.move(aside, file);
        assertThat(look.sees(0)).isTrue();
    }

    @Test
    void shouldNotSeeAFileThatIsTooShort() throws IOException {
        assertThat(look.sees(1000)).isTrue();
        assertThat(look.sees(1001)).isFalse();
        Files.write(file, new byte[999]);
        assertThat(look.sees(1000)).isFalse();
    }

    @Test
    void shouldTellHowLongTheFileIsAndNothingOfAnother() throws IOException {
        assertThat(look.length()).isEqualTo(1000);
        Files.write(file, new byte[0]);
        assertThat(look.length()).isZero();
        Path other = Files.write(folder.resolve("other"), new byte[1000]);
        Files.move(other, file, StandardCopyOption.REPLACE_EXISTING);
        assertThat(look.length()).isNegative();
    }

    @Test
    void shouldNotSeeAnotherFileNorALinkInItsPlace() throws IOException {
        Path other = Files.write(folder.resolve("other"), new byte[1000]);
        Path aside = Files.move(file, folder.resolve("aside"));
        Files.move(other, file);
        assertThat(look.sees(0)).as("another file").isFalse();
        Files.delete(file);
        assertThat(look.sees(0)).as("nothing").isFalse();
        Files.createSymbolicLink(file, aside);
        assertThat(look.sees(0)).as("a link to it").isFalse();
    }

    @Test
    void shouldBeThereForTheFileThatIsMeantOnly() throws IOException {
        Path other = Files.createFile(folder.resolve("other"));
        assertThat(look).isNotNull();
        assertThat(QuickLook.at(other, key(file))).isNull();
        assertThat(QuickLook.at(folder.resolve("missing"), key(file))).isNull();
        assertThat(QuickLook.at(Files.createSymbolicLink(folder.resolve("link"), file), key(file)))
                .isNull();
    }
}
