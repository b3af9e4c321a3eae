package io.mailslot.win32;

import static io.mailslot.win32.Win32Constants.ERROR_INVALID_PARAMETER;
import static io.mailslot.win32.Win32Constants.ERROR_NOACCESS;
import static io.mailslot.win32.Win32Constants.STILL_ACTIVE;

import io.mailslot.Kernel;
import io.mailslot.api.ChildProcess;
import io.mailslot.api.HandleFlag;
import io.mailslot.api.Inheritance;
import io.mailslot.api.ObjectOpenOptions;
import io.mailslot.api.ObjectType;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/** Starts, opens, ends and asks processes. */
final class ProcessCalls {
    private static final Set<HandleFlag> INHERIT = Set.of(HandleFlag.INHERIT);

    private final Kernel kernel;

    ProcessCalls(Kernel kernel) {
        this.kernel = kernel;
    }

    boolean create(
            ProcessBuilder builder,
            @Nullable SecurityAttributes attributes,
            boolean inheritHandles,
            int @Nullable [] handleList,
            ProcessInformation out) {
        if (builder == null || out == null) {
            return LastError.fail(ERROR_NOACCESS);
        }
        if (handleList != null && !inheritHandles) {
            return LastError.fail(ERROR_INVALID_PARAMETER);
        }
        Inheritance all = inheritHandles ? Inheritance.all() : Inheritance.none();
        Inheritance inheritance = handleList == null ? all : Inheritance.only(handleList);
        return LastError.of(() -> {
            ChildProcess child = kernel.createProcess(builder, inheritance);
            if (SecurityAttributes.inherits(attributes)) {
                child.setFlags(INHERIT, INHERIT);
            }
            out.process = child.handle();
            out.processId = (int) child.process().pid();
            out.child = child.process();
        });
    }

    int open(int desiredAccess, boolean inherit, int processId) {
        return LastError.of(0, () -> {
            ObjectOpenOptions options = AccessMask.options(ObjectType.PROCESS, desiredAccess, inherit);
            return kernel.openProcess(Integer.toUnsignedLong(processId), options)
                    .handle();
        });
    }

    boolean terminate(int process, int exitCode) {
        return LastError.of(() -> kernel.process(process).terminate(exitCode));
    }

    boolean exitCode(int process, IntRef exitCode) {
        if (exitCode == null) {
            return LastError.fail(ERROR_NOACCESS);
        }
        return LastError.of(() -> {
            exitCode.value = kernel.process(process).exitCode().orElse(STILL_ACTIVE);
        });
    }
}
