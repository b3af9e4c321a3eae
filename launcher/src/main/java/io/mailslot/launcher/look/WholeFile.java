package io.mailslot.launcher.look;

import java.io.IOException;
import java.nio.file.FileSystemException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.nio.file.StandardOpenOption;
import java.util.UUID;

/** Writes a file of which nobody reads half: aside, under a name that readers of the folder do not take for it, then renamed. */
public final class WholeFile {
    private WholeFile() {}

    /**
     * Whether a file can be written so: what is there and no ordinary file would be gone.
     *
     * @param file where
     * @return true if there is an ordinary file, or none
     */
    public static boolean canReplace(Path file) {
        return !Files.exists(file) || Files.isRegularFile(file);
    }

    /**
     * Writes it, in the place of what is there.
     *
     * @param file where
     * @param text in UTF-8
     * @throws IOException if it cannot be written; what was there stays
     */
    public static void write(Path file, String text) throws IOException {
        Path aside = file.resolveSibling("." + file.getFileName() + "." + UUID.randomUUID() + ".tmp");
        try {
            Files.writeString(aside, text, StandardOpenOption.CREATE_NEW, StandardOpenOption.WRITE);
            Files.move(aside, file, StandardCopyOption.ATOMIC_MOVE, StandardCopyOption.REPLACE_EXISTING);
        } catch (FileSystemException named) {
            throw named;
        } catch (IOException failure) {
            throw new IOException("cannot write " + file + ": " + failure.getMessage(), failure);
        } finally {
            Files.deleteIfExists(aside);
        }
    }
}
