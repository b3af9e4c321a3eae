package io.mailslot.win32;

import static io.mailslot.win32.Win32Constants.ERROR_ALREADY_EXISTS;
import static io.mailslot.win32.Win32Constants.ERROR_INVALID_PARAMETER;
import static io.mailslot.win32.Win32Constants.ERROR_SUCCESS;

import io.mailslot.Kernel;
import io.mailslot.Synchronization;
import io.mailslot.api.EventOptions;
import io.mailslot.api.MutexOptions;
import io.mailslot.api.ObjectOpenOptions;
import io.mailslot.api.ObjectType;
import io.mailslot.api.SemaphoreOptions;
import io.mailslot.api.SyncObject;
import java.util.Optional;
import java.util.function.Supplier;
import org.jspecify.annotations.Nullable;

/** Events, semaphores and mutexes. */
final class SyncCalls {
    private final Kernel kernel;

    SyncCalls(Kernel kernel) {
        this.kernel = kernel;
    }

    int createEvent(
            @Nullable SecurityAttributes attributes, boolean manualReset, boolean initialState, @Nullable String name) {
        EventOptions unnamed = EventOptions.defaults()
                .withManualReset(manualReset)
                .withInitiallySet(initialState)
                .withInheritable(SecurityAttributes.inherits(attributes));
        EventOptions options = given(name).map(unnamed::withName).orElse(unnamed);
        return create(() -> objects().createEvent(options));
    }

    int createSemaphore(
            @Nullable SecurityAttributes attributes, int initialCount, int maximumCount, @Nullable String name) {
        boolean inherits = SecurityAttributes.inherits(attributes);
        return create(() -> {
            SemaphoreOptions unnamed =
                    SemaphoreOptions.of(initialCount, maximumCount).withInheritable(inherits);
            return objects().createSemaphore(given(name).map(unnamed::withName).orElse(unnamed));
        });
    }

    int createMutex(@Nullable SecurityAttributes attributes, boolean initialOwner, @Nullable String name) {
        MutexOptions unnamed = MutexOptions.defaults()
                .withInitiallyOwned(initialOwner)
                .withInheritable(SecurityAttributes.inherits(attributes));
        MutexOptions options = given(name).map(unnamed::withName).orElse(unnamed);
        return create(() -> objects().createMutex(options));
    }

    /** An empty name is none, as for Windows' kernel, and programs rely on it. */
    private static Optional<String> given(@Nullable String name) {
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
            ObjectOpenOptions options = AccessMask.options(type, desiredAccess, inherit);
            SyncObject object = switch (type) {
                case EVENT -> objects().openEvent(name, options);
                case SEMAPHORE -> objects().openSemaphore(name, options);
                default -> objects().openMutex(name, options);
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

    boolean releaseSemaphore(int semaphore, int releaseCount, @Nullable IntRef previousCount) {
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
