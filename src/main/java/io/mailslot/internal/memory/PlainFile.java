package io.mailslot.internal.memory;

import java.io.FileNotFoundException;
import java.io.IOException;
import java.io.RandomAccessFile;
import java.nio.channels.FileChannel;
import java.nio.file.FileAlreadyExistsException;
import java.nio.file.Files;
import java.nio.file.LinkOption;
import java.nio.file.NoSuchFileException;
import java.nio.file.OpenOption;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.nio.file.attribute.BasicFileAttributes;
import java.util.EnumSet;
import java.util.HashSet;
import java.util.Objects;
import java.util.Set;

/**
 * A regular file as it was seen at a path, and later is to be opened there again. Others who may write to the folder can put
 * a link, another file, a FIFO or a device in its place: links are not followed, opening a FIFO must not block, and what is
 * opened is the very file that was seen.
 *
 * @param path where it lies
 * @param key what the file system calls it; null where it does not tell
 * @param size bytes, when it was seen
 */
public record PlainFile(Path path, Object key, long size) {
    /**
     * Looks at a file.
     *
     * @throws NoSuchFileException if there is nothing
     * @throws NotPlainFileException if it is no regular file
     */
    public static PlainFile at(Path path) throws IOException {
        BasicFileAttributes seen = Files.readAttributes(path, BasicFileAttributes.class, LinkOption.NOFOLLOW_LINKS);
        if (!seen.isRegularFile()) {
            throw new NotPlainFileException(
                    path,
                    seen.isSymbolicLink() ? "a symbolic link" : seen.isDirectory() ? "a folder" : "a pipe or device");
        }
        return new PlainFile(path, seen.fileKey(), seen.size());
    }

    /** As {@link #at}; a file without content is made if there is nothing. */
    public static PlainFile atOrNew(Path path) throws IOException {
        try {
            return at(path);
        } catch (NoSuchFileException missing) {
            create(path);
            return at(path);
        }
    }

    private static void create(Path path) throws IOException {
        FirstChannel.prepare();
        try {
            Shortage.writing(path, () -> Files.createFile(path));
        } catch (FileAlreadyExistsException raced) {
            // Which kind of file is seen next.
        }
    }

    /** How to open the file for reading and writing; that never blocks, whatever it has become meanwhile. */
    public static Set<OpenOption> toWrite() {
        return options(EnumSet.of(StandardOpenOption.READ, StandardOpenOption.WRITE));
    }

    /** How to open the file for reading. */
    public static Set<OpenOption> toRead() {
        return options(EnumSet.of(StandardOpenOption.READ));
    }

    private static Set<OpenOption> options(Set<StandardOpenOption> modes) {
        FirstChannel.prepare(); // whoever asks is about to open it
        Set<OpenOption> options = new HashSet<>(modes);
        options.add(LinkOption.NOFOLLOW_LINKS);
        return options;
    }

    /** Opens the file; an interrupt closes the channel. */
    FileChannel open(Set<OpenOption> options) throws IOException {
        FileChannel channel;
        try {
            channel = FileChannel.open(path, options);
        } catch (IOException e) {
            requireInPlace(); // says so of a link
            throw e;
        }
        try {
            requireInPlace();
            return channel;
        } catch (IOException | RuntimeException e) {
            channel.close();
            throw e;
        }
    }

    /** Opens the file for a thread that may be interrupted meanwhile. */
    public RandomAccessFile openUninterrupted(String mode) throws IOException {
        requireInPlace(); // such a file follows links; a writer must not even open what they lead to
        RandomAccessFile file;
        try {
            file = new RandomAccessFile(path.toFile(), mode);
        } catch (FileNotFoundException e) {
            requireInPlace(); // says so of a file that was deleted in between, which that exception need not mean
            throw e;
        }
        try {
            requireInPlace();
            return file;
        } catch (IOException | RuntimeException e) {
            file.close();
            throw e;
        }
    }

    /**
     * Checks that this very file is the one at its path.
     *
     * @throws ReplacedFileException if another file lies there
     * @throws NotPlainFileException if it is something else
     */
    public void requireInPlace() throws IOException {
        if (!Objects.equals(at(path).key, key)) {
            throw new ReplacedFileException(path);
        }
    }
}
