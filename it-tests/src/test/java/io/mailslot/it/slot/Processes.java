package io.mailslot.it.slot;

import io.mailslot.Kernel;
import io.mailslot.api.AccessRight;
import io.mailslot.api.ProcessObject;
import java.util.EnumSet;

/** Handles to processes by their pid. */
public final class Processes {
    private Processes() {}

    public static ProcessObject open(Kernel kernel, long pid) {
        return kernel.openProcess(pid, EnumSet.of(AccessRight.DUPLICATE_HANDLE), false);
    }
}
