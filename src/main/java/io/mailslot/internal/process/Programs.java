package io.mailslot.internal.process;

import io.mailslot.internal.liveness.ProcessIdentity;
import io.mailslot.internal.memory.IoFailures;
import java.io.BufferedReader;
import java.io.FileNotFoundException;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.AccessDeniedException;
import java.nio.file.Files;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.util.Optional;

/** What the operating system tells of the programs of this JVM's pid namespace. */
final class Programs {
    private static final String JVM_LIBRARY = "/libjvm.";
    private static final String LAUNCHER = "java";

    private Programs() {}

    /** The process id of this JVM, or of the one of its ancestors whose parent the given process is; 0 if there is none. */
    static long ancestorBelow(long pid) {
        Optional<ProcessHandle> at = Optional.of(ProcessHandle.current());
        while (at.isPresent()) {
            Optional<ProcessHandle> parent = at.get().parent();
            if (parent.isPresent() && parent.get().pid() == pid) {
                return at.get().pid();
            }
            at = parent;
        }
        return 0;
    }

    /**
     * Whether a process is seen to be a JVM, or about to become one. That of another user may not be looked at.
     *
     * @throws io.mailslot.api.MailslotException if it cannot be looked at for another reason
     */
    static boolean isJvm(long pid) {
        return isLauncher(pid) || hasMappedJvm(pid);
    }

    /** The program {@code java} loads the JVM a moment after it has begun. */
    private static boolean isLauncher(long pid) {
        return ProcessHandle.of(pid)
                .flatMap(process -> process.info().command())
                .map(command -> Path.of(command).getFileName())
                .map(name -> name.toString().equals(LAUNCHER) || name.toString().equals(LAUNCHER + ".exe"))
                .orElse(false);
    }

    private static boolean hasMappedJvm(long pid) {
        Path maps = Path.of("/proc", Long.toString(pid), "maps");
        try (BufferedReader lines = Files.newBufferedReader(maps, StandardCharsets.ISO_8859_1)) {
            for (String line = lines.readLine(); line != null; line = lines.readLine()) {
                if (line.contains(JVM_LIBRARY)) {
                    return true;
                }
            }
            return false;
        } catch (NoSuchFileException | FileNotFoundException | AccessDeniedException endedOrClosed) {
            return false;
        } catch (IOException e) {
            if (!ProcessIdentity.hasMemory(pid)) { // it ends just now
                return false;
            }
            throw IoFailures.translate("look at process " + pid, maps, e);
        }
    }
}
