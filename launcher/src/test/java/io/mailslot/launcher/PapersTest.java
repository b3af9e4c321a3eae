package io.mailslot.launcher;

import static org.assertj.core.api.Assertions.assertThat;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.stream.Stream;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** The manual pages that the build makes, as groff prints them. */
class PapersTest {
    private static final Path GROFF = Path.of("/usr/bin/groff");

    @TempDir
    private static Path folder;

    private static Path pages;

    @BeforeAll
    static void write() throws IOException {
        Papers.write(folder, "1.2.3");
        pages = folder.resolve("man/man1");
    }

    @Test
    void shouldHaveAPageForEachCommand() throws IOException {
        List<String> names = new ArrayList<>(
                Commands.NAMES.stream().map(each -> "mailslot-" + each + ".1").toList());
        names.add("mailslot.1");
        try (Stream<Path> files = Files.list(pages)) {
            assertThat(files.map(file -> file.getFileName().toString())).containsExactlyInAnyOrderElementsOf(names);
        }
    }

    @Test
    void shouldBeUnderstoodByGroffWithoutAWarning() throws Exception {
        List<String> words = new ArrayList<>(List.of("-ww", "-z"));
        try (Stream<Path> files = Files.list(pages)) {
            files.map(Path::toString).forEach(words::add);
        }

        assertThat(groff(words)).isEmpty();
    }

    @Test
    void shouldTellWhatHelpTells() throws Exception {
        String page = groff(
                List.of("-rLL=120n", "-P-cbou", pages.resolve("mailslot-send.1").toString()));
        String whole = groff(
                List.of("-rLL=120n", "-P-cbou", pages.resolve("mailslot.1").toString()));

        assertThat(page)
                .contains("mailslot-send - Send a message, or a stream of them, to a mailslot\n")
                .contains("mailslot 1.2.3")
                .contains("mailslot send [-hvV] ", "--every=TIME", "[TEXT]\n")
                .contains("\n       --timeout=TIME\n              How long to wait for room")
                .contains("  mailslot send orders 'two coffees'\n", "  mailslot send orders -- --text-with-dashes\n");
        assertThat(whole)
                .contains("EXIT CODES\n", " 124  the time ran out\n", "'\\\\*\\mailslot\\news'.\n", "$MAILSLOT_HOME")
                .contains("mailslot-receive(1), mailslot-send(1)");
    }

    /** What it prints for a terminal that has letters beyond ASCII. */
    private static String groff(List<String> options) throws IOException, InterruptedException {
        assumeTrue(Files.isExecutable(GROFF), GROFF + " is not installed");
        List<String> words = new ArrayList<>(List.of(GROFF.toString(), "-man", "-Tutf8"));
        words.addAll(options);
        Process process = new ProcessBuilder(words).redirectErrorStream(true).start();
        String shown = new String(process.getInputStream().readAllBytes(), StandardCharsets.UTF_8);
        assertThat(process.waitFor()).as(shown).isZero();
        return shown;
    }
}
