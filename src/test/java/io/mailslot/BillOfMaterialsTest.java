package io.mailslot;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.regex.MatchResult;
import java.util.regex.Pattern;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;

/** What the bill of materials promises is what was built and tested with. */
class BillOfMaterialsTest {
    private static final Path PARENT = Path.of("../pom.xml");
    private static final Path LIBRARY = Path.of("pom.xml");
    private static final Path BILL = Path.of("../bom/pom.xml");
    private static final String OURS = "mailslot";

    private static final Pattern PROPERTY = Pattern.compile("<([a-z.-]+)\\.version>([^<]+)<");
    private static final Pattern VERSIONED =
            Pattern.compile("<artifactId>([a-z-]+)</artifactId>\\s*<version>([^<]+)</version>\\s*</dependency>");
    private static final Pattern WITHOUT_SCOPE = Pattern.compile("<artifactId>([a-z-]+)</artifactId>\\s*</dependency>");

    @Test
    void shouldHaveTheVersionsOfTheParent() throws IOException {
        Map<String, String> tested = new TreeMap<>();
        find(PROPERTY, PARENT).forEach(property -> tested.put(property.group(1), property.group(2)));

        List<MatchResult> promised = find(VERSIONED, BILL)
                .filter(entry -> !entry.group(1).startsWith(OURS))
                .toList();

        assertThat(promised)
                .isNotEmpty()
                .allSatisfy(
                        entry -> assertThat(entry.group(2)).as(entry.group(1)).isEqualTo(tested.get(entry.group(1))));
    }

    @Test
    void shouldHaveWhatTheLibraryUses() throws IOException {
        List<String> promised =
                find(VERSIONED, BILL).map(entry -> entry.group(1)).toList();

        List<String> used = find(WITHOUT_SCOPE, LIBRARY)
                .map(dependency -> dependency.group(1))
                .filter(name -> !name.equals("slf4j-api")) // compatible since 2.0: the user's own choice
                .toList();

        assertThat(used).hasSizeGreaterThan(5).isSubsetOf(promised);
    }

    private static Stream<MatchResult> find(Pattern pattern, Path file) throws IOException {
        return pattern.matcher(Files.readString(file)).results();
    }
}
