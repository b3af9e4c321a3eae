package io.mailslot.internal.process;

import io.mailslot.api.InvalidHandleException;
import io.mailslot.api.ObjectNotFoundException;
import io.mailslot.internal.object.OwnHandles;
import io.mailslot.internal.process.HandleNames.Named;
import java.util.SortedMap;
import java.util.TreeMap;

/** The handles that this process has inherited under names. Immutable. */
public final class InheritedHandles {
    private final OwnHandles handles;
    private final boolean claimed;
    private final SortedMap<String, Named> names;

    public InheritedHandles(AttachedProcess process) {
        this(process.handles(), process.hasClaimed(), System.getenv(HandleNames.ENVIRONMENT));
    }

    /** Of a process that may have claimed its ticket, with the names that it finds in its environment, or null. */
    InheritedHandles(OwnHandles handles, boolean claimed, String names) {
        this.handles = handles;
        this.claimed = claimed;
        // whoever has claimed nothing may have a parent's environment all the same
        this.names = claimed && names != null ? HandleNames.read(names) : new TreeMap<>();
    }

    /**
     * The handle of that name.
     *
     * @return its number
     * @throws ObjectNotFoundException if none was inherited under it
     * @throws InvalidHandleException if it is closed, whatever has its number now
     */
    public int find(String name) {
        Named found = names.get(name);
        if (found == null) {
            throw new ObjectNotFoundException("no handle was inherited under the name '" + name + "', " + why());
        }
        if (!handles.names(found.handle(), found.objectId())) {
            throw new InvalidHandleException(
                    "handle " + found.handle() + ", which was inherited as '" + name + "', is closed");
        }
        return found.handle();
    }

    private String why() {
        if (!claimed) {
            return "because this process has inherited nothing in this home: it was not started by createProcess there,"
                    + " or another JVM has come first with what it was given, or it has left the home since";
        }
        return names.isEmpty()
                ? "nor under any other; the parent names one by JavaCommand.withInherited"
                : "only under "
                        + String.join(
                                ", ",
                                names.keySet().stream()
                                        .map(each -> "'" + each + "'")
                                        .toList()) + "; ask for one of these";
    }
}
