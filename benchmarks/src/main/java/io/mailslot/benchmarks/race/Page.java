package io.mailslot.benchmarks.race;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;

/** A page of documentation with parts that races write: each between two comments that name it. */
final class Page {
    private Page() {}

    /** Writes the part anew, after a line about the machine. */
    static void replace(Path folder, String part, String text) throws IOException {
        Path file = folder.resolve("performance.md");
        String begin = "<!-- figures of " + part + ": begin -->\n";
        String end = "<!-- figures of " + part + ": end -->\n";
        String page = Files.exists(file) ? Files.readString(file) : "";
        int from = page.indexOf(begin);
        int to = page.indexOf(end);
        String whole = begin + "\n" + Machine.markdown() + "\n" + text.strip() + "\n\n" + end;
        if (from < 0 || to < from) {
            Results.writeText(file, page + (page.isEmpty() ? "" : "\n") + whole);
        } else {
            Results.writeText(file, page.substring(0, from) + whole + page.substring(to + end.length()));
        }
    }
}
