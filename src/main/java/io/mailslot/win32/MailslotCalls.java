package io.mailslot.win32;

import static io.mailslot.win32.Win32Constants.CREATE_NEW;
import static io.mailslot.win32.Win32Constants.ERROR_ALREADY_EXISTS;
import static io.mailslot.win32.Win32Constants.ERROR_FILE_EXISTS;
import static io.mailslot.win32.Win32Constants.ERROR_INVALID_PARAMETER;
import static io.mailslot.win32.Win32Constants.FILE_SHARE_DELETE;
import static io.mailslot.win32.Win32Constants.FILE_SHARE_READ;
import static io.mailslot.win32.Win32Constants.FILE_SHARE_WRITE;
import static io.mailslot.win32.Win32Constants.INVALID_HANDLE_VALUE;
import static io.mailslot.win32.Win32Constants.MAILSLOT_NO_MESSAGE;
import static io.mailslot.win32.Win32Constants.OPEN_ALWAYS;
import static io.mailslot.win32.Win32Constants.OPEN_EXISTING;
import static io.mailslot.win32.Win32Constants.TRUNCATE_EXISTING;

import io.mailslot.Kernel;
import io.mailslot.api.AccessRight;
import io.mailslot.api.ErrorCode;
import io.mailslot.api.InvalidHandleException;
import io.mailslot.api.InvalidNameException;
import io.mailslot.api.MailslotInfo;
import io.mailslot.api.MailslotOptions;
import io.mailslot.api.ObjectType;
import io.mailslot.api.OpenOptions;
import io.mailslot.internal.object.MailslotName;
import java.util.EnumSet;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/** Creates, opens, asks and sets mailslots. */
final class MailslotCalls {
    private static final int SHARE_BITS = FILE_SHARE_READ | FILE_SHARE_WRITE | FILE_SHARE_DELETE;

    private final Kernel kernel;
    private final OpenFiles openFiles;
    private final FileCalls files;

    MailslotCalls(Kernel kernel, OpenFiles openFiles) {
        this.kernel = kernel;
        this.openFiles = openFiles;
        this.files = new FileCalls(kernel);
    }

    int create(String name, int maxMessageSize, int readTimeout, @Nullable SecurityAttributes attributes) {
        return LastError.of(INVALID_HANDLE_VALUE, () -> {
            requireGiven(name);
            if (!MailslotName.isWindowsForm(name)) {
                throw new InvalidNameException(
                        ErrorCode.INVALID_NAME,
                        "the mailslot name '" + name + "' does not begin with \\\\.\\mailslot\\; put that before it");
            }
            MailslotOptions options = MailslotOptions.defaults()
                    .withMaxMessageSize(maxMessageSize)
                    .withReadTimeout(Milliseconds.toDuration(readTimeout))
                    .withPermissions(SecurityAttributes.permissions(attributes))
                    .withInheritable(SecurityAttributes.inherits(attributes));
            return kernel.createMailslot(name, options).handle();
        });
    }

    int open(String name, FileCalls.Request request) {
        int disposition = request.disposition();
        int share = request.share();
        if (disposition < CREATE_NEW || disposition > TRUNCATE_EXISTING || (share & ~SHARE_BITS) != 0) {
            LastError.set(ERROR_INVALID_PARAMETER);
            return INVALID_HANDLE_VALUE;
        }
        return LastError.of(INVALID_HANDLE_VALUE, () -> {
            requireGiven(name);
            if (!MailslotName.isWindowsForm(name)) {
                return files.create(name, request);
            }
            return disposition == OPEN_EXISTING || disposition == OPEN_ALWAYS
                    ? openMailslot(name, request)
                    : refuse(name, disposition);
        });
    }

    private int openMailslot(String name, FileCalls.Request request) {
        Set<AccessRight> rights = EnumSet.of(AccessRight.SYNCHRONIZE);
        rights.addAll(AccessMask.rights(ObjectType.SENDER, request.access()));
        OpenOptions options = OpenOptions.defaults()
                .withAccess(rights)
                .withShareWrite((request.share() & FILE_SHARE_WRITE) != 0)
                .withInheritable(SecurityAttributes.inherits(request.attributes()));
        int handle = kernel.openMailslot(name, options).handle();
        if (request.disposition() == OPEN_ALWAYS) {
            LastError.set(ERROR_ALREADY_EXISTS); // as Windows tells that nothing was created
        }
        return handle;
    }

    /** Nobody can create a mailslot this way, or empty one; an open tells whether it is there at all. */
    private int refuse(String name, int disposition) {
        kernel.openMailslot(name, OpenOptions.defaults().withAccess(Set.of())).close();
        LastError.set(disposition == CREATE_NEW ? ERROR_FILE_EXISTS : ERROR_INVALID_PARAMETER);
        return INVALID_HANDLE_VALUE;
    }

    private static void requireGiven(@Nullable String name) {
        if (name == null || name.isEmpty()) {
            throw new InvalidNameException(
                    ErrorCode.PATH_NOT_FOUND,
                    "the mailslot name is " + (name == null ? "null" : "empty")
                            + "; use one like \\\\.\\mailslot\\orders");
        }
    }

    boolean info(
            int mailslot,
            @Nullable IntRef maxMessageSize,
            @Nullable IntRef nextSize,
            @Nullable IntRef messageCount,
            @Nullable IntRef readTimeout) {
        return LastError.of(() -> {
            OpenFile file = openFiles.get(mailslot);
            MailslotInfo info = file instanceof SenderFile sender
                    ? sender.sender().info()
                    : file.reader().info();
            set(maxMessageSize, info.maxMessageSize());
            set(nextSize, info.nextMessageSize().orElse(MAILSLOT_NO_MESSAGE));
            set(messageCount, (int) Math.min(info.messageCount(), Integer.MAX_VALUE));
            set(readTimeout, Milliseconds.of(info.readTimeout()));
        });
    }

    private static void set(@Nullable IntRef reference, int value) {
        if (reference != null) {
            reference.value = value;
        }
    }

    boolean setInfo(int mailslot, int readTimeout) {
        return LastError.of(() -> {
            OpenFile file = openFiles.get(mailslot);
            if (file instanceof SenderFile) {
                throw new InvalidHandleException(
                        "handle " + mailslot
                                + " names a sender, and only a receiver has a read timeout to set: use the handle that createMailslot returned");
            }
            file.reader().setReadTimeout(Milliseconds.toDuration(readTimeout));
        });
    }
}
