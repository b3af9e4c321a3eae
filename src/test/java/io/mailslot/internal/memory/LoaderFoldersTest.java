package io.mailslot.internal.memory;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class LoaderFoldersTest {
    @TempDir
    private Path folder;

    @Test
    void shouldFollowWhatTheConfigurationIncludes() throws IOException {
        Path own = Files.createDirectory(folder.resolve("own"));
        Path included = Files.createDirectory(folder.resolve("included"));
        Path parts = Files.createDirectory(folder.resolve("parts.d"));
        Path configuration = folder.resolve("ld.so.conf");
        Files.write(
                configuration,
                List.of("# folders", "include\tnone.d/*.conf parts.d/*.conf", own + " # ours", "/not/there"));
        Files.write(parts.resolve("a.conf"), List.of(included.toString(), "include " + configuration));
        Files.write(parts.resolve("b.other"), List.of("/usr"));

        assertThat(LoaderFolders.path(configuration).split(":"))
                .containsSubsequence("/usr/lib", included.toString(), own.toString())
                .doesNotContain("/not/there", "/usr");
    }

    @Test
    void shouldNameTheStandardFoldersWhereThereIsNoConfiguration() throws IOException {
        assertThat(LoaderFolders.path(folder.resolve("none")).split(":"))
                .contains("/usr/lib")
                .allMatch(path -> Files.isDirectory(Path.of(path)));
    }

    /** A process without free descriptors must not tell its application that there are no other folders. */
    @Test
    void shouldNameNoneWhereTheConfigurationCannotBeRead() {
        assertThatThrownBy(() -> LoaderFolders.path(folder)).isInstanceOf(IOException.class);
    }

    /** JNA runs a program to find them only where nothing is set. */
    @Test
    void shouldBeWhatJnaSearches() throws IOException {
        assumeTrue(NativeAccess.isThere(), "no native access here");

        assertThat(System.getProperty("jna.platform.library.path")).isEqualTo(LoaderFolders.path());
    }
}
