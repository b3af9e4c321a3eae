package io.mailslot.internal.memory;

import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.channels.FileChannel;
import java.nio.channels.FileChannel.MapMode;
import java.nio.file.FileAlreadyExistsException;
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
     * @param initialise fills the content, zeros before, which is written then; does not keep it
     * @throws IOException if the file system refuses, for instance because it is full; nothing is left behind then
     */
    public static void createWhole(Path file, int length, Consumer<Region> initialise) throws IOException {
        Path temporary = file.resolveSibling(file.getFileName() + ".new");
        Region content = Region.inThisProcess(length);
        try {
            initialise.accept(content);
            writeNew(temporary, content.buffer());
            Files.move(temporary, file, StandardCopyOption.ATOMIC_MOVE);
        } catch (IOException | RuntimeException | Error failure) {
            Files.deleteIfExists(temporary);
            throw failure;
        } finally {
            content.free();
        }
    }

    /** Never into a file that is there, nor where a link leads. */
    private static void writeNew(Path file, ByteBuffer content) throws IOException {
        writing(file, () -> {
            try (FileChannel out = openNew(file)) {
                write(out, content, 0);
                return null;
            }
        });
    }

    private static void writing(Path file, Interrupts.FileWork<Void> work) throws IOException {
        Shortage.writing(file, () -> Interrupts.shielded(work));
    }

    private static FileChannel openNew(Path file) throws IOException {
        while (true) {
            try {
                FirstChannel.prepare();
                return FileChannel.open(file, StandardOpenOption.CREATE_NEW, StandardOpenOption.WRITE);
            } catch (FileAlreadyExistsException leftBehind) {
                Files.deleteIfExists(file);
            }
        }
    }

    private static void write(FileChannel out, ByteBuffer bytes, long offset) throws IOException {
        ByteBuffer left = bytes.duplicate();
        while (left.hasRemaining()) {
            out.write(left, offset + left.position());
        }
    }

    /**
     * Writes zeros into a file, which grows if it is shorter.
     *
     * @param file an existing file; nothing is written if another one lies there by now
     * @param offset where to begin, in bytes
     * @param length how many bytes
     * @throws IOException if the file system refuses, for instance because it is full
     */
    public static void writeZeros(PlainFile file, long offset, long length) throws IOException {
        writing(file.path(), () -> {
            try (FileChannel out = file.open(PlainFile.toWrite())) {
                for (long done = 0; done < length; done += ZEROS.length) {
                    int part = (int) Math.min(length - done, ZEROS.length);
                    write(out, ByteBuffer.wrap(ZEROS, 0, part), offset + done);
                }
                return null;
            }
        });
    }

    /**
     * Maps a part of a file for reading and writing.
     *
     * @param file an existing regular file
     * @param offset first byte
     * @param length bytes; the file must be at least that long, it is never extended here
     * @return the mapped part; it stays valid when the file is deleted
     * @throws IOException if the file is missing; a {@link FileTooShortException} if it is too short, a
     *     {@link NotPlainFileException} if it is a link or something else
     */
    public static Region map(Path file, long offset, int length) throws IOException {
        return map(PlainFile.at(file), offset, length, false);
    }

    /** As {@link #map(Path, long, int)}, or for reading only: then stores into the region fail with an exception. */
    public static Region map(Path file, long offset, int length, boolean readOnly) throws IOException {
        return map(PlainFile.at(file), offset, length, readOnly);
    }

    /** As {@link #map(Path, long, int, boolean)}, of the very file that was seen. */
    public static Region map(PlainFile file, long offset, int length, boolean readOnly) throws IOException {
        return QuietThread.run(() -> {
            try (FileChannel channel = file.open(readOnly ? PlainFile.toRead() : PlainFile.toWrite())) {
                MapMode mode = readOnly ? MapMode.READ_ONLY : MapMode.READ_WRITE;
                return map(channel, mode, file.path(), offset, length);
            }
        });
    }

    private static Region map(FileChannel channel, MapMode mode, Path file, long offset, int length)
            throws IOException {
        if (channel.size() < offset + length) {
            throw new FileTooShortException(file, channel.size(), offset + length);
        }
        return new Region(channel.map(mode, offset, length));
    }
}
