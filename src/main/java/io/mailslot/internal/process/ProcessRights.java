package io.mailslot.internal.process;

import io.mailslot.api.AccessRight;
import java.util.Collections;
import java.util.EnumSet;
import java.util.Set;

/** The rights there are for a process. */
final class ProcessRights {
    /** What a created process's handle has, and what the pseudo handle means. */
    static final Set<AccessRight> ALL = Collections.unmodifiableSet(EnumSet.of(
            AccessRight.SYNCHRONIZE,
            AccessRight.TERMINATE,
            AccessRight.DUPLICATE_HANDLE,
            AccessRight.CREATE_PROCESS,
            AccessRight.QUERY_INFORMATION));

    private ProcessRights() {}
}
