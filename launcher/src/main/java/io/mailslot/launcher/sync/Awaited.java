package io.mailslot.launcher.sync;

import io.mailslot.Kernel;
import io.mailslot.Synchronization;
import io.mailslot.api.AccessRight;
import io.mailslot.api.ErrorCode;
import io.mailslot.api.InvalidArgumentException;
import io.mailslot.api.Mutex;
import io.mailslot.api.ObjectNotFoundException;
import io.mailslot.api.ObjectOpenOptions;
import io.mailslot.api.ProcessObject;
import io.mailslot.api.Waitable;
import io.mailslot.inspect.HomeSnapshot;
import io.mailslot.launcher.look.NamedObject;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.OptionalInt;

/** One of the things that a command waits for. */
final class Awaited {
    private static final ObjectOpenOptions TO_WAIT = ObjectOpenOptions.of(AccessRight.SYNCHRONIZE);
    private static final ObjectOpenOptions TO_WAIT_AND_ASK =
            ObjectOpenOptions.of(AccessRight.SYNCHRONIZE, AccessRight.QUERY_INFORMATION);

    private final int index;
    private final Kind kind;
    private final String name;

    /** Null while it is not there, and always of a message. */
    private Waitable object;

    /** Null unless it is a message. */
    private final Arrival arrival;

    /** Whether a message was there when that was last looked at. */
    private boolean arrived;

    private boolean abandoned;
    private OptionalInt exitCode = OptionalInt.empty();

    /** What can be waited for, as the options call it. */
    enum Kind {
        message,
        process,
        event,
        semaphore,
        mutex
    }

    /**
     * What is to be waited for.
     *
     * @param index how many were named before it
     * @param name of a process its id
     */
    Awaited(int index, Kind kind, String name) {
        this.index = index;
        this.kind = kind;
        this.name = name;
        this.arrival = kind == Kind.message ? new Arrival(name) : null;
    }

    int index() {
        return index;
    }

    Kind kind() {
        return kind;
    }

    String name() {
        return name;
    }

    Waitable object() {
        return object;
    }

    /** Whether it is seen by looks only: a message, and what is not there yet. */
    boolean isLookedFor() {
        return object == null;
    }

    boolean hasArrived() {
        return arrived;
    }

    /** Whether two are the same, as far as their names tell. */
    boolean is(Awaited other) {
        return kind == other.kind && name.equals(other.name);
    }

    /** Opens it, if it is there. A process that is not will never be. */
    void open(SyncContext context, Kernel kernel) {
        if (arrival != null) {
            return;
        }
        try {
            object = NamedCommand.opening(context, () -> open(kernel));
        } catch (ObjectNotFoundException notYet) {
            object = null;
        } catch (InvalidArgumentException noProcess) {
            throw context.failure(
                    ErrorCode.FILE_NOT_FOUND,
                    "no process " + name + " in " + context.home() + "; see those that are with: mailslot ps"
                            + context.homeOption());
        }
    }

    private Waitable open(Kernel kernel) {
        Synchronization objects = kernel.synchronization();
        return switch (kind) {
            case message -> throw new IllegalStateException("nobody opens a message");
            case process -> kernel.openProcess(Long.parseLong(name), TO_WAIT_AND_ASK);
            case event -> objects.openEvent(name, TO_WAIT);
            case semaphore -> objects.openSemaphore(name, TO_WAIT);
            case mutex -> objects.openMutex(name, TO_WAIT);
        };
    }

    /** Looks for it: whether there is a message, or whether it has come to be there. */
    void look(HomeSnapshot home, SyncContext context, Kernel kernel) {
        if (arrival != null) {
            arrived = arrival.isThere(home);
        } else if (object == null && NamedObject.find(home, name).isPresent()) {
            open(context, kernel);
        }
    }

    /** It has ended the wait. A mutex is given back, since this process ends and keeps nothing. */
    Awaited ended(boolean wasAbandoned) {
        abandoned = wasAbandoned;
        if (object instanceof Mutex mutex) {
            mutex.release();
        } else if (object instanceof ProcessObject process) {
            exitCode = process.exitCode();
        }
        return this;
    }

    /** What it is and how it is, in words. */
    String describe(HomeSnapshot home, Kernel kernel) {
        return kind + " " + name + " (" + state(home, kernel) + ")";
    }

    private String state(HomeSnapshot home, Kernel kernel) {
        return switch (kind) {
            case message -> home.mailslot(name).isPresent() ? "none unread" : "there is no such mailslot";
            case process ->
                NamedObject.process(home, kernel.describe(object.handle()).objectId())
                        .orElse("ended");
            default -> NamedObject.find(home, name).map(NamedObject::state).orElse("not there");
        };
    }

    Map<String, Object> json() {
        Map<String, Object> fields = new LinkedHashMap<>();
        fields.put("index", index);
        fields.put("type", kind.name());
        fields.put("name", name);
        if (exitCode.isPresent()) {
            fields.put("exitCode", exitCode.getAsInt());
        }
        if (kind == Kind.mutex) {
            fields.put("abandoned", abandoned);
        }
        return fields;
    }

    /** As a line of text tells of it. */
    @Override
    public String toString() {
        return kind + " " + name + (abandoned ? ", abandoned" : "")
                + (exitCode.isPresent() ? ", " + NamedObject.exit(exitCode.getAsInt()) : "");
    }
}
