package io.mailslot.it.fault;

import io.mailslot.internal.memory.FaultPoint;
import java.util.EnumSet;
import java.util.Set;

/** At which fault points the matrices have a process die, or stand still. */
public final class Points {
    /** Of each kind of step those at which most is locked, or half changed. */
    private static final Set<FaultPoint> HALFWAY = EnumSet.of(
            FaultPoint.ATTACH_RECORD_LIVE,
            FaultPoint.CHAIN_CHANGING,
            FaultPoint.CLOSE_ENTRY_CLEARED,
            FaultPoint.APPEND_LOCKED,
            FaultPoint.APPEND_STATE_CHANGING,
            FaultPoint.ROLL_SEALED,
            FaultPoint.DROP_CHOSEN,
            FaultPoint.FILE_POINTER_LOCKED,
            FaultPoint.WAIT_ALL_DECIDED,
            FaultPoint.SPAWN_BEFORE_START,
            FaultPoint.EXIT_PUBLISHED,
            FaultPoint.REAP_MUTEX_ABANDONED,
            FaultPoint.CARRY_OVER_WRITTEN,
            FaultPoint.RECOVER_COUNTING);

    private Points() {}

    /** All of them in the Maven profile {@code storm}, or with {@code -Dmailslot.points.all=true}; else some. */
    public static Set<FaultPoint> chosen() {
        return Boolean.getBoolean("mailslot.points.all") ? EnumSet.allOf(FaultPoint.class) : HALFWAY;
    }
}
