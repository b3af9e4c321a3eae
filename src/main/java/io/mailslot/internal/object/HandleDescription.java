package io.mailslot.internal.object;

import io.mailslot.api.AccessRight;
import io.mailslot.api.HandleFlag;
import io.mailslot.api.HandleInfo;
import io.mailslot.api.ObjectType;
import java.util.Collections;
import java.util.EnumSet;
import java.util.Objects;
import java.util.Set;

/** What {@link HandleInfo} tells. */
public record HandleDescription(
        int handle,
        ObjectType type,
        long objectId,
        String name,
        int usageCount,
        Set<AccessRight> access,
        Set<HandleFlag> flags)
        implements HandleInfo {

    public HandleDescription {
        Objects.requireNonNull(type, "type");
        Objects.requireNonNull(name, "name");
        access = inOrder(access, AccessRight.class);
        flags = inOrder(flags, HandleFlag.class);
    }

    private static <E extends Enum<E>> Set<E> inOrder(Set<E> set, Class<E> type) {
        EnumSet<E> copy = EnumSet.noneOf(type);
        copy.addAll(set);
        return Collections.unmodifiableSet(copy);
    }
}
