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

    Screen(int height, int width) {
        this.height = height;
        this.width = width;
    }

    void add(String line) {
        lines.add(line);
    }

    /** As many lines as there is room for, the last of which tells of the rest. Below them the cursor stands. */
    String text() {
        int room = Math.max(1, height - 1);
        boolean fits = lines.size() <= room;
        StringBuilder text = new StringBuilder(BEGIN);
        for (String line : fits ? lines : lines.subList(0, room - 1)) {
            text.append(line).append(END_OF_LINE);
        }
        if (!fits) {
            text.append(Table.shortened("... and " + (lines.size() - room + 1) + " lines more", width))
                    .append(END_OF_LINE);
        }
        return text.append(END).toString();
    }
}
