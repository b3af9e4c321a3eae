package io.mailslot.internal.memory;

import java.io.IOException;
import java.io.RandomAccessFile;
import java.nio.channels.FileChannel;
import java.nio.channels.FileChannel.MapMode;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.nio.file.StandardOpenOption;
import java.util.function.Consumer;

/**
 * Creates, grows and maps shared files. A file is written with zeros in full before anybody maps it, so that a full
 * file system shows as an {@link IOException} here and not as a fatal signal at some later store; and it is never
 * truncated, because a store to a mapping whose page is gone ends the JVM. Interrupted threads may call everything.
 */
public final class MappedFiles {
    private static final byte[] ZEROS = new byte[64 * 1024];

    private MappedFiles() {}

    /**
     * Makes a whole file: nobody ever sees it unfinished under its name.
     *
     * @param file the file to make; replaced if it exists
     * @param length its length in bytes
     * @param initialise fills the mapped content before the file gets its name; does not keep it
     * @throws IOException if the file system refuses, for instance because it is full; nothing is left behind then
     */
    public static void createWhole(Path file, int length, Consumer<Region> initialise) throws IOException {
        Path temporary = file.resolveSibling(file.getFileName() + ".new");
        try {
            Files.deleteIfExists(temporary);
            writeZeros(temporary, 0, length);
            Region whole = map(temporary, 0, length);
            try {
                initialise.accept(whole);
            } finally {
                whole.unmap();
            }
            Files.move(temporary, file, StandardCopyOption.ATOMIC_MOVE);
        } finally {
            Files.deleteIfExists(temporary);
        }
    }

    /**
     * Writes zeros into a file, which grows if it is shorter.
     *
     * @param file created if it is missing
     * @param offset where to begin, in bytes
     * @param length how many bytes
     * @throws IOException if the file system refuses, for instance because it is full
     */
    public static void writeZeros(Path file, long offset, long length) throws IOException {
        // RandomAccessFile, because an interrupt does not close it as it would a FileChannel.
        try (RandomAccessFile out = new RandomAccessFile(file.toFile(), "rw")) {
            out.seek(offset);
            for (long left = length; left > 0; left -= ZEROS.length) {
                out.write(ZEROS, 0, (int) Math.min(left, ZEROS.length));
            }
        } catch (IOException e) {
            throw Shortage.ofWrite(file, e);
        }
    }

    /**
     * Maps a part of a file for reading and writing.
     *
     * @param file an existing file
     * @param offset first byte
     * @param length bytes; the file must be at least that long, it is never extended here
     * @return the mapped part; it stays valid when the file is deleted
     * @throws IOException if the file is missing; a {@link FileTooShortException} if it is too short
     */
    public static Region map(Path file, long offset, int length) throws IOException {
        return QuietThread.run(() -> {
            try (FileChannel channel = FileChannel.open(file, StandardOpenOption.READ, StandardOpenOption.WRITE)) {
                return map(channel, MapMode.READ_WRITE, file, offset, length);
            }
        });
    }

    /**
     * Maps a part of a file for reading only; stores into the region fail with an exception.
     *
     * @param file an existing file
     * @param offset first byte
     * @param length bytes; the file must be at least that long
     * @return the mapped part; it stays valid when the file is deleted
     * @throws IOException if the file is missing or too short
     */
    public static Region mapReadOnly(Path file, long offset, int length) throws IOException {
        return QuietThread.run(() -> {
            try (FileChannel channel = FileChannel.open(file, StandardOpenOption.READ)) {
                return map(channel, MapMode.READ_ONLY, file, offset, length);
            }
        });
    }

    /** Maps a part of a file for reading and writing, or for reading only. */
    public static Region map(Path file, long offset, int length, boolean readOnly) throws IOException {
        return readOnly ? mapReadOnly(file, offset, length) : map(file, offset, length);
    }

    private static Region map(FileChannel channel, MapMode mode, Path file, long offset, int length)
            throws IOException {
        if (channel.size() < offset + length) {
            throw new FileTooShortException(file, channel.size(), offset + length);
        }
        return new Region(channel.map(mode, offset, length));
    }
}
