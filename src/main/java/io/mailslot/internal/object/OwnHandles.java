package io.mailslot.internal.object;

import io.mailslot.api.AccessRight;
import io.mailslot.api.HandleFlag;
import io.mailslot.api.HandleInfo;
import io.mailslot.api.InsufficientRightsException;
import io.mailslot.api.InvalidHandleException;
import io.mailslot.api.MailslotException;
import io.mailslot.api.ObjectType;
import io.mailslot.internal.layout.HandleEntry;
import io.mailslot.internal.layout.HandleTableHeader;
import io.mailslot.internal.memory.FaultPoint;
import io.mailslot.internal.memory.JvmEnd;
import java.util.ArrayList;
import java.util.List;
import java.util.Objects;
import java.util.Set;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.function.LongConsumer;
import java.util.function.Supplier;

/** The handles of this process: look-up without a lock, and the changes that need the kernel lock. Thread-safe. */
public final class OwnHandles {
    private final SharedKernel kernel;
    private final HandleTable table;
    private final HandleDescriber describer;

    /** Told of every object that this process has closed a handle to. */
    private final List<LongConsumer> onClosed = new CopyOnWriteArrayList<>();

    private volatile boolean detached;

    public OwnHandles(SharedKernel kernel, HandleTable table) {
        this.kernel = kernel;
        this.table = table;
        this.describer = new HandleDescriber(kernel.objects());
    }

    /**
     * Has somebody told of every object that this process has closed a handle to. Before he lets go of what is open of it he
     * asks {@link #hasOpen}, where nobody can come to use that meanwhile: another handle to it may be new.
     */
    public void onClosed(LongConsumer listener) {
        onClosed.add(listener);
    }

    /** Makes every further use of a handle fail. */
    public void detach() {
        detached = true;
    }

    /**
     * Fails once the process has left the home, and no handle is worth anything.
     *
     * @throws InvalidHandleException if it has
     */
    public void checkAttached() {
        if (detached) {
            JvmEnd.holdBack();
            throw new InvalidHandleException(
                    "this process has left the home " + kernel.home().root() + "; attach again");
        }
    }

    public HandleTable table() {
        return table;
    }

    /**
     * Looks a handle up.
     *
     * @param handle its number; the two lowest bits do not count
     * @return its entry
     * @throws InvalidHandleException if there is none
     */
    public long entry(int handle) {
        kernel.failIfHomeGone();
        int index = HandleTableHeader.index(handle);
        try {
            long entry = index < 0 || detached ? 0 : table.entry(index);
            if (entry == 0) {
                throw invalid(handle);
            }
            return entry;
        } catch (InternalError fault) {
            throw kernel.cut(fault);
        }
    }

    /**
     * The type of the object that a handle names. For callers within {@link SharedKernel#proving}: every wait asks.
     *
     * @throws InvalidHandleException if there is no such handle
     */
    public ObjectType type(int handle) {
        ObjectType type = HandleDescriber.type(kernel.objects().type(HandleEntry.objectId(entry(handle))));
        if (type == null) {
            throw invalid(handle);
        }
        return type;
    }

    /**
     * Looks a handle to an object of a certain type up.
     *
     * @return its entry
     * @throws InvalidHandleException if there is no such handle, or its object is of another type
     */
    public long entry(int handle, int type) {
        try {
            long entry = entry(handle);
            int actual = kernel.objects().type(HandleEntry.objectId(entry));
            if (actual != type) {
                kernel.requireHome();
                throw new InvalidHandleException("handle " + handle + " names an object of type "
                        + HandleDescriber.typeName(actual) + ", and this call needs one of type "
                        + HandleDescriber.typeName(type) + "; list the open handles with handles()");
            }
            FaultPoint.HANDLE_LOOKED_UP.reached();
            return entry;
        } catch (InternalError fault) {
            throw kernel.cut(fault);
        }
    }

    /**
     * Checks that a handle still names that object and carries a right: two volatile reads. Not through a lambda,
     * because that allocates and every message passes here.
     *
     * @throws InvalidHandleException if it was closed, or names something else by now
     * @throws InsufficientRightsException if it lacks the right
     */
    public void check(int handle, long objectId, AccessRight right) {
        kernel.failIfHomeGone();
        try {
            require(handle, objectId, right);
        } catch (InternalError fault) {
            throw kernel.cut(fault);
        }
    }

    private void require(int handle, long objectId, AccessRight right) {
        long entry = detached ? 0 : table.entry(handle / HandleTableHeader.HANDLE_STEP);
        if (HandleEntry.objectId(entry) != objectId) {
            noteClosed(objectId);
            throw invalid(handle);
        }
        if (!HandleEntry.allows(entry, right)) {
            throw new InsufficientRightsException("handle " + handle + " lacks the right " + right + "; it has "
                    + HandleEntry.rights(entry) + ": use a handle that was opened with it");
        }
        FaultPoint.HANDLE_LOOKED_UP.reached();
    }

    /**
     * Fails unless a handle names that object: what was read of the object before is the object's then.
     *
     * @throws InvalidHandleException if it was closed, or names something else by now
     */
    public void requireOpen(int handle, long objectId) {
        kernel.failIfHomeGone();
        try {
            if (!names(handle, objectId)) {
                throw invalid(handle);
            }
        } catch (InternalError fault) {
            throw kernel.cut(fault);
        }
    }

    /** Whether a handle still names that object. */
    public boolean names(int handle, long objectId) {
        try {
            boolean named =
                    !detached && HandleEntry.objectId(table.entry(handle / HandleTableHeader.HANDLE_STEP)) == objectId;
            FaultPoint.HANDLE_LOOKED_UP.reached();
            return named;
        } catch (InternalError fault) {
            throw kernel.cut(fault);
        }
    }

    /** Reads what an object holds; fails with code 1392 if somebody has cut a mapped file. */
    <T> T reading(Supplier<T> reader) {
        return kernel.reading(reader);
    }

    void failIfHomeGone() {
        kernel.failIfHomeGone();
    }

    MailslotException cut(InternalError fault) {
        return kernel.cut(fault);
    }

    /** Stores a new handle and counts it; the caller holds the kernel lock and has set the dirty mark. */
    public int add(int index, long entry, FaultPoint afterStore) {
        table.put(index, entry);
        afterStore.reached();
        kernel.usage().acquire(HandleEntry.objectId(entry));
        return HandleTableHeader.handle(index);
    }

    /**
     * Closes a handle.
     *
     * @throws InvalidHandleException if there is none, or it is protected from close
     */
    public void close(int handle) {
        close(handle, HandleEntry.objectId(kernel.reading(() -> entry(handle))));
    }

    /**
     * Closes a handle that names an object.
     *
     * @throws InvalidHandleException if it names another one by now, or none, or is protected from close
     */
    public void close(int handle, long objectId) {
        // A section proves itself, and what follows one does so, too.
        kernel.proving(() -> {
            clear(handle, objectId);
            return null;
        });
    }

    private void clear(int handle, long objectId) {
        kernel.change(section -> {
            long entry = entry(handle);
            if (HandleEntry.objectId(entry) != objectId) {
                throw invalid(handle);
            }
            if (HandleEntry.flags(entry).contains(HandleFlag.PROTECT_FROM_CLOSE)) {
                throw new InvalidHandleException(
                        "handle " + handle + " is protected from close; clear its PROTECT_FROM_CLOSE flag first");
            }
            kernel.markDirty();
            table.clear(HandleTableHeader.index(handle));
            FaultPoint.CLOSE_ENTRY_CLEARED.reached();
            kernel.usage().release(objectId, section);
            return null;
        });
        noteClosed(objectId);
    }

    /** A handle to the object was closed: if it was this process's last one, what it had open of it goes. */
    public void noteClosed(long objectId) {
        onClosed.forEach(listener -> listener.accept(objectId));
    }

    /**
     * Whether this process has a handle to an object, by which the whole table has to be searched if others still use the
     * object.
     */
    public boolean hasOpen(long objectId) {
        return kernel.reading(() -> kernel.objects().find(objectId) != null && table.names(objectId));
    }

    /** Closes every handle, protected ones too; the caller holds the kernel lock and has set the dirty mark. */
    public static void closeAll(SharedKernel kernel, HandleTable table, Section section, FaultPoint afterEach) {
        table.forEach((index, entry) -> {
            table.clear(index);
            afterEach.reached();
            kernel.usage().release(HandleEntry.objectId(entry), section);
        });
    }

    /** Sets or clears flags of a handle. */
    public void setFlags(int handle, Set<HandleFlag> mask, Set<HandleFlag> flags) {
        requireFlags(mask, flags);
        setFlags(handle, HandleEntry.objectId(kernel.reading(() -> entry(handle))), mask, flags);
    }

    /** Sets or clears flags of a handle that names an object: one store, of which nothing else is derived. */
    public void setFlags(int handle, long objectId, Set<HandleFlag> mask, Set<HandleFlag> flags) {
        requireFlags(mask, flags);
        kernel.change(section -> {
            long entry = entry(handle);
            if (HandleEntry.objectId(entry) != objectId) {
                throw invalid(handle);
            }
            table.put(HandleTableHeader.index(handle), HandleEntry.withFlags(entry, mask, flags));
            return null;
        });
    }

    private static void requireFlags(Set<HandleFlag> mask, Set<HandleFlag> flags) {
        Objects.requireNonNull(mask, "mask");
        Objects.requireNonNull(flags, "flags");
    }

    /** Describes a handle. */
    public HandleInfo describe(int handle) {
        return kernel.reading(() -> {
            HandleInfo info = describer.describe(HandleTableHeader.index(handle), entry(handle));
            if (info == null) {
                kernel.requireHome();
                throw invalid(handle);
            }
            return info;
        });
    }

    /** Describes all handles, by number. */
    public List<HandleInfo> describeAll() {
        List<HandleInfo> all = new ArrayList<>();
        if (!detached) {
            kernel.reading(() -> {
                describer.describeAll(table, all::add);
                kernel.requireHome();
                table.requireWhole();
                return null;
            });
        }
        return all;
    }

    /** What the file lacks reads as zeros before the JVM gets round to its error: that must not look like a closed one. */
    InvalidHandleException invalid(int handle) {
        if (!detached) {
            kernel.requireMember();
        }
        table.requireWhole();
        JvmEnd.holdBack();
        return new InvalidHandleException(
                "handle " + handle + " is closed or was never open in this process; list the open ones with handles()");
    }
}
