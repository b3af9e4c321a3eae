package io.mailslot.launcher;

import java.util.ArrayList;
import java.util.List;

/** What is shown on a terminal in the place of what was shown before: drawn over it, in one write, so that nothing flickers. */
final class Screen {
    /** What is wider than the terminal ends at its edge, and does not take another line. */
    private static final String BEGIN = "\u001b[?7l\u001b[H";

    private static final String END_OF_LINE = "\u001b[K\n";
    private static final String END = "\u001b[J\u001b[?7h";

    private final int height;
    private final int width;
    private final List<String> lines = new ArrayList<>();
    private final List<String> notes = new ArrayList<>();

    Screen(int height, int width) {
        this.height = height;
        this.width = width;
    }

    void add(String line) {
        lines.add(line);
    }

    /** Adds what stands below all lines, whether those fit or not; if it is wider than the terminal it goes on in the next line. */
    void addNote(String note) {
        StringBuilder line = new StringBuilder();
        int left = width;
        for (int letter : note.codePoints().toArray()) {
            int columns = Columns.of(letter);
            if (columns > left && !line.isEmpty()) {
                notes.add(line.toString());
                line.setLength(0);
                left = width;
            }
            line.appendCodePoint(letter);
            left -= columns;
        }
        notes.add(line.toString());
    }

    /** As many lines as there is room for, the last of which tells of the rest; and so of the notes. Below them the cursor stands. */
    String text() {
        int room = Math.max(1, height - 1);
        int forNotes = Math.min(notes.size(), room / 2);
        StringBuilder text = new StringBuilder(BEGIN);
        append(text, lines, room - forNotes);
        append(text, notes, forNotes);
        return text.append(END).toString();
    }

    private void append(StringBuilder text, List<String> all, int room) {
        boolean fits = all.size() <= room;
        for (String line : fits ? all : all.subList(0, Math.max(0, room - 1))) {
            text.append(line).append(END_OF_LINE);
        }
        if (!fits && room > 0) {
            text.append(Table.shortened("... and " + (all.size() - room + 1) + " lines more", width))
                    .append(END_OF_LINE);
        }
    }
}
