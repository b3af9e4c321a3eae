package io.mailslot.inspect;

import io.mailslot.api.HomeException;
import io.mailslot.internal.home.HomePaths;
import io.mailslot.internal.memory.IoFailures;
import io.mailslot.internal.object.KernelFile;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.concurrent.locks.LockSupport;

/**
 * Lists every broken invariant of a home. It reads only, takes no lock that could hold anybody up, and needs no
 * permission to write. What is broken for a moment while somebody makes a change, or until the dead are reaped, is given
 * time to mend: a finding is what is still there after the patience, or was there without a change meanwhile.
 */
public final class HomeVerifier {
    private static final long PAUSE_NANOS = 5_000_000;

    private HomeVerifier() {}

    /**
     * Verifies a home.
     *
     * @param home its directory
     * @param patience how long what is found may take to mend; zero to look once
     * @return the findings; none if all is well, or if no process has ever attached there
     * @throws HomeException if it cannot be read (5, 1117), is damaged (1392) or of another version (1306)
     */
    public static List<Finding> verify(Path home, Duration patience) {
        HomePaths paths = new HomePaths(home.toAbsolutePath().normalize());
        long deadline = System.nanoTime() + patience.toNanos();
        while (true) {
            List<Finding> found = look(paths);
            if (found.isEmpty() || System.nanoTime() - deadline >= 0) {
                return found;
            }
            LockSupport.parkNanos(PAUSE_NANOS);
        }
    }

    private static List<Finding> look(HomePaths home) {
        if (Files.notExists(home.kernelData())) {
            return List.of();
        }
        try {
            KernelFile file = KernelFile.open(home.kernelData(), true);
            return new StableReading(file)
                    .read(() -> new HomeChecks(home, file).run())
                    .value();
        } catch (IOException e) {
            throw IoFailures.translate("verify the home", home.root(), e);
        }
    }
}
