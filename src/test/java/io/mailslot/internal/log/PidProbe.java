package io.mailslot.internal.log;

import java.io.FileInputStream;
import java.io.FileNotFoundException;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;

/**
 * Tells by its pid if a process lives, which is enough for tests: nobody else has that pid there. A zombie without threads
 * does not live: it will never run again.
 */
final class PidProbe {
    private static final boolean PROC = Files.isReadable(Path.of("/proc/self/stat"));

    /** Place of num_threads behind the command; the state is at 0. */
    private static final int THREADS_FIELD = 17;

    private PidProbe() {}

    static boolean alive(long pid) {
        if (!PROC) {
            return ProcessHandle.of(pid).isPresent();
        }
        // a stream, not a channel: it does not care for interrupts
        try (FileInputStream in = new FileInputStream("/proc/" + pid + "/stat")) {
            return !ended(new String(in.readNBytes(512), StandardCharsets.ISO_8859_1));
        } catch (FileNotFoundException e) {
            return false;
        } catch (IOException e) {
            // the process went away between open and read (ESRCH), or /proc cannot tell: ask the JDK
            return ProcessHandle.of(pid).isPresent();
        }
    }

    /**
     * Reads a stat line of /proc. A zombie with threads left is a process whose main thread ended, or one that is still
     * being torn down: its other threads may write until they are gone too.
     */
    static boolean ended(String stat) {
        String[] fields = fields(stat);
        if (fields.length <= THREADS_FIELD) {
            return false;
        }
        boolean zombie = fields[0].equals("Z") || fields[0].equals("X");
        return zombie && Integer.parseInt(fields[THREADS_FIELD]) <= 1;
    }

    private static String[] fields(String stat) {
        // the command, in parentheses, may contain any character
        return stat.substring(stat.lastIndexOf(')') + 1).trim().split(" ");
    }
}
