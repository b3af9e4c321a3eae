package io.mailslot.internal.file;

import io.mailslot.api.AccessRight;
import io.mailslot.api.ErrorCode;
import io.mailslot.api.FileDisposition;
import io.mailslot.api.FileException;
import io.mailslot.api.FileOpenOptions;
import io.mailslot.api.FileShare;
import io.mailslot.api.InvalidArgumentException;
import io.mailslot.api.InvalidNameException;
import io.mailslot.internal.layout.ObjectEntry;
import io.mailslot.internal.object.FileObjectTable;
import io.mailslot.internal.object.FileUse;
import java.nio.file.InvalidPathException;
import java.nio.file.OpenOption;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.util.EnumSet;
import java.util.HashSet;
import java.util.Set;

/**
 * What an open asks for, checked as far as that is possible without a look at the file.
 *
 * @param path as it was given
 * @param options as they were given
 * @param use what the open reserves
 */
record FileRequest(Path path, FileOpenOptions options, FileUse use) {
    private static final Set<AccessRight> POSSIBLE =
            EnumSet.of(AccessRight.READ, AccessRight.WRITE, AccessRight.SYNCHRONIZE);

    static FileRequest of(String name, FileOpenOptions options) {
        if (!POSSIBLE.containsAll(options.access())) {
            throw new InvalidArgumentException(
                    "a file cannot be opened with the rights " + options.access() + "; READ and WRITE are possible");
        }
        if (options.disposition() == FileDisposition.TRUNCATE_EXISTING
                && !options.access().contains(AccessRight.WRITE)) {
            throw new InvalidArgumentException("TRUNCATE_EXISTING empties the file, and the rights asked for are "
                    + options.access() + "; ask for WRITE too");
        }
        return new FileRequest(parse(name), options, use(options));
    }

    private static Path parse(String name) {
        if (name == null || name.isEmpty()) {
            throw new InvalidNameException(
                    ErrorCode.PATH_NOT_FOUND, "the path of a file is null or empty; name a file");
        }
        try {
            return Path.of(name);
        } catch (InvalidPathException malformed) {
            throw new InvalidNameException(
                    ErrorCode.INVALID_NAME,
                    "the path '" + name + "' has a character that is not possible here (" + malformed.getReason()
                            + "); use another name, or start the JVM with LC_ALL=C.UTF-8",
                    malformed);
        }
    }

    private static FileUse use(FileOpenOptions options) {
        int share = 0;
        for (FileShare shared : options.share()) {
            share |= switch (shared) {
                case READ -> FileUse.READ;
                case WRITE -> FileUse.WRITE;
                case DELETE -> FileUse.DELETE;
            };
        }
        int access = options.deleteOnClose() ? FileUse.DELETE : 0;
        access |= options.access().contains(AccessRight.READ) ? FileUse.READ : 0;
        access |= options.access().contains(AccessRight.WRITE) ? FileUse.WRITE : 0;
        return new FileUse(access, share);
    }

    /** Whether a file that exists is emptied. */
    boolean empties() {
        return options.disposition() == FileDisposition.CREATE_ALWAYS
                || options.disposition() == FileDisposition.TRUNCATE_EXISTING;
    }

    /** What must fit what others do: whoever empties a file writes it, if only for a moment. */
    FileUse momentaryUse() {
        return empties() ? new FileUse(use.access() | FileUse.WRITE, use.share()) : use;
    }

    Set<OpenOption> modes() {
        return modes(momentaryUse().access());
    }

    /** How to open a file for a use. */
    static Set<OpenOption> modes(int access) {
        Set<OpenOption> modes = new HashSet<>();
        if ((access & FileUse.READ) != 0) {
            modes.add(StandardOpenOption.READ);
        }
        if ((access & FileUse.WRITE) != 0) {
            modes.add(StandardOpenOption.WRITE);
        }
        return modes;
    }

    Set<AccessRight> rights() {
        Set<AccessRight> rights = EnumSet.of(AccessRight.SYNCHRONIZE);
        rights.addAll(options.access());
        return rights;
    }

    /** Fails if what lies there cannot be opened like this, whoever else has it open. */
    void check(Target target) {
        if (target.exists() && options.disposition() == FileDisposition.CREATE_NEW) {
            throw new FileException(
                    ErrorCode.FILE_EXISTS,
                    "cannot make the file " + target.path()
                            + ": it exists; delete it first, or open it with another disposition");
        }
        switch (target.kind()) {
            case NOTHING -> checkMissing(target.path());
            case FILE -> checkExisting(target);
            case FOLDER -> throw FileFailures.folder("open", target.path());
            case OTHER ->
                throw new FileException(
                        ErrorCode.NOT_SUPPORTED,
                        "cannot open " + target.path() + ": it is no ordinary file; use java.nio for it");
        }
        if (!FileObjectTable.fits(target.path())) {
            throw new InvalidNameException(
                    ErrorCode.FILENAME_EXCED_RANGE,
                    "the path " + target.path() + " has more than " + ObjectEntry.NAME_CAPACITY
                            + " bytes; use shorter names");
        }
        if (options.deleteOnClose() && options.readOnly()) {
            throw denied(target.path(), "a read-only file cannot go with its last handle");
        }
    }

    private void checkMissing(Path path) {
        boolean makes = switch (options.disposition()) {
            case CREATE_NEW, CREATE_ALWAYS, OPEN_ALWAYS -> true;
            case OPEN_EXISTING, TRUNCATE_EXISTING -> false;
        };
        if (!makes) {
            throw FileFailures.missing("open", path);
        }
    }

    private void checkExisting(Target target) {
        if (target.readOnly() && (momentaryUse().access() & (FileUse.WRITE | FileUse.DELETE)) != 0) {
            throw denied(target.path(), "nobody has permission to write it; run: chmod u+w " + target.path());
        }
        if (options.disposition() == FileDisposition.CREATE_ALWAYS && target.isHidden() && !options.hidden()) {
            throw denied(target.path(), "it is hidden; ask for the attribute HIDDEN, or open it otherwise");
        }
    }

    private static FileException denied(Path path, String why) {
        return new FileException(ErrorCode.ACCESS_DENIED, "cannot open the file " + path + ": " + why);
    }
}
