package io.mailslot.internal.death;

import io.mailslot.internal.memory.FileTrees;
import io.mailslot.internal.object.SharedKernel;
import java.io.IOException;
import java.nio.file.Path;
import java.util.HashMap;
import java.util.HashSet;
import java.util.Map;
import java.util.Set;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Notices what a process left behind that had no record when it died, so that nobody reaps it: a change half made, or
 * files set aside and not deleted. Both are everyday sights while somebody lives who is at it; what stands unchanged at
 * two looks is left over. Not thread-safe.
 */
final class Leftovers {
    private static final Logger LOG = LoggerFactory.getLogger(Leftovers.class);
    private static final long NONE = -1;
    private static final int MOST_CLEAN_UPS = 10;

    private final SharedKernel kernel;

    /** The unfinished change that was seen last: how many were finished before it. */
    private long unfinished = NONE;

    private Set<Path> setAside = Set.of();

    /** How often a clean-up was told of a file: what it does not delete is another user's. */
    private final Map<Path, Integer> told = new HashMap<>();

    Leftovers(SharedKernel kernel) {
        this.kernel = kernel;
    }

    /** Whether something seen at the last look is still there. */
    boolean stand() {
        long unfinishedBefore = unfinished;
        unfinished = kernel.isDirty() ? kernel.changes() : NONE;
        Set<Path> setAsideBefore = setAside;
        setAside = filesSetAside();
        return filesStand(setAsideBefore) || unfinished != NONE && unfinished == unfinishedBefore;
    }

    /** Whether the last look saw nothing that could be left over. */
    boolean areNone() {
        return unfinished == NONE && setAside.isEmpty();
    }

    private boolean filesStand(Set<Path> before) {
        told.keySet().retainAll(setAside);
        boolean stand = false;
        for (Path file : setAside) {
            if (before.contains(file)) {
                stand |= told.merge(file, 1, Integer::sum) <= MOST_CLEAN_UPS;
            }
        }
        return stand;
    }

    private Set<Path> filesSetAside() {
        try {
            return new HashSet<>(FileTrees.list(kernel.home().deleted()));
        } catch (IOException e) {
            LOG.debug("cannot look for files set aside: {}", e.toString());
            return setAside; // what was there is not known to be gone
        }
    }
}
