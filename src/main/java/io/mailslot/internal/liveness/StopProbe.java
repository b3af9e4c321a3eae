package io.mailslot.internal.liveness;

import java.io.FileInputStream;
import java.io.IOException;
import java.nio.charset.StandardCharsets;

/** Tells whether a process is stopped. A hint: it is used to wait no longer than that is of use, and for nothing else. */
public final class StopProbe {
    private static final int MOST_BYTES = 512;

    private StopProbe() {}

    /**
     * Whether a process of this JVM's pid namespace is stopped, by a signal or a debugger; false where that cannot be told.
     *
     * @param pid its process id
     */
    public static boolean isStopped(long pid) {
        // a stream, not a channel: it does not care for interrupts
        try (FileInputStream in = new FileInputStream("/proc/" + pid + "/stat")) {
            String stat = new String(in.readNBytes(MOST_BYTES), StandardCharsets.ISO_8859_1);
            // the state stands behind the command in parentheses, which may contain any character
            String state = stat.substring(stat.lastIndexOf(')') + 1).strip();
            return state.startsWith("T") || state.startsWith("t");
        } catch (IOException unknown) {
            return false;
        }
    }
}
