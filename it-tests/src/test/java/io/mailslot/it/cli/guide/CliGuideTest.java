package io.mailslot.it.cli.guide;

import static org.assertj.core.api.Assertions.assertThat;

import io.mailslot.it.cli.guide.GuidePage.Block;
import io.mailslot.it.cli.guide.GuidePage.Section;
import io.mailslot.it.harness.Cli;
import io.mailslot.it.harness.TestHome;
import io.mailslot.it.harness.TestHomeExtension;
import java.io.IOException;
import java.util.List;
import java.util.Set;
import java.util.stream.Stream;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

/** What docs/guide.md shows is what its readers see. That in Korean has the same commands, and so is as right. */
@ExtendWith(TestHomeExtension.class)
class CliGuideTest {
    /** All of them take about a minute on two processors; the profile "storm" has all. */
    private static final Set<Integer> IN_SHORT = Set.of(1, 2, 11);

    private static GuidePage guide(String name) throws IOException {
        return GuidePage.read(Cli.project().resolve("docs").resolve(name));
    }

    static Stream<Section> sections() throws IOException {
        return guide("guide.md").sections().stream()
                .filter(section -> Cli.EVERYTHING || IN_SHORT.contains(section.number()))
                .filter(section -> section.of(GuidePage.Kind.CONSOLE).findAny().isPresent());
    }

    @ParameterizedTest(name = "{0}")
    @MethodSource("sections")
    @Tag("storm")
    void shouldSeeWhatTheGuideShows(Section section, TestHome home) throws IOException {
        home.letFilesStay(); // durable mailslots, and what those left who are killed

        GuideRun.play(section, home, guide("guide.md").preparations());
    }

    @Test
    void shouldShowTheSameInKorean() throws IOException {
        List<Section> english = guide("guide.md").sections();
        List<Section> korean = guide("guide.ko.md").sections();

        assertThat(korean).extracting(Section::number).isEqualTo(numbers(english));
        for (int at = 0; at < english.size(); at++) {
            assertThat(plain(korean.get(at))).as(korean.get(at).toString()).isEqualTo(plain(english.get(at)));
        }
    }

    @Test
    void shouldRunNearlyEverything() throws IOException {
        List<Section> sections = guide("guide.md").sections();

        assertThat(numbers(sections))
                .isEqualTo(Stream.iterate(1, number -> number + 1)
                        .limit(sections.size())
                        .toList());
        assertThat(sections).hasSizeGreaterThan(10);
        assertThat(sections.stream().flatMap(section -> section.of(GuidePage.Kind.NOT_RUN)))
                .as("blocks that are not run")
                .hasSizeLessThanOrEqualTo(1);
    }

    private static List<Integer> numbers(List<Section> sections) {
        return sections.stream().map(Section::number).toList();
    }

    private static List<Block> plain(Section section) {
        return section.blocks().stream().map(Block::withoutComments).toList();
    }
}
