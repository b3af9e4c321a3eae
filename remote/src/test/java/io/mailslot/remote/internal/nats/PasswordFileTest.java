package io.mailslot.remote.internal.nats;

import static io.mailslot.remote.internal.nats.Links.failure;
import static org.assertj.core.api.Assertions.assertThat;

import io.mailslot.remote.internal.link.LinkException.Kind;
import java.nio.file.Files;
import java.nio.file.Path;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** Files with a password, as people and programs write them. */
class PasswordFileTest {
    @TempDir
    Path folder;

    private Path file(String text) throws Exception {
        return Files.writeString(folder.resolve("password"), text);
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "open sesame",
                "open sesame\n",
                "open sesame\r\n",
                "open sesame\n\n# of the shop's key\n",
                "open sesame\nold\n"
            })
    void shouldTakeTheFirstLineWithoutItsEnd(String text) throws Exception {
        assertThat(TlsFiles.password(file(text))).containsExactly("open sesame".toCharArray());
    }

    @Test
    void shouldKeepSpaces() throws Exception {
        assertThat(TlsFiles.password(file(" open \t\n"))).containsExactly(" open \t".toCharArray());
    }

    @ParameterizedTest
    @ValueSource(strings = {"", "\n", "\nopen sesame\n"})
    void shouldSayThatThereIsNone(String text) throws Exception {
        Path file = file(text);
        assertThat(failure(() -> TlsFiles.password(file)))
                .hasMessage("the first line of the password file '" + file + "' is empty; write the password there")
                .satisfies(empty -> assertThat(empty.kind()).isEqualTo(Kind.REFUSED));
    }
}
