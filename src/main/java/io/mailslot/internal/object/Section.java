package io.mailslot.internal.object;

import io.mailslot.api.ErrorCode;
import io.mailslot.internal.errors.ErrorLog;
import io.mailslot.internal.errors.ErrorReport;
import io.mailslot.internal.home.HomePaths;
import io.mailslot.internal.liveness.ProcessIdentity;
import io.mailslot.internal.memory.FaultPoint;
import io.mailslot.internal.memory.FileTrees;
import io.mailslot.internal.memory.NotPlainFileException;
import java.io.IOException;
import java.nio.file.AccessDeniedException;
import java.nio.file.DirectoryNotEmptyException;
import java.nio.file.Files;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.atomic.AtomicLong;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * One critical section under the kernel lock. It remembers which files have lost their owner. Before the lock is released
 * they are renamed into the folder of deleted files, so that nobody's new files of the same name can be taken for them;
 * after it they are deleted, because freeing the pages of a large queue takes long. Whoever dies in between leaves files
 * that belong to no object, which the next reaper sweeps.
 */
public final class Section {
    private static final Logger LOG = LoggerFactory.getLogger(Section.class);
    private static final AtomicLong COUNT = new AtomicLong();

    private final HomePaths home;
    private final List<Path> ownerless = new ArrayList<>();
    private final List<Path> setAside = new ArrayList<>();
    private boolean allGone = true;

    /** Empty unless somebody records. */
    private List<Runnable> told = List.of();

    private List<ErrorReport> noted = List.of();

    /** Begins a section in a home. */
    public Section(HomePaths home) {
        this.home = home;
    }

    /** Has a file or folder deleted after the section. */
    public void deleteLater(Path path) {
        ownerless.add(path);
    }

    /** Has a flight recording told of something after the section. */
    public void tellLater(Runnable tell) {
        if (told.isEmpty()) {
            told = new ArrayList<>();
        }
        told.add(tell);
    }

    /** Has the home remember an error after the section: nobody is to wait for that. */
    public void noteLater(ErrorReport error) {
        if (noted.isEmpty()) {
            noted = new ArrayList<>();
        }
        noted.add(error);
    }

    /** Takes ownerless files out of the way; the caller still holds the kernel lock. */
    void setAside() {
        if (ownerless.isEmpty()) {
            return;
        }
        FaultPoint.CLOSE_BEFORE_FILES_SET_ASIDE.reached();
        for (Path path : ownerless) {
            try {
                setAside(path);
            } catch (AccessDeniedException othersFiles) {
                LOG.debug("left for its owner: {}", path);
            } catch (IOException e) {
                LOG.warn("cannot move {} away, which no process uses any more: {}", path, e.toString());
                noteLater(ErrorReport.warning(
                        Section.class,
                        ErrorCode.IO_DEVICE,
                        "cannot move " + path + " away, which no process uses any more: " + e));
                allGone = false;
            }
        }
        ownerless.clear();
    }

    private void setAside(Path path) throws IOException {
        if (path.startsWith(home.deleted())) {
            setAside.add(path);
            return;
        }
        FileTrees.requireFolders(home.root(), path);
        try {
            setAside.add(moveAside(path));
        } catch (NoSuchFileException gone) {
            // Somebody who died before us got that far.
        } catch (AccessDeniedException | NotPlainFileException notOurs) {
            throw notOurs;
        } catch (IOException noRoom) {
            // To move takes room where the folder for it has to be made or to grow. It is time to give some back.
            FileTrees.delete(path);
        }
        deleteEmptyParents(path.getParent());
    }

    private Path moveAside(Path path) throws IOException {
        FileTrees.makeFolders(home.root(), home.deleted());
        Path aside = home.deleted()
                .resolve(ProcessIdentity.self().pid() + "-" + System.nanoTime() + "-" + COUNT.incrementAndGet());
        FileTrees.requireFolders(home.root(), aside);
        Files.move(path, aside, StandardCopyOption.ATOMIC_MOVE);
        return aside;
    }

    /**
     * Does what was left for the time after the section.
     *
     * @return as {@link #deleteOwnerless}
     */
    public boolean finish() {
        boolean gone = false;
        try {
            note();
            told.forEach(Runnable::run);
            told = List.of();
        } finally {
            gone = deleteOwnerless();
        }
        return gone;
    }

    private void note() {
        if (!noted.isEmpty()) {
            ErrorLog errors = new ErrorLog(home);
            noted.forEach(errors::note);
            noted = List.of();
        }
    }

    /**
     * Deletes what was set aside; a failure is logged, and leaves it for a later sweep to try again.
     *
     * @return false if a sweep may succeed where this did not; of another user's files that cannot be hoped for
     */
    private boolean deleteOwnerless() {
        if (setAside.isEmpty()) {
            return allGone;
        }
        FaultPoint.CLOSE_BEFORE_FILES_DELETED.reached();
        for (Path path : setAside) {
            try {
                FileTrees.delete(path);
            } catch (AccessDeniedException othersFiles) {
                LOG.debug("left for its owner: {}", path);
            } catch (IOException e) {
                LOG.debug("cannot delete {}, which is left to a later sweep: {}", path, e.toString());
                allGone = false;
            }
        }
        setAside.clear();
        return allGone;
    }

    /** Folders that stand for the parts of names go with their last mailslot. */
    private void deleteEmptyParents(Path folder) throws IOException {
        Path keep = home.mailslots();
        for (Path parent = folder; parent != null && parent.startsWith(keep) && !parent.equals(keep); ) {
            try {
                Files.deleteIfExists(parent);
            } catch (DirectoryNotEmptyException inUse) {
                return;
            }
            parent = parent.getParent();
        }
    }
}
