package io.mailslot.internal.process;

import io.mailslot.internal.death.ClaimTicket;
import io.mailslot.internal.memory.SystemFiles;
import java.io.IOException;
import java.nio.file.Path;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * A program that runs although its start has failed: a JDK that finds no thread, or no memory, for its own part of a start
 * lets the program run, and tells nobody which one it is.
 */
final class Stray {
    private static final Logger LOG = LoggerFactory.getLogger(Stray.class);

    private Stray() {}

    /** Ends the child of this JVM that carries a ticket, if there is one. Only where there is a /proc. */
    static void end(ClaimTicket ticket) {
        String carried = "\0" + ClaimTicket.ENVIRONMENT + "=" + ticket + "\0";
        ProcessHandle.current()
                .children()
                .filter(child -> environment(child.pid()).contains(carried))
                .forEach(ProcessHandle::destroyForcibly);
    }

    private static String environment(long pid) {
        Path file = Path.of("/proc", Long.toString(pid), "environ");
        try {
            return "\0" + SystemFiles.read(file) + "\0";
        } catch (IOException endedOrClosed) {
            LOG.debug("cannot look at {}: {}", file, endedOrClosed.toString());
            return "";
        }
    }
}
