package io.mailslot.inspect;

import io.mailslot.api.HomeException;
import io.mailslot.api.InvalidArgumentException;
import io.mailslot.internal.home.HomePaths;
import io.mailslot.internal.memory.FirstChannel;
import io.mailslot.internal.memory.IoFailures;
import io.mailslot.internal.memory.MappedFaults;
import io.mailslot.internal.object.CutFiles;
import io.mailslot.internal.wait.WaitTimeouts;
import java.io.IOException;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.locks.LockSupport;

/**
 * Lists every broken invariant of a home. It reads only, takes no lock that could hold anybody up, and needs no
 * permission to write. What is broken for a moment while somebody makes a change, or until the dead are reaped, is given
 * time to mend: a finding is what every look found until the patience ended. In a home that never rests each look sees
 * something else half-done; what is really broken is in all of them.
 *
 * @since 0.1.0
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
     * @throws InvalidArgumentException if the patience is negative (87)
     * @throws HomeException if its kernel file cannot be read (5, 1117), is damaged (1392) or of another version (1306)
     */
    public static List<Finding> verify(Path home, Duration patience) {
        FirstChannel.prepare();
        HomePaths paths = new HomePaths(home.toAbsolutePath().normalize());
        long deadline = System.nanoTime() + WaitTimeouts.toNanos(patience);
        Map<String, Finding> persistent = null;
        while (true) {
            boolean last = System.nanoTime() - deadline >= 0;
            Optional<Map<String, Finding>> found = look(paths, last);
            if (found.isPresent()) {
                Map<String, Finding> now = found.get();
                if (persistent != null) {
                    now.keySet().retainAll(persistent.keySet());
                }
                persistent = now;
                if (persistent.isEmpty() || last) {
                    return List.copyOf(persistent.values());
                }
            }
            LockSupport.parkNanos(PAUSE_NANOS);
        }
    }

    /** What one look finds, by its subject; empty if a home in the middle of changes could not be read. */
    private static Optional<Map<String, Finding>> look(HomePaths home, boolean last) {
        try {
            Optional<Map<String, Finding>> found = new StableReading(home.kernelData())
                    .read(file -> new HomeChecks(home, file).run())
                    .map(StableReading.Result::value);
            MappedFaults.throwNow();
            return found.isPresent() ? found : Optional.of(Map.of());
        } catch (IOException e) {
            return orElseFail(last, IoFailures.translate("verify the home", home.root(), e));
        } catch (InternalError cut) {
            return orElseFail(last, CutFiles.failure(home, cut));
        } catch (RuntimeException e) {
            return orElseFail(last, e);
        }
    }

    private static Optional<Map<String, Finding>> orElseFail(boolean last, RuntimeException failure) {
        if (last) {
            throw failure;
        }
        return Optional.empty();
    }
}
