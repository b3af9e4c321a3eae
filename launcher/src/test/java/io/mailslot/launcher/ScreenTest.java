package io.mailslot.launcher;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.List;
import org.junit.jupiter.api.Test;

class ScreenTest {
    private static List<String> drawn(int height, int lines, int notes) {
        Screen screen = new Screen(height, 80);
        for (int i = 1; i <= notes; i++) {
            screen.addNote("note " + i);
        }
        for (int i = 1; i <= lines; i++) {
            screen.add("line " + i);
        }
        return screen.text()
                .replaceAll("\u001b\\[\\??[0-9]*[a-zA-Z]", "")
                .lines()
                .toList();
    }

    @Test
    void shouldHaveNotesBelowAllLines() {
        assertThat(drawn(10, 2, 1)).containsExactly("line 1", "line 2", "note 1");
    }

    /** The reason stands at the end. */
    @Test
    void shouldTellAllOfANoteThatIsWiderThanTheTerminal() {
        Screen screen = new Screen(10, 12);
        screen.addNote("cannot look: 거부되었다");

        assertThat(screen.text().lines().map(line -> line.replaceAll("\u001b\\[\\??[0-9]*[a-zA-Z]", "")))
                .containsExactly("cannot look:", " 거부되었다", "");
    }

    @Test
    void shouldNotHaveNotesGoForLackOfRoom() {
        assertThat(drawn(6, 9, 1)).containsExactly("line 1", "line 2", "line 3", "... and 6 lines more", "note 1");
        assertThat(drawn(7, 3, 9))
                .containsExactly("line 1", "line 2", "line 3", "note 1", "note 2", "... and 7 lines more");
        assertThat(drawn(2, 1, 1)).containsExactly("line 1");
    }
}
