package io.mailslot.it.slot;

import io.mailslot.Kernel;
import io.mailslot.api.AccessRight;
import io.mailslot.api.ObjectOpenOptions;
import io.mailslot.api.ProcessObject;

/** Handles to processes by their pid. */
public final class Processes {
    private Processes() {}

    public static ProcessObject open(Kernel kernel, long pid) {
        return kernel.openProcess(pid, ObjectOpenOptions.of(AccessRight.DUPLICATE_HANDLE));
    }
}
