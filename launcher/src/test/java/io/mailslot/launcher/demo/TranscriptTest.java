package io.mailslot.launcher.demo;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.PrintWriter;
import java.io.StringWriter;
import org.junit.jupiter.api.Test;

class TranscriptTest {
    private final StringWriter text = new StringWriter();

    @Test
    void shouldCountChecksAndHoldOnlyIfAllDid() {
        Transcript transcript = new Transcript(new PrintWriter(text), false);
        transcript.check("two is two", 2, 2);
        assertThat(transcript.summary()).isTrue();
        transcript.check("two is three", 3, 2);
        assertThat(transcript.summary()).isFalse();

        assertThat(text.toString())
                .contains("ok          two is two\n")
                .contains("FAILED: two is three: expected 3, got 2\n")
                .contains("demo: 1 of 1 checks held\n")
                .contains("demo: 1 of 2 checks held\n")
                .doesNotContain("\u001b");
    }

    @Test
    void shouldTellEachStoryInLinesOfATerminal() {
        Demo.SCENES.forEach(scene -> new Transcript(new PrintWriter(text), false).story(scene.story()));

        assertThat(text.toString().lines().filter(line -> line.length() > 80)).isEmpty();
    }

    @Test
    void shouldColourOnlyWhenAsked() {
        new Transcript(new PrintWriter(text), true).check("it holds", 1, 1);
        assertThat(text.toString()).contains("\u001b[32mok");
    }
}
