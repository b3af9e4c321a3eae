package io.mailslot.launcher;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.IntStream;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;

/** docs/tool-checks.md names tests that exist. */
class ToolChecksTest {
    private static final Path PAGE = Path.of("../docs/tool-checks.md");
    private static final Pattern TEST = Pattern.compile("`(\\w+Test)\\.(should\\w+)`");
    private static final Pattern ROW = Pattern.compile("(?m)^\\| (\\d+) \\| .* \\| (.*) \\| (.*)\\|$");

    @Test
    void shouldNameTestsThatExist() throws IOException {
        Matcher test = TEST.matcher(Files.readString(PAGE));
        int count = 0;
        while (test.find()) {
            assertThat(source(test.group(1))).as(test.group()).contains("void " + test.group(2) + "(");
            count++;
        }
        assertThat(count).isGreaterThan(31);
    }

    /** What is there is shown by a test. */
    @Test
    void shouldHaveATestForWhatIsThere() throws IOException {
        List<String[]> rows = ROW.matcher(Files.readString(PAGE))
                .results()
                .map(row -> new String[] {row.group(1), row.group(2), row.group(3)})
                .toList();

        assertThat(rows)
                .extracting(row -> row[0])
                .containsExactlyElementsOf(
                        IntStream.rangeClosed(1, 31).mapToObj(String::valueOf).toList());
        assertThat(rows)
                .allSatisfy(row -> assertThat(row[1].startsWith("not ")
                                || TEST.matcher(row[2]).find())
                        .as("row " + row[0])
                        .isTrue());
    }

    private static String source(String name) throws IOException {
        for (String tests : List.of("../launcher/src/test/java", "../it-tests/src/test/java")) {
            try (Stream<Path> files = Files.walk(Path.of(tests))) {
                Path found = files.filter(file -> file.endsWith(name + ".java"))
                        .findFirst()
                        .orElse(null);
                if (found != null) {
                    return Files.readString(found);
                }
            }
        }
        throw new AssertionError("no test " + name);
    }
}
