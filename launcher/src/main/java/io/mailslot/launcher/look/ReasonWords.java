package io.mailslot.launcher.look;

import io.mailslot.api.ObjectType;
import io.mailslot.inspect.ObjectStatus;
import io.mailslot.inspect.ProcessStatus;
import io.mailslot.launcher.look.Holders.Held;
import java.util.List;
import java.util.stream.Collectors;

/** What {@link Reasons} call things. */
final class ReasonWords {
    /** Holders that a sentence names. */
    private static final int MOST = 8;

    private ReasonWords() {}

    static boolean isNamed(ObjectStatus object, String wanted) {
        boolean named = object.type() == ObjectType.EVENT
                || object.type() == ObjectType.SEMAPHORE
                || object.type() == ObjectType.MUTEX
                || object.type() == ObjectType.FILE
                || object.type() == ObjectType.PROCESS && object.exitCode().isPresent();
        return named && object.name().equalsIgnoreCase(wanted)
                || object.type() != ObjectType.PROCESS
                        && Words.address(object.objectId()).equalsIgnoreCase(wanted);
    }

    static String how(ProcessStatus process) {
        return switch (process.osState()) {
            case RUNNING ->
                process.state() == ProcessStatus.State.STARTING
                        ? "is being started, and has not attached yet"
                        : "lives";
            case STOPPED -> "is alive but STOPPED (by a signal or a debugger): nobody ever takes it for dead";
            case ENDED -> "is dead, and nobody has cleared away yet what it left";
            case UNKNOWN -> "cannot be seen from here: it is of another pid namespace or another user";
        };
    }

    static String name(ObjectStatus object) {
        String name = object.name().startsWith("(") ? Words.address(object.objectId()) : object.name();
        return Words.lower(object.type()) + " " + name;
    }

    /** Some of many. */
    static String held(List<Held> held) {
        String some = held.stream()
                .limit(MOST)
                .map(each -> each + " (" + Words.command(each.process()) + ")")
                .collect(Collectors.joining(", "));
        return held.size() > MOST ? some + " and " + (held.size() - MOST) + " others" : some;
    }
}
