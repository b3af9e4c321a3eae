package io.mailslot.internal.renewal;

import io.mailslot.api.MailslotException;
import io.mailslot.internal.home.HomePaths;
import io.mailslot.internal.layout.ObjectId;
import io.mailslot.internal.log.LogCheck;
import io.mailslot.internal.log.LogDamagedException;
import io.mailslot.internal.memory.FileTrees;
import io.mailslot.internal.memory.IoFailures;
import io.mailslot.internal.memory.Shortage;
import io.mailslot.internal.object.DurableMailslot;
import io.mailslot.internal.object.DurableObjects;
import io.mailslot.internal.object.KernelFile;
import io.mailslot.internal.object.LostMailslots;
import io.mailslot.internal.object.MailslotName;
import io.mailslot.internal.object.Section;
import java.io.IOException;
import java.nio.file.AccessDeniedException;
import java.nio.file.DirectoryNotEmptyException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Set;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Carries the durable mailslots of a home over in which nobody lives any more. Each is looked at by itself. One that is
 * damaged neither keeps the home from being used nor is it deleted: its files are put aside, and a warning tells where.
 */
final class CarryOver {
    private static final Logger LOG = LoggerFactory.getLogger(CarryOver.class);
    private static final Pattern MAILSLOT = Pattern.compile("@(\\d{1,9})-(\\d{1,9})");

    private final HomePaths home;
    private final DurableObjects durable;

    /** After which the home remembers what was lost. */
    private final Section section;

    CarryOver(HomePaths home, DurableObjects durable, Section section) {
        this.home = home;
        this.durable = durable;
        this.section = section;
    }

    /** The durable mailslots of a former kernel file whose files are sound, too. */
    static DurableObjects of(HomePaths home, KernelFile former, Section section) throws IOException {
        CarryOver carryOver = new CarryOver(home, DurableObjects.read(former), section);
        for (DurableMailslot mailslot : carryOver.durable.mailslots()) {
            carryOver.check(mailslot);
        }
        return carryOver.durable;
    }

    private void check(DurableMailslot mailslot) throws IOException {
        Path folder = folder(mailslot);
        if (IoFailures.exists(folder) && !Files.isWritable(folder)) {
            return; // another user's, who alone can tell
        }
        try (LogCheck log = LogCheck.open(folder)) {
            List<DurableMailslot.Cursor> sound = new ArrayList<>();
            List<String> problems = new ArrayList<>();
            for (DurableMailslot.Cursor cursor : mailslot.cursors()) {
                String problem = log.problem(cursor.place());
                if (problem == null) {
                    sound.add(cursor);
                } else {
                    problems.add("of its cursor '" + cursor.name() + "' " + problem);
                }
            }
            if (sound.isEmpty()) {
                durable.lose(mailslot, String.join("; ", problems));
            } else {
                durable.keepOnly(mailslot, sound);
                problems.forEach(problem -> LostMailslots.warn(
                        "a cursor of the durable mailslot '" + mailslot.name() + "' is lost: " + problem, section));
            }
        } catch (LogDamagedException damaged) {
            failIfNotLookedAt(damaged);
            durable.lose(mailslot, damaged.getMessage());
        }
    }

    /** What cannot be looked at is not known to be damaged, and says more about this process than about the log. */
    private static void failIfNotLookedAt(LogDamagedException failure) throws IOException {
        MailslotException shortage = Shortage.of("look at a durable mailslot", failure.path(), failure);
        if (shortage != null) {
            throw shortage;
        }
        IOException unseen = failure.unseen();
        if (unseen != null && IoFailures.exists(failure.path())) {
            throw IoFailures.translate("look at a durable mailslot", failure.path(), unseen);
        }
    }

    private Path folder(DurableMailslot mailslot) {
        return home.mailslot(MailslotName.parse(mailslot.name()).folder(), mailslot.id());
    }

    /** Deletes what no durable mailslot needs, and puts aside what the damaged ones leave. */
    void clearMailslots() throws IOException {
        Set<Long> missing = new LinkedHashSet<>(durable.lost().keySet());
        clear(home.mailslots(), missing);
        for (long id : missing) {
            LostMailslots.warn(
                    "a durable mailslot is lost: " + durable.lost().get(id) + "; no files of it are left in "
                            + home.mailslots(),
                    section);
        }
    }

    private void clear(Path folder, Set<Long> missing) throws IOException {
        for (Path entry : FileTrees.list(folder)) {
            String name = entry.getFileName().toString();
            Matcher matcher = MAILSLOT.matcher(name);
            boolean isFolder = FileTrees.isFolder(entry);
            if (matcher.matches()) {
                long id = ObjectId.of(Integer.parseInt(matcher.group(1)), Integer.parseInt(matcher.group(2)));
                clear(entry, id, missing);
            } else if (isFolder && !HomePaths.isBuilding(name)) {
                clear(entry, missing);
                deleteIfEmpty(entry);
            } else {
                delete(entry);
            }
        }
    }

    private void clear(Path entry, long id, Set<Long> missing) throws IOException {
        if (durable.lost().containsKey(id)) {
            missing.remove(id);
            LostMailslots.putAside(home, entry, durable.lost().get(id), section);
        } else if (!durable.has(id)) {
            delete(entry);
        }
    }

    private static void delete(Path entry) throws IOException {
        try {
            FileTrees.delete(entry);
        } catch (AccessDeniedException othersFiles) {
            LOG.debug("left for its owner: {}", entry);
        }
    }

    private static void deleteIfEmpty(Path folder) throws IOException {
        try {
            Files.deleteIfExists(folder);
        } catch (DirectoryNotEmptyException inUse) {
            LOG.debug("still in use: {}", folder);
        } catch (AccessDeniedException othersFiles) {
            LOG.debug("left for its owner: {}", folder);
        }
    }
}
