package io.mailslot;

import io.mailslot.api.AccessRight;
import io.mailslot.api.DiskFullException;
import io.mailslot.api.FileException;
import io.mailslot.api.FileObject;
import io.mailslot.api.FileOpenOptions;
import io.mailslot.api.InsufficientRightsException;
import io.mailslot.api.InvalidArgumentException;
import io.mailslot.api.InvalidHandleException;
import io.mailslot.api.InvalidNameException;
import io.mailslot.api.LimitReachedException;
import io.mailslot.api.SharingViolationException;
import io.mailslot.internal.file.OrdinaryFiles;
import java.nio.file.Path;
import java.util.Objects;
import java.util.function.Function;
import java.util.function.Supplier;

/**
 * Ordinary files of a {@link Kernel}: kernel objects like mailslots and processes, in the same handle table, inherited and
 * duplicated like them. Obtained from {@link Kernel#files()}; thread-safe.
 *
 * <p>What an open reserves holds against every other open of the same file by any process of the home, whatever path it
 * takes, until the object's last handle is closed or its last process has died. Programs that know nothing of the home are
 * not held back.
 *
 * @since 0.1.0
 */
public final class FileObjects {
    private final Supplier<Session> session;

    FileObjects(Supplier<Session> session) {
        this.session = session;
    }

    private FileObject reading(Function<OrdinaryFiles, FileObject> call) {
        Session open = session.get();
        return open.reading(() -> call.apply(open.files()));
    }

    /**
     * Opens an ordinary file, or makes it.
     *
     * @param path relative ones begin at this JVM's working directory; at most 768 bytes when it is made absolute
     * @param options rights, sharing, disposition and attributes
     * @return the file, with its pointer at its begin; an object of its own, whose handle must be closed.
     *     {@link FileObject#existed()} tells whether it was there before
     * @throws InvalidNameException if the path is null or empty (3), malformed (123) or too long (206)
     * @throws InvalidArgumentException if the options ask for a right that no file has, or for
     *     {@link io.mailslot.api.FileDisposition#TRUNCATE_EXISTING} without {@link AccessRight#WRITE} (87)
     * @throws SharingViolationException if another open of the file does not share what this one wants, or the reverse (32)
     * @throws FileException if there is no file (2) or no folder (3); if it is a folder, read-only, hidden and to be
     *     emptied, about to be deleted, or not accessible (5); if it is no ordinary file (50); if it exists (80)
     * @throws InvalidHandleException if the template's handle is not open, or names no file (6)
     * @throws InsufficientRightsException if the template's handle lacks {@link AccessRight#READ} (5)
     * @throws LimitReachedException if there is no room for the object (1450) or the handle (4)
     * @throws DiskFullException if the file system has no room (112)
     */
    public FileObject open(String path, FileOpenOptions options) {
        Objects.requireNonNull(options, "options");
        return reading(files -> files.open(path, options));
    }

    /**
     * As {@link #open(String, FileOpenOptions)}.
     *
     * @param path of the default file system
     * @param options rights, sharing, disposition and attributes
     * @return the file
     */
    public FileObject open(Path path, FileOpenOptions options) {
        return open(path.toString(), options);
    }

    /**
     * A file whose handle is in this process's table already, for instance because it was inherited.
     *
     * @param handle its number
     * @return a view of it; closing the view closes the handle
     * @throws InvalidHandleException if there is no such handle, or it names no file (6)
     */
    public FileObject file(int handle) {
        return reading(files -> files.file(handle));
    }
}
