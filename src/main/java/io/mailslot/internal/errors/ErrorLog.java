package io.mailslot.internal.errors;

import io.mailslot.api.ErrorCode;
import io.mailslot.api.HomeException;
import io.mailslot.api.MailslotException;
import io.mailslot.internal.home.HomePaths;
import io.mailslot.internal.liveness.ProcessIdentity;
import io.mailslot.internal.memory.MappedFaults;
import io.mailslot.internal.memory.PlainFile;
import java.io.IOException;
import java.lang.ref.WeakReference;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.util.Set;
import java.util.concurrent.atomic.AtomicReferenceArray;

/**
 * What a home remembers of errors: those that come of damage, of something that has run out, or of somebody who stands
 * still, and those that nobody would be told of. What a caller has asked wrongly is none. It is written on error paths only,
 * with no lock, and never fails: what cannot be remembered is forgotten. Thread-safe.
 */
public final class ErrorLog {
    /** What calls fail with through no fault of their callers. */
    private static final Set<ErrorCode> GRAVE = Set.of(
            ErrorCode.TOO_MANY_OPEN_FILES,
            ErrorCode.NOT_ENOUGH_MEMORY,
            ErrorCode.LOCK_VIOLATION,
            ErrorCode.NO_PROC_SLOTS,
            ErrorCode.DISK_FULL,
            ErrorCode.IO_DEVICE,
            ErrorCode.FILE_CORRUPT,
            ErrorCode.NO_SYSTEM_RESOURCES);

    private static final int SLOTS = 16;

    /** Failures that were noted last: one passes several places that note it, one after the other. By identity. */
    private static final AtomicReferenceArray<WeakReference<Throwable>> NOTED = new AtomicReferenceArray<>(SLOTS);

    private final Path file;

    /** Null until it is needed. */
    private volatile ErrorFile mapped;

    /**
     * Of a home, whether that has such a file or not.
     *
     * @param home a home
     */
    public ErrorLog(HomePaths home) {
        this.file = home.errors();
    }

    /** Makes the file if it is not there; the caller holds the kernel lock. A home without it is sound. */
    public void prepare() {
        try {
            ErrorFile.prepare(file);
        } catch (IOException | RuntimeException | Error noRoom) {
            return; // for whoever attaches next
        }
    }

    /**
     * Maps the file, and loads what it takes to write to it, while there are descriptors and memory for that. To be called
     * again and again.
     */
    public void mapAhead() {
        try {
            if (mapped == null) {
                ErrorRecords.Draft.of(ErrorReport.of(new IOException())); // classes may be files, too
                mapped = ErrorFile.open(PlainFile.at(file));
            }
        } catch (IOException | RuntimeException | Error cannot) {
            return; // when it is needed
        }
    }

    /** Notes what a call fails with, if somebody should know who is not its caller. */
    public void note(Throwable failure) {
        if (failure instanceof MailslotException told && GRAVE.contains(told.errorCode())) {
            noteOnce(failure);
        }
    }

    /** Notes what a thread of the library has failed with that goes on, and that has no caller. */
    public void noteOfThread(Throwable failure) {
        boolean isOfNobody = !(failure instanceof MailslotException told)
                || told.errorCode() == ErrorCode.ACCESS_DENIED
                || GRAVE.contains(told.errorCode());
        if (isOfNobody) {
            noteOnce(failure);
        }
    }

    /** Notes a failure whatever it is. */
    public void noteOnce(Throwable failure) {
        try {
            if (isNew(failure)) {
                write(ErrorReport.of(failure));
            }
        } catch (IOException | RuntimeException | Error cannot) {
            return; // it is told to its caller all the same
        }
    }

    /** Notes something that no call fails with. */
    public void note(ErrorReport warning) {
        try {
            write(warning);
        } catch (IOException | RuntimeException | Error cannot) {
            return; // it is in the log of this process
        }
    }

    /** Has a failure pass on its way up as if it were noted. */
    public void passOver(Throwable failure) {
        isNew(failure);
    }

    private static boolean isNew(Throwable failure) {
        int slot = System.identityHashCode(failure) % SLOTS;
        WeakReference<Throwable> last = NOTED.get(slot);
        if (last != null && last.get() == failure) {
            return false;
        }
        NOTED.set(slot, new WeakReference<>(failure));
        return true;
    }

    private void write(ErrorReport error) throws IOException {
        PlainFile seen = PlainFile.at(file); // takes no descriptor
        ErrorFile target = mapped;
        if (target == null || !target.is(seen)) {
            target = ErrorFile.open(seen);
            mapped = target;
        }
        target.records().add(error, ProcessIdentity.self().pid(), System.currentTimeMillis());
        MappedFaults.throwNow(); // else the caller would be told of it later
    }

    /**
     * Reads what a home remembers; changes nothing, and needs nothing else of the home.
     *
     * @param home a home, or a copy of one
     * @return nothing if it has no such file
     * @throws IOException if the file cannot be read
     * @throws HomeException if it is damaged (1392) or of another version (1306)
     */
    public static NotedErrors read(HomePaths home) throws IOException {
        try {
            return ErrorFile.read(home.errors());
        } catch (NoSuchFileException none) {
            return NotedErrors.NONE;
        }
    }
}
