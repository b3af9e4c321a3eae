package io.mailslot.win32;

import static io.mailslot.win32.Win32Constants.DUPLICATE_CLOSE_SOURCE;
import static io.mailslot.win32.Win32Constants.DUPLICATE_SAME_ACCESS;
import static io.mailslot.win32.Win32Constants.DUPLICATE_SAME_ATTRIBUTES;
import static io.mailslot.win32.Win32Constants.ERROR_INVALID_PARAMETER;
import static io.mailslot.win32.Win32Constants.ERROR_NOACCESS;
import static io.mailslot.win32.Win32Constants.HANDLE_FLAG_INHERIT;
import static io.mailslot.win32.Win32Constants.HANDLE_FLAG_PROTECT_FROM_CLOSE;

import io.mailslot.Kernel;
import io.mailslot.api.AccessRight;
import io.mailslot.api.DuplicateOptions;
import io.mailslot.api.HandleFlag;
import io.mailslot.api.MailslotException;
import io.mailslot.api.ObjectType;
import java.util.EnumSet;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/** Closes and duplicates handles and changes their flags. */
final class HandleCalls {
    private static final int NO_PROCESS = 0;

    private final Kernel kernel;

    HandleCalls(Kernel kernel) {
        this.kernel = kernel;
    }

    boolean close(int handle) {
        return LastError.of(() -> kernel.closeHandle(handle));
    }

    boolean getFlags(int handle, IntRef flags) {
        if (flags == null) {
            return LastError.fail(ERROR_NOACCESS);
        }
        return LastError.of(() -> {
            Set<HandleFlag> set = kernel.describe(handle).flags();
            flags.value = (set.contains(HandleFlag.INHERIT) ? HANDLE_FLAG_INHERIT : 0)
                    | (set.contains(HandleFlag.PROTECT_FROM_CLOSE) ? HANDLE_FLAG_PROTECT_FROM_CLOSE : 0);
        });
    }

    boolean setFlags(int handle, int mask, int flags) {
        return LastError.of(() -> kernel.setFlags(handle, flags(mask), flags(flags)));
    }

    private static Set<HandleFlag> flags(int bits) {
        Set<HandleFlag> flags = EnumSet.noneOf(HandleFlag.class);
        if ((bits & HANDLE_FLAG_INHERIT) != 0) {
            flags.add(HandleFlag.INHERIT);
        }
        if ((bits & HANDLE_FLAG_PROTECT_FROM_CLOSE) != 0) {
            flags.add(HandleFlag.PROTECT_FROM_CLOSE);
        }
        return flags;
    }

    boolean duplicate(
            int sourceProcess,
            int source,
            int targetProcess,
            @Nullable IntRef target,
            int access,
            boolean inherit,
            int options) {
        if (target != null) {
            target.value = 0;
        }
        boolean closes = (options & DUPLICATE_CLOSE_SOURCE) != 0;
        if (targetProcess == NO_PROCESS) {
            return closes
                    ? LastError.of(() -> kernel.closeHandleIn(sourceProcess, source))
                    : LastError.fail(ERROR_INVALID_PARAMETER);
        }
        DuplicateOptions how = DuplicateOptions.defaults()
                .withInheritable(inherit)
                .withCloseSource(closes)
                .withSameAttributes((options & DUPLICATE_SAME_ATTRIBUTES) != 0);
        return LastError.of(() -> {
            DuplicateOptions all =
                    (options & DUPLICATE_SAME_ACCESS) != 0 ? how : withRights(how, sourceProcess, source, access);
            int made = kernel.duplicate(sourceProcess, source, targetProcess, all);
            if (target != null) {
                target.value = made;
            }
        });
    }

    /** The rights that the mask means for the source's type of object; a mask without meaning still closes the source. */
    private DuplicateOptions withRights(DuplicateOptions how, int sourceProcess, int source, int mask) {
        ObjectType type = type(sourceProcess, source);
        try {
            Set<AccessRight> rights = AccessMask.rights(type, mask);
            boolean all = (mask & Win32Constants.MAXIMUM_ALLOWED) != 0;
            return all ? how : how.withAccess(rights);
        } catch (MailslotException impossible) {
            if (how.closeSource()) {
                kernel.closeHandleIn(sourceProcess, source);
            }
            throw impossible;
        }
    }

    private ObjectType type(int sourceProcess, int source) {
        if (source == Kernel.CURRENT_PROCESS) {
            return ObjectType.PROCESS;
        }
        if (sourceProcess == Kernel.CURRENT_PROCESS) {
            return kernel.describe(source).type();
        }
        // A handle of another process can be asked only through a duplicate.
        int own = kernel.duplicate(sourceProcess, source, Kernel.CURRENT_PROCESS, DuplicateOptions.defaults());
        try {
            return kernel.describe(own).type();
        } finally {
            kernel.closeHandle(own);
        }
    }
}
