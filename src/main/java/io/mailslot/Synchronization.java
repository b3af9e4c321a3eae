package io.mailslot;

import io.mailslot.api.AccessRight;
import io.mailslot.api.Event;
import io.mailslot.api.EventOptions;
import io.mailslot.api.InsufficientRightsException;
import io.mailslot.api.InvalidHandleException;
import io.mailslot.api.InvalidNameException;
import io.mailslot.api.LimitReachedException;
import io.mailslot.api.Mutex;
import io.mailslot.api.MutexOptions;
import io.mailslot.api.ObjectNotFoundException;
import io.mailslot.api.ObjectOpenOptions;
import io.mailslot.api.Semaphore;
import io.mailslot.api.SemaphoreOptions;
import io.mailslot.api.WaitInterruptedException;
import io.mailslot.internal.sync.SyncObjects;
import java.util.Objects;
import java.util.function.Function;
import java.util.function.Supplier;

/**
 * Events, semaphores and mutexes of a {@link Kernel}: kernel objects like mailslots and processes, in the same handle
 * table, inherited and duplicated like them, and waited for with {@link Kernel#waitForAny} and its kin. Their names are
 * one namespace of their own. Obtained from {@link Kernel#synchronization()}; thread-safe.
 *
 * <p>A create with a name that an object of the same type has opens that object, as on Windows;
 * {@link io.mailslot.api.SyncObject#existed()} tells. An object goes with its last handle.
 *
 * @since 0.1.0
 */
public final class Synchronization {
    private final Supplier<Session> session;

    Synchronization(Supplier<Session> session) {
        this.session = session;
    }

    private <T> T reading(Function<SyncObjects, T> call) {
        Session open = session.get();
        return open.reading(() -> call.apply(open.syncObjects()));
    }

    /**
     * Creates an event, or opens the one of that name.
     *
     * @param options name, way of reset, initial state, inherit flag
     * @return a handle with all rights
     * @throws InvalidNameException if the name is malformed (3, 123, 206)
     * @throws InvalidHandleException if the name is that of another type of object (6)
     * @throws LimitReachedException if there is no room for the object (1450) or the handle (4)
     */
    public Event createEvent(EventOptions options) {
        Objects.requireNonNull(options, "options");
        return reading(objects -> objects.create(options));
    }

    /**
     * Creates a semaphore, or opens the one of that name.
     *
     * @param options name, counts, inherit flag
     * @return a handle with all rights
     * @throws InvalidNameException if the name is malformed (3, 123, 206)
     * @throws InvalidHandleException if the name is that of another type of object (6)
     * @throws LimitReachedException if there is no room for the object (1450) or the handle (4)
     */
    public Semaphore createSemaphore(SemaphoreOptions options) {
        Objects.requireNonNull(options, "options");
        return reading(objects -> objects.create(options));
    }

    /**
     * Creates a mutex, or opens the one of that name.
     *
     * @param options name, initial owner, inherit flag
     * @return a handle with all rights
     * @throws InvalidNameException if the name is malformed (3, 123, 206)
     * @throws InvalidHandleException if the name is that of another type of object (6)
     * @throws LimitReachedException if there is no room for the object (1450) or the handle (4)
     */
    public Mutex createMutex(MutexOptions options) {
        Objects.requireNonNull(options, "options");
        return reading(objects -> objects.create(options));
    }

    /**
     * Opens an event by its name.
     *
     * @param name the name
     * @param options rights, of {@link AccessRight#SYNCHRONIZE} and {@link AccessRight#MODIFY_STATE}, and inherit flag
     * @return a handle
     * @throws ObjectNotFoundException if nothing has that name, or nothing had it within the open timeout (2)
     * @throws WaitInterruptedException if the thread is interrupted while it waits for that (995)
     * @throws InvalidNameException if the name is malformed (3, 123, 206)
     * @throws InvalidHandleException if the name is that of another type of object (6)
     * @throws InsufficientRightsException if no right, or one that no event has, is asked for (5)
     */
    public Event openEvent(String name, ObjectOpenOptions options) {
        Objects.requireNonNull(options, "options");
        return reading(objects -> objects.openEvent(name, options));
    }

    /**
     * Opens a semaphore by its name.
     *
     * @param name the name
     * @param options rights, of {@link AccessRight#SYNCHRONIZE} and {@link AccessRight#MODIFY_STATE}, and inherit flag
     * @return a handle
     * @throws ObjectNotFoundException if nothing has that name, or nothing had it within the open timeout (2)
     * @throws WaitInterruptedException if the thread is interrupted while it waits for that (995)
     * @throws InvalidNameException if the name is malformed (3, 123, 206)
     * @throws InvalidHandleException if the name is that of another type of object (6)
     * @throws InsufficientRightsException if no right, or one that no semaphore has, is asked for (5)
     */
    public Semaphore openSemaphore(String name, ObjectOpenOptions options) {
        Objects.requireNonNull(options, "options");
        return reading(objects -> objects.openSemaphore(name, options));
    }

    /**
     * Opens a mutex by its name.
     *
     * @param name the name
     * @param options rights, of {@link AccessRight#SYNCHRONIZE} and {@link AccessRight#MODIFY_STATE}, and inherit flag
     * @return a handle
     * @throws ObjectNotFoundException if nothing has that name, or nothing had it within the open timeout (2)
     * @throws WaitInterruptedException if the thread is interrupted while it waits for that (995)
     * @throws InvalidNameException if the name is malformed (3, 123, 206)
     * @throws InvalidHandleException if the name is that of another type of object (6)
     * @throws InsufficientRightsException if no right, or one that no mutex has, is asked for (5)
     */
    public Mutex openMutex(String name, ObjectOpenOptions options) {
        Objects.requireNonNull(options, "options");
        return reading(objects -> objects.openMutex(name, options));
    }

    /**
     * An event whose handle is in this process's table already, for instance because it was inherited.
     *
     * @param handle its number
     * @return a view of it; closing the view closes the handle
     * @throws InvalidHandleException if there is no such handle, or it names no event (6)
     */
    public Event event(int handle) {
        return reading(objects -> objects.event(handle));
    }

    /**
     * A semaphore whose handle is in this process's table already, for instance because it was inherited.
     *
     * @param handle its number
     * @return a view of it; closing the view closes the handle
     * @throws InvalidHandleException if there is no such handle, or it names no semaphore (6)
     */
    public Semaphore semaphore(int handle) {
        return reading(objects -> objects.semaphore(handle));
    }

    /**
     * A mutex whose handle is in this process's table already, for instance because it was inherited.
     *
     * @param handle its number
     * @return a view of it; closing the view closes the handle
     * @throws InvalidHandleException if there is no such handle, or it names no mutex (6)
     */
    public Mutex mutex(int handle) {
        return reading(objects -> objects.mutex(handle));
    }
}
