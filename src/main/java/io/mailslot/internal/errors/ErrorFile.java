package io.mailslot.internal.errors;

import io.mailslot.api.ErrorCode;
import io.mailslot.api.HomeException;
import io.mailslot.internal.layout.ErrorLogLayout;
import io.mailslot.internal.memory.FileTooShortException;
import io.mailslot.internal.memory.IoFailures;
import io.mailslot.internal.memory.MappedFiles;
import io.mailslot.internal.memory.PlainFile;
import io.mailslot.internal.memory.Region;
import java.io.IOException;
import java.io.RandomAccessFile;
import java.lang.ref.WeakReference;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.util.Locale;
import java.util.Map;
import java.util.Objects;
import java.util.concurrent.ConcurrentHashMap;

/** {@code errors.dat}. It has its length from the begin, so to write to it takes no room that may not be there. */
final class ErrorFile {
    /** What this JVM has mapped, for as long as anybody has it: only the collector unmaps it. */
    private static final Map<Path, WeakReference<ErrorFile>> MAPPED = new ConcurrentHashMap<>();

    private final Object key;
    private final Region content;

    private ErrorFile(PlainFile seen) throws IOException {
        this.key = seen.key();
        this.content = MappedFiles.map(seen, 0, ErrorLogLayout.LENGTH, false);
        try {
            check(seen.path(), content);
        } catch (HomeException foreign) {
            content.unmap(); // it is tried again and again
            throw foreign;
        }
    }

    /** Makes it if it is not there. The caller holds the kernel lock, as whoever else may make it. */
    static void prepare(Path file) throws IOException {
        if (!IoFailures.exists(file)) {
            MappedFiles.createWhole(file, ErrorLogLayout.LENGTH, whole -> {
                whole.putLong(ErrorLogLayout.MAGIC_OFFSET, ErrorLogLayout.MAGIC);
                whole.putIntRelease(ErrorLogLayout.VERSION_OFFSET, ErrorLogLayout.VERSION);
            });
        }
    }

    /**
     * Maps it to write.
     *
     * @throws HomeException if it is damaged (1392) or of another version (1306)
     */
    static ErrorFile open(PlainFile seen) throws IOException {
        requireWhole(seen);
        WeakReference<ErrorFile> known = MAPPED.get(seen.path());
        ErrorFile mapped = known == null ? null : known.get();
        if (mapped != null && mapped.is(seen)) {
            return mapped;
        }
        MAPPED.values().removeIf(kept -> kept.get() == null);
        ErrorFile fresh = new ErrorFile(seen);
        MAPPED.put(seen.path(), new WeakReference<>(fresh));
        return fresh;
    }

    /** Whether it is that file, and still has its length: a store to a page that is gone may end the JVM. */
    boolean is(PlainFile seen) throws IOException {
        requireWhole(seen);
        return Objects.equals(key, seen.key());
    }

    private static void requireWhole(PlainFile seen) throws IOException {
        if (seen.size() < ErrorLogLayout.LENGTH) {
            throw new FileTooShortException(seen.path(), seen.size(), ErrorLogLayout.LENGTH);
        }
    }

    ErrorRecords records() {
        return new ErrorRecords(content);
    }

    /**
     * Reads it, and maps nothing.
     *
     * @throws NoSuchFileException if there is none
     * @throws HomeException if it is damaged (1392) or of another version (1306)
     */
    static NotedErrors read(Path file) throws IOException {
        PlainFile seen = PlainFile.at(file);
        requireWhole(seen);
        byte[] bytes = new byte[ErrorLogLayout.LENGTH];
        try (RandomAccessFile in = seen.openUninterrupted("r")) {
            in.readFully(bytes);
        }
        Region copy = Region.inThisProcess(bytes.length);
        copy.putBytes(0, bytes);
        check(file, copy);
        return new ErrorRecords(copy).read();
    }

    private static void check(Path file, Region content) {
        long magic = content.getLong(ErrorLogLayout.MAGIC_OFFSET);
        if (magic != ErrorLogLayout.MAGIC) {
            throw new HomeException(
                    ErrorCode.FILE_CORRUPT,
                    String.format(
                            Locale.ROOT,
                            "%s is damaged or no file of this library: it begins with %016x, not %016x; delete it,"
                                    + " whoever attaches next makes it anew",
                            file,
                            magic,
                            ErrorLogLayout.MAGIC));
        }
        int version = content.getIntVolatile(ErrorLogLayout.VERSION_OFFSET);
        if (version != ErrorLogLayout.VERSION) {
            throw new HomeException(
                    ErrorCode.REVISION_MISMATCH,
                    file + " has layout version " + version + " and this library uses " + ErrorLogLayout.VERSION
                            + "; use the version of the library that made it, or delete it once it is not needed");
        }
    }
}
