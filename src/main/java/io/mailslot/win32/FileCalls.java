package io.mailslot.win32;

import static io.mailslot.win32.Win32Constants.CREATE_ALWAYS;
import static io.mailslot.win32.Win32Constants.CREATE_NEW;
import static io.mailslot.win32.Win32Constants.ERROR_ALREADY_EXISTS;
import static io.mailslot.win32.Win32Constants.ERROR_SUCCESS;
import static io.mailslot.win32.Win32Constants.FILE_ATTRIBUTE_HIDDEN;
import static io.mailslot.win32.Win32Constants.FILE_ATTRIBUTE_READONLY;
import static io.mailslot.win32.Win32Constants.FILE_FLAG_DELETE_ON_CLOSE;
import static io.mailslot.win32.Win32Constants.FILE_SHARE_DELETE;
import static io.mailslot.win32.Win32Constants.FILE_SHARE_READ;
import static io.mailslot.win32.Win32Constants.FILE_SHARE_WRITE;
import static io.mailslot.win32.Win32Constants.OPEN_ALWAYS;

import io.mailslot.Kernel;
import io.mailslot.api.ErrorCode;
import io.mailslot.api.FileDisposition;
import io.mailslot.api.FileObject;
import io.mailslot.api.FileOpenOptions;
import io.mailslot.api.FileShare;
import io.mailslot.api.InvalidNameException;
import io.mailslot.api.ObjectType;
import java.util.EnumSet;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/** Opens ordinary files: paths that are no mailslot names. */
final class FileCalls {
    /** What begins like that is the name of a device or of a file on another computer, on Windows. */
    private static final String UNC = "\\\\";

    private final Kernel kernel;

    FileCalls(Kernel kernel) {
        this.kernel = kernel;
    }

    /** What {@link Win32#createFile} is called with, but the name. */
    record Request(
            int access,
            int share,
            @Nullable SecurityAttributes attributes,
            int disposition,
            int flags,
            int templateFile) {}

    /** What {@link Win32#createFile} does with a path; disposition and share mode were checked. */
    int create(String path, Request request) {
        if (path.startsWith(UNC)) {
            throw elsewhere(path);
        }
        FileObject file = kernel.files().open(path, options(request));
        // As Windows tells whether the file is a new one; the other dispositions leave no doubt.
        if (request.disposition == CREATE_ALWAYS || request.disposition == OPEN_ALWAYS) {
            LastError.set(file.existed() ? ERROR_ALREADY_EXISTS : ERROR_SUCCESS);
        }
        return file.handle();
    }

    /** Here such a path would be a file with a strange name, made where a slip was meant to fail. */
    private static InvalidNameException elsewhere(String path) {
        return path.startsWith(UNC + ".\\") || path.startsWith(UNC + "?\\")
                ? new InvalidNameException(
                        ErrorCode.FILE_NOT_FOUND,
                        "'" + path
                                + "' names a device, and there is none but mailslots: use \\\\.\\mailslot\\name, or the path of a file")
                : new InvalidNameException(
                        ErrorCode.BAD_NETPATH,
                        "'" + path
                                + "' names a file of another computer, and those cannot be reached: use a path of this one");
    }

    private static FileOpenOptions options(Request request) {
        FileOpenOptions options = FileOpenOptions.defaults()
                .withAccess(AccessMask.rights(ObjectType.FILE, request.access))
                .withShare(share(request.share))
                .withDisposition(disposition(request.disposition))
                .withReadOnly((request.flags & FILE_ATTRIBUTE_READONLY) != 0)
                .withHidden((request.flags & FILE_ATTRIBUTE_HIDDEN) != 0)
                .withDeleteOnClose((request.flags & FILE_FLAG_DELETE_ON_CLOSE) != 0)
                .withPermissions(SecurityAttributes.permissions(request.attributes))
                .withInheritable(SecurityAttributes.inherits(request.attributes));
        return request.templateFile != 0 && makes(request.disposition)
                ? options.withTemplate(request.templateFile)
                : options;
    }

    /** Whether a template can matter. */
    private static boolean makes(int disposition) {
        return disposition == CREATE_NEW || disposition == CREATE_ALWAYS || disposition == OPEN_ALWAYS;
    }

    private static FileDisposition disposition(int number) {
        return switch (number) {
            case CREATE_NEW -> FileDisposition.CREATE_NEW;
            case CREATE_ALWAYS -> FileDisposition.CREATE_ALWAYS;
            case OPEN_ALWAYS -> FileDisposition.OPEN_ALWAYS;
            case Win32Constants.OPEN_EXISTING -> FileDisposition.OPEN_EXISTING;
            default -> FileDisposition.TRUNCATE_EXISTING;
        };
    }

    private static Set<FileShare> share(int bits) {
        Set<FileShare> share = EnumSet.noneOf(FileShare.class);
        if ((bits & FILE_SHARE_READ) != 0) {
            share.add(FileShare.READ);
        }
        if ((bits & FILE_SHARE_WRITE) != 0) {
            share.add(FileShare.WRITE);
        }
        if ((bits & FILE_SHARE_DELETE) != 0) {
            share.add(FileShare.DELETE);
        }
        return share;
    }
}
