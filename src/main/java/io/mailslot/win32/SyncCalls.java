package io.mailslot.win32;

import static io.mailslot.win32.Win32Constants.ERROR_ALREADY_EXISTS;
import static io.mailslot.win32.Win32Constants.ERROR_INVALID_PARAMETER;
import static io.mailslot.win32.Win32Constants.ERROR_SUCCESS;

import io.mailslot.Kernel;
import io.mailslot.Synchronization;
import io.mailslot.api.AccessRight;
import io.mailslot.api.EventOptions;
import io.mailslot.api.MutexOptions;
import io.mailslot.api.ObjectType;
import io.mailslot.api.SemaphoreOptions;
import io.mailslot.api.SyncObject;
import java.util.Optional;
import java.util.Set;
import java.util.function.Supplier;

/** Events, semaphores and mutexes. */
final class SyncCalls {
    private final Kernel kernel;

    SyncCalls(Kernel kernel) {
        this.kernel = kernel;
    }

    int createEvent(SecurityAttributes attributes, boolean manualReset, boolean initialState, String name) {
        boolean inherits = SecurityAttributes.inherits(attributes);
        return create(() -> objects().createEvent(new EventOptions(given(name), manualReset, initialState, inherits)));
    }

    int createSemaphore(SecurityAttributes attributes, int initialCount, int maximumCount, String name) {
        boolean inherits = SecurityAttributes.inherits(attributes);
        return create(() ->
                objects().createSemaphore(new SemaphoreOptions(given(name), initialCount, maximumCount, inherits)));
    }

    int createMutex(SecurityAttributes attributes, boolean initialOwner, String name) {
        boolean inherits = SecurityAttributes.inherits(attributes);
        return create(() -> objects().createMutex(new MutexOptions(given(name), initialOwner, inherits)));
    }

    /** An empty name is none, as for Windows' kernel, and programs rely on it. */
    private static Optional<String> given(String name) {
        return Optional.ofNullable(name).filter(text -> !text.isEmpty());
    }

    /** Programs ask for the last error after a success too, to know whether the object existed. */
    private static int create(Supplier<SyncObject> call) {
        return LastError.of(0, () -> {
            SyncObject object = call.get();
            LastError.set(object.existed() ? ERROR_ALREADY_EXISTS : ERROR_SUCCESS);
            return object.handle();
        });
    }

    int open(ObjectType type, int desiredAccess, boolean inherit, String name) {
        if (name == null) {
            LastError.set(ERROR_INVALID_PARAMETER);
            return 0;
        }
        return LastError.of(0, () -> {
            Set<AccessRight> rights = AccessMask.rights(type, desiredAccess);
            SyncObject object = switch (type) {
                case EVENT -> objects().openEvent(name, rights, inherit);
                case SEMAPHORE -> objects().openSemaphore(name, rights, inherit);
                default -> objects().openMutex(name, rights, inherit);
            };
            return object.handle();
        });
    }

    boolean setEvent(int event) {
        return LastError.of(() -> objects().event(event).set());
    }

    boolean resetEvent(int event) {
        return LastError.of(() -> objects().event(event).reset());
    }

    boolean releaseSemaphore(int semaphore, int releaseCount, IntRef previousCount) {
        return LastError.of(() -> {
            int before = objects().semaphore(semaphore).release(releaseCount);
            if (previousCount != null) {
                previousCount.value = before;
            }
        });
    }

    boolean releaseMutex(int mutex) {
        return LastError.of(() -> objects().mutex(mutex).release());
    }

    private Synchronization objects() {
        return kernel.synchronization();
    }
}
