package io.mailslot.testkit;

import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.util.HexFormat;
import java.util.UUID;

/**
 * The files of a child, in the folder of its test.
 *
 * @param out its standard output
 * @param err its standard error
 * @param in its standard input, if that is a text
 * @param stopped there while it stands still at a fault point
 * @param threads what its threads were doing
 */
record ChildFiles(Path out, Path err, Path in, Path stopped, Path threads) {
    private static final int LONGEST = 100;
    private static final char FIRST = ' ';
    private static final char LAST = '~';

    static ChildFiles of(Path folder, String name) {
        String plain = plain(name);
        return new ChildFiles(
                folder.resolve(plain + ".out"),
                folder.resolve(plain + ".err"),
                folder.resolve(plain + ".in"),
                folder.resolve(plain + ".stopped"),
                folder.resolve(plain + ".threads"));
    }

    /** As every locale and file system can have it: by codes what is not ASCII, not too long, and still different from others. */
    private static String plain(String name) {
        StringBuilder ascii = new StringBuilder();
        for (char each : name.toCharArray()) {
            if (each >= FIRST && each <= LAST) {
                ascii.append(each);
            } else {
                ascii.append('_').append(HexFormat.of().toHexDigits(each));
            }
        }
        if (ascii.length() <= LONGEST && name.contentEquals(ascii)) {
            return name;
        }
        String id = "-" + UUID.nameUUIDFromBytes(name.getBytes(StandardCharsets.UTF_8));
        return ascii.substring(0, Math.min(ascii.length(), LONGEST - id.length())) + id;
    }
}
