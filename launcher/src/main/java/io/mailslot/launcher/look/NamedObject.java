package io.mailslot.launcher.look;

import io.mailslot.api.ErrorCode;
import io.mailslot.api.InvalidNameException;
import io.mailslot.api.ObjectType;
import io.mailslot.inspect.HomeInspector;
import io.mailslot.inspect.HomeSnapshot;
import io.mailslot.inspect.ObjectStatus;
import io.mailslot.inspect.ProcessStatus;
import java.io.IOException;
import java.nio.file.Path;
import java.util.List;
import java.util.Optional;

/** An event, a semaphore or a mutex by its name, as a look sees it; for commands that do more than look. */
public final class NamedObject {
    private final HomeSnapshot home;
    private final ObjectStatus object;

    private NamedObject(HomeSnapshot home, ObjectStatus object) {
        this.home = home;
        this.object = object;
    }

    /**
     * The home as it is now.
     *
     * @param context which home
     * @return what is seen; one that does not exist is an empty one
     */
    public static HomeSnapshot home(LookContext context) {
        Path home = context.home();
        return HomeInspector.inspect(home).orElseGet(() -> HomeSnapshot.empty(home));
    }

    /**
     * Finds what has a name, of whatever type it is.
     *
     * @param home where to look
     * @param name in the case of letters that it has
     * @return empty if nothing has that name
     * @throws InvalidNameException if nothing can have it
     */
    public static Optional<NamedObject> find(HomeSnapshot home, String name) {
        return home.syncObject(name).map(object -> new NamedObject(home, object));
    }

    /**
     * Finds what has a name now; fails if nothing has, or something of another type.
     *
     * @param context where to look
     * @param type what it has to be
     * @param name in the case of letters that it has
     * @return what was found
     */
    public static NamedObject require(LookContext context, ObjectType type, String name) {
        String what = Words.lower(type);
        NamedObject found = find(home(context), name)
                .orElseThrow(() -> context.failure(
                        ErrorCode.FILE_NOT_FOUND,
                        "no " + what + " '" + name + "' in " + context.home()
                                + ": nobody has it open; see those that are there with: mailslot objects"
                                + context.homeOption() + " --type " + what));
        if (found.object.type() != type) {
            throw context.failure(
                    ErrorCode.ALREADY_EXISTS,
                    "the name '" + name + "' is taken by an object of type " + Words.lower(found.object.type())
                            + ", which is no " + what + "; choose another name");
        }
        return found;
    }

    /**
     * Prints its state.
     *
     * @param context where to print
     * @param json as one document, a part of what {@code snapshot} prints
     * @return the exit code
     * @throws IOException if it cannot be printed
     */
    public int show(LookContext context, boolean json) throws IOException {
        if (json) {
            SnapshotJson.Parts parts = SnapshotJson.Parts.none().withObjects(List.of(object));
            context.json(SnapshotJson.document(home, parts, home.unseen()));
        } else {
            context.line(state());
        }
        return Snapshots.tell(context, home.unseen());
    }

    /** {@return its state in words; of a mutex also who owns it, and how that one is} */
    public String state() {
        return new Holders(home).owner(object).map(this::owned).orElseGet(() -> new Catalog(home).state(object));
    }

    private String owned(ProcessStatus owner) {
        String how = Words.state(owner);
        return "owned by process " + owner.processId() + " (" + Words.command(owner) + ")"
                + (how.equals("live") ? "" : ", which is " + how) + ", thread "
                + object.ownerThread().orElse(0)
                + (object.depth() > 1 ? ", " + object.depth() + " deep" : "");
    }

    /** {@return whether it is a mutex whose owner is dead, and nobody has cleared away yet what that left} */
    public boolean isLeftByTheDead() {
        return new Holders(home)
                .owner(object)
                .filter(owner -> owner.osState() == ProcessStatus.OsState.ENDED)
                .isPresent();
    }

    /**
     * What a process is, and how, in words.
     *
     * @param home where to look
     * @param objectId its process object
     * @return empty if it is not seen to run
     */
    public static Optional<String> process(HomeSnapshot home, long objectId) {
        return new Holders(home)
                .running(objectId)
                .map(process -> Words.state(process) + " (" + Words.command(process) + ")");
    }

    /**
     * An exit code, with what a signal stands for.
     *
     * @param code of a process
     * @return in words
     */
    public static String exit(int code) {
        return Words.exit(code);
    }
}
