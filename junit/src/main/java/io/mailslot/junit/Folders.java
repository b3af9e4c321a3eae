package io.mailslot.junit;

import java.lang.reflect.Method;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.HexFormat;
import java.util.UUID;
import java.util.regex.Pattern;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.junit.jupiter.api.extension.ExtensionContext;

/** Where the files of a test are: below the folder of what is built, by its class and its method. */
final class Folders {
    private static final String PROPERTY = "mailslot.testkit.folder";
    private static final Pattern NUMBER = Pattern.compile("#(\\d+)\\]");

    private static final int LONGEST = 100;
    private static final char FIRST = ' ';
    private static final char LAST = '~';

    private Folders() {}

    static Path of(ExtensionContext context) {
        Class<?> type = context.getRequiredTestClass();
        Path folder = base().resolve(plain(type.getName().replace('$', '.')));
        return context.getTestMethod()
                .map(method -> folder.resolve(plain(method.getName() + which(type, method, context.getUniqueId()))))
                .orElse(folder.resolve("all"));
    }

    /** Which one of a repeated or parameterized test it is, or of several methods of one name. */
    private static String which(Class<?> type, Method method, String id) {
        String numbers =
                NUMBER.matcher(id).results().map(found -> "-" + found.group(1)).collect(Collectors.joining());
        boolean alone = Stream.of(type.getDeclaredMethods())
                .noneMatch(other -> !other.equals(method) && other.getName().equals(method.getName()));
        return alone ? numbers : numbers + "-" + Integer.toHexString(id.hashCode());
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

    private static Path base() {
        String given = System.getProperty(PROPERTY, "");
        String built = Files.exists(Path.of("pom.xml")) ? "target" : "build";
        return given.isEmpty() ? Path.of(built, "mailslot-testkit") : Path.of(given);
    }
}
