package io.mailslot.internal.memory;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;

/** Reads what the system tells in small files, such as those below {@code /proc}. */
public final class SystemFiles {
    private SystemFiles() {}

    /**
     * Reads such a file.
     *
     * @return each of its bytes as a character: the names of programs and files in it may be in any character set
     * @throws io.mailslot.api.OutOfResourcesException if it is the first file of this JVM and there are too few descriptors
     */
    public static String read(Path file) throws IOException {
        FirstChannel.prepare();
        return Files.readString(file, StandardCharsets.ISO_8859_1);
    }
}
