package io.mailslot.internal.object;

import io.mailslot.internal.home.HomePaths;
import io.mailslot.internal.layout.ObjectId;
import io.mailslot.internal.memory.FileTrees;
import java.io.IOException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Finds files that belong to nobody: a process died after its record was freed or before it was made, or between the
 * end of a mailslot and the end of its queue. The answer is certain under the kernel lock, which keeps everybody else
 * from making files; without it, files that are about to get or have just lost their owner are among them.
 */
public final class OwnerlessFiles {
    private static final Logger LOG = LoggerFactory.getLogger(OwnerlessFiles.class);
    private static final Pattern PROCESS = Pattern.compile("(\\d+)-(\\d+)");
    private static final Pattern BUILDING = Pattern.compile("\\.new-(\\d+)-(\\d+)-\\d+");
    private static final Pattern MAILSLOT = Pattern.compile("@(\\d+)-(\\d+)");

    private final HomePaths home;
    private final ObjectTable objects;
    private final ProcessTable processes;

    public OwnerlessFiles(HomePaths home, ObjectTable objects, ProcessTable processes) {
        this.home = home;
        this.objects = objects;
        this.processes = processes;
    }

    /** Has them deleted; a failure to look is logged, and leaves them to the next sweep. */
    public void sweep(Section section) {
        try {
            find().forEach(section::deleteLater);
        } catch (IOException e) {
            LOG.debug("cannot look for ownerless files in {}: {}", home.root(), e.toString());
        }
    }

    /**
     * Looks for them.
     *
     * @return folders and files that no process and no mailslot owns
     * @throws IOException if the home cannot be listed
     */
    public List<Path> find() throws IOException {
        List<Path> found = new ArrayList<>();
        for (Path entry : FileTrees.list(home.processes())) {
            if (!isOwned(entry, PROCESS)) {
                found.add(entry);
            }
        }
        findMailslots(home.mailslots(), found);
        found.addAll(FileTrees.list(home.deleted()));
        return found;
    }

    /**
     * Looks again at something found.
     *
     * @param entry what {@link #find} told
     * @return whether nobody owns it now; certain under the kernel lock
     */
    public boolean isStillOwnerless(Path entry) {
        if (entry.startsWith(home.deleted())) {
            return true;
        }
        if (entry.startsWith(home.processes())) {
            return !isOwned(entry, PROCESS);
        }
        String name = entry.getFileName().toString();
        if (MAILSLOT.matcher(name).matches()) {
            return !isMailslot(name);
        }
        // What vanished while it was looked for may be back: as the folder of a name, with mailslots in it.
        return HomePaths.isBuilding(name) ? !isOwned(entry, BUILDING) : isNoFolder(entry);
    }

    /** What cannot be looked at is left where it is. */
    private static boolean isNoFolder(Path entry) {
        try {
            return !FileTrees.isFolder(entry);
        } catch (IOException cannotLook) {
            LOG.debug("cannot look at {}: {}", entry, cannotLook.toString());
            return false;
        }
    }

    private void findMailslots(Path folder, List<Path> found) throws IOException {
        for (Path entry : FileTrees.list(folder)) {
            String name = entry.getFileName().toString();
            boolean queue = MAILSLOT.matcher(name).matches();
            boolean building = HomePaths.isBuilding(name);
            boolean folderOfNames = !queue && !building && FileTrees.isFolder(entry);
            if (folderOfNames) {
                findMailslots(entry, found);
            } else if (queue ? !isMailslot(name) : !isOwned(entry, BUILDING)) {
                found.add(entry);
            }
        }
    }

    private boolean isMailslot(String name) {
        Matcher matcher = MAILSLOT.matcher(name);
        return matcher.matches() && objects.find(ObjectId.of(number(matcher, 1), number(matcher, 2))) != null;
    }

    private boolean isOwned(Path entry, Pattern pattern) {
        Matcher matcher = pattern.matcher(entry.getFileName().toString());
        return matcher.matches() && processes.find(new ProcessRef(number(matcher, 1), number(matcher, 2))) != null;
    }

    private static int number(Matcher matcher, int group) {
        try {
            return Integer.parseInt(matcher.group(group));
        } catch (NumberFormatException tooLarge) {
            return -1;
        }
    }
}
