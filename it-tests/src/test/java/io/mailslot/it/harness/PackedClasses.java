package io.mailslot.it.harness;

import static java.nio.charset.StandardCharsets.UTF_8;

import java.io.IOException;
import java.io.OutputStream;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.stream.Stream;
import java.util.zip.CRC32;
import java.util.zip.Deflater;
import java.util.zip.ZipEntry;
import java.util.zip.ZipOutputStream;

/** Folders of classes as jars: of an archive of loaded classes only what comes from a jar can be part. */
final class PackedClasses {
    private PackedClasses() {}

    /** What tells whether a folder is still what it was. */
    static String key(Path classes) throws IOException {
        CRC32 sum = new CRC32();
        for (Path file : files(classes)) {
            sum.update((file + " " + Files.size(file) + " " + Files.getLastModifiedTime(file)).getBytes(UTF_8));
        }
        return Long.toHexString(sum.getValue());
    }

    /** Makes a jar of a folder. */
    static void pack(Path classes, Path jar) throws IOException {
        try (OutputStream file = Files.newOutputStream(jar);
                ZipOutputStream zip = new ZipOutputStream(file)) {
            zip.setLevel(Deflater.BEST_SPEED);
            for (Path entry : files(classes)) {
                zip.putNextEntry(new ZipEntry(classes.relativize(entry).toString()));
                Files.copy(entry, zip);
            }
        }
    }

    private static List<Path> files(Path classes) throws IOException {
        try (Stream<Path> tree = Files.walk(classes)) {
            return tree.filter(Files::isRegularFile).sorted().toList();
        } catch (UncheckedIOException e) {
            throw e.getCause();
        }
    }
}
