package io.mailslot.win32;

import io.mailslot.Kernel;
import io.mailslot.api.ErrorCode;
import io.mailslot.api.MailslotException;

/** Opens ordinary files: paths that are no mailslot names. Not possible yet. */
final class FileCalls {
    private final Kernel kernel;

    FileCalls(Kernel kernel) {
        this.kernel = kernel;
    }

    /** What {@link Win32#createFile} does with a path; its numbers were checked. */
    int create(
            String path,
            int desiredAccess,
            int shareMode,
            SecurityAttributes attributes,
            int creationDisposition,
            int flagsAndAttributes) {
        throw new MailslotException(
                ErrorCode.NOT_SUPPORTED,
                "'" + path + "' is no mailslot name, and ordinary files cannot be opened in " + kernel.home() + " yet");
    }
}
