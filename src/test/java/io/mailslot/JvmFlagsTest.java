package io.mailslot;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** The flags stand in several places that no program reads; they must say the same. */
class JvmFlagsTest {
    private static final int NEWER = 25;

    @ParameterizedTest
    @ValueSource(strings = {"../pom.xml", "../README.md"})
    void shouldAgreeWithWhatIsWritten(String file) throws IOException {
        String text = Files.readString(Path.of(file));
        assertThat(JvmFlags.forJdk(NEWER)).allSatisfy(flag -> assertThat(text).contains(flag));
    }

    @Test
    void shouldAddFlagsForNewerJdksOnlyThere() {
        List<String> base = JvmFlags.forJdk(17);
        assertThat(base).isNotEmpty();
        assertThat(JvmFlags.forJdk(NEWER)).containsAll(base).hasSizeGreaterThan(base.size());
    }
}
