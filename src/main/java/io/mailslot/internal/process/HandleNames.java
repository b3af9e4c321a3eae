package io.mailslot.internal.process;

import io.mailslot.api.InvalidArgumentException;
import io.mailslot.api.InvalidHandleException;
import io.mailslot.api.KernelHandle;
import io.mailslot.internal.object.HandleView;
import io.mailslot.internal.object.OwnHandles;
import java.net.URLDecoder;
import java.net.URLEncoder;
import java.nio.charset.StandardCharsets;
import java.util.Map;
import java.util.SortedMap;
import java.util.TreeMap;
import java.util.stream.Collectors;

/**
 * Names that a parent has given to handles which its child inherits. They travel in the child's environment beside the
 * ticket, and mean what they say for whoever claims that.
 */
final class HandleNames {
    /** Environment variable that carries them: {@code name=handle:object,...}. */
    static final String ENVIRONMENT = "MAILSLOT_INHERITED";

    private static final int HEXADECIMAL = 16;

    private HandleNames() {}

    /**
     * A handle.
     *
     * @param handle its number, the same in parent and child
     * @param objectId what it named when the child was started: the number may have passed to another object since
     */
    record Named(int handle, long objectId) {}

    /**
     * The handles that are to be named.
     *
     * @param handles of this process
     * @param named by name
     * @throws InvalidArgumentException if one is none of this process's table
     */
    static SortedMap<String, Named> of(OwnHandles handles, Map<String, KernelHandle> named) {
        SortedMap<String, Named> all = new TreeMap<>();
        named.forEach((name, handle) -> all.put(name, named(handles, name, handle)));
        return all;
    }

    private static Named named(OwnHandles handles, String name, KernelHandle handle) {
        if (handle.handle() == ProcessAccess.CURRENT_PROCESS) {
            throw new InvalidArgumentException("the pseudo handle -1 cannot be inherited as '" + name
                    + "', because it means each process itself; duplicate it for a real handle to this one");
        }
        if (!(handle instanceof HandleView view) || !view.isOf(handles)) {
            throw new InvalidArgumentException("handle " + handle.handle() + " cannot be inherited as '" + name
                    + "', because it is one of another home; take one of the kernel that starts the child");
        }
        return new Named(view.handle(), view.objectId());
    }

    /** Fails if it was closed meanwhile. */
    static InvalidHandleException closed(String name, Named handle) {
        return new InvalidHandleException(
                "handle " + handle.handle() + ", to be inherited as '" + name + "', is closed; start the child before");
    }

    static String write(SortedMap<String, Named> names) {
        return names.entrySet().stream()
                .map(each -> URLEncoder.encode(each.getKey(), StandardCharsets.UTF_8) + "="
                        + each.getValue().handle() + ":"
                        + Long.toHexString(each.getValue().objectId()))
                .collect(Collectors.joining(","));
    }

    /** What somebody has garbled is left out. */
    static SortedMap<String, Named> read(String text) {
        SortedMap<String, Named> names = new TreeMap<>();
        for (String each : text.split(",")) {
            String[] parts = each.split("[=:]");
            try {
                names.put(
                        URLDecoder.decode(parts[0], StandardCharsets.UTF_8),
                        new Named(Integer.parseInt(parts[1]), Long.parseUnsignedLong(parts[2], HEXADECIMAL)));
            } catch (IllegalArgumentException | ArrayIndexOutOfBoundsException garbled) {
                continue;
            }
        }
        return names;
    }
}
