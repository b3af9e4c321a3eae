package io.mailslot.it.sight;

import java.io.IOException;
import java.io.InputStream;
import java.nio.file.Files;
import java.nio.file.LinkOption;
import java.nio.file.Path;
import java.util.Map;
import java.util.TreeMap;
import java.util.stream.Stream;
import java.util.zip.CRC32;

/** All that a look could have changed of a home: names, bytes, times, modes and identities of its files and folders. */
final class Fingerprint {
    private static final int BUFFER_BYTES = 1 << 16;

    private Fingerprint() {}

    static Map<String, String> of(Path home) throws IOException {
        Map<String, String> prints = new TreeMap<>();
        try (Stream<Path> files = Files.walk(home)) {
            for (Path file : files.toList()) {
                Map<String, Object> attributes = Files.readAttributes(
                        file, "unix:ino,mode,nlink,size,lastModifiedTime,ctime", LinkOption.NOFOLLOW_LINKS);
                String print = new TreeMap<>(attributes).toString();
                prints.put(file.toString(), Files.isRegularFile(file) ? print + " " + checksum(file) : print);
            }
        }
        return prints;
    }

    private static long checksum(Path file) throws IOException {
        CRC32 sum = new CRC32();
        byte[] buffer = new byte[BUFFER_BYTES];
        try (InputStream in = Files.newInputStream(file)) {
            for (int read = in.read(buffer); read >= 0; read = in.read(buffer)) {
                sum.update(buffer, 0, read);
            }
        }
        return sum.getValue();
    }
}
