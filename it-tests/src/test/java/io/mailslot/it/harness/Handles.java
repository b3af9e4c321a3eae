package io.mailslot.it.harness;

import io.mailslot.Kernel;
import io.mailslot.api.AccessRight;
import io.mailslot.api.HandleFlag;
import io.mailslot.api.HandleInfo;
import io.mailslot.api.ObjectType;
import io.mailslot.testkit.Child;
import java.io.Serializable;
import java.util.Set;

/** What a child finds in its handle table. */
public final class Handles {
    private Handles() {}

    /**
     * What {@link HandleInfo} tells, on its way to the test.
     *
     * @param object its id
     * @param type its type
     * @param name its name
     * @param usage its usage count
     * @param access rights of the handle
     * @param flags of the handle
     */
    public record Told(
            long object, ObjectType type, String name, int usage, Set<AccessRight> access, Set<HandleFlag> flags)
            implements Serializable {}

    /** The numbers of all its handles. */
    public static int[] of(Child child) {
        return child.call(
                c -> c.kernel().handles().stream().mapToInt(HandleInfo::handle).toArray());
    }

    /** Closes what a test has opened that shares its child with others. */
    public static void closeAll(Child child, Kernel kernel) {
        child.run(c -> closeAll(c.kernel()));
        closeAll(kernel);
    }

    private static void closeAll(Kernel kernel) {
        kernel.handles().forEach(each -> kernel.closeHandle(each.handle()));
    }

    /** What it is told of one. */
    public static Told describe(Child child, int handle) {
        return child.call(c -> {
            HandleInfo info = c.kernel().describe(handle);
            return new Told(
                    info.objectId(),
                    info.type(),
                    info.name(),
                    info.usageCount(),
                    Set.copyOf(info.access()),
                    Set.copyOf(info.flags()));
        });
    }
}
