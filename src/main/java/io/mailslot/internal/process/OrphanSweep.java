package io.mailslot.internal.process;

import io.mailslot.internal.home.HomePaths;
import io.mailslot.internal.layout.ObjectId;
import io.mailslot.internal.object.ProcessRef;
import io.mailslot.internal.object.Section;
import io.mailslot.internal.object.SharedKernel;
import java.io.IOException;
import java.nio.file.DirectoryStream;
import java.nio.file.Files;
import java.nio.file.LinkOption;
import java.nio.file.Path;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Finds files that belong to nobody: a process died after its record was freed or before it was made, or between the
 * end of a mailslot and the end of its queue. Needs the kernel lock, which keeps everybody else from making files.
 */
final class OrphanSweep {
    private static final Logger LOG = LoggerFactory.getLogger(OrphanSweep.class);
    private static final Pattern PROCESS = Pattern.compile("(\\d+)-(\\d+)");
    private static final Pattern BUILDING = Pattern.compile("\\.new-(\\d+)-(\\d+)-\\d+");
    private static final Pattern MAILSLOT = Pattern.compile("@(\\d+)-(\\d+)");

    private final SharedKernel kernel;

    OrphanSweep(SharedKernel kernel) {
        this.kernel = kernel;
    }

    /** Has all of them deleted after the section. */
    void sweep(Section section) {
        HomePaths home = kernel.home();
        try {
            sweepProcesses(home.processes(), section);
            sweepMailslots(home.mailslots(), section);
            sweepDeleted(home.deleted(), section);
        } catch (IOException e) {
            LOG.warn("cannot look for ownerless files in {}: {}", home.root(), e.toString());
        }
    }

    private void sweepProcesses(Path folder, Section section) throws IOException {
        if (!Files.exists(folder)) {
            return;
        }
        try (DirectoryStream<Path> entries = Files.newDirectoryStream(folder)) {
            for (Path entry : entries) {
                if (!isOwned(entry, PROCESS)) {
                    section.deleteLater(entry);
                }
            }
        }
    }

    private static void sweepDeleted(Path folder, Section section) throws IOException {
        if (Files.exists(folder)) {
            try (DirectoryStream<Path> entries = Files.newDirectoryStream(folder)) {
                entries.forEach(section::deleteLater);
            }
        }
    }

    private void sweepMailslots(Path folder, Section section) throws IOException {
        if (!Files.exists(folder)) {
            return;
        }
        try (DirectoryStream<Path> entries = Files.newDirectoryStream(folder)) {
            for (Path entry : entries) {
                String name = entry.getFileName().toString();
                boolean queue = MAILSLOT.matcher(name).matches();
                boolean building = HomePaths.isBuilding(name);
                if (queue ? !isMailslot(name) : building && !isOwned(entry, BUILDING)) {
                    section.deleteLater(entry);
                } else if (!queue && !building && Files.isDirectory(entry, LinkOption.NOFOLLOW_LINKS)) {
                    sweepMailslots(entry, section);
                }
            }
        }
    }

    private boolean isMailslot(String name) {
        Matcher matcher = MAILSLOT.matcher(name);
        return matcher.matches() && kernel.objects().find(ObjectId.of(number(matcher, 1), number(matcher, 2))) != null;
    }

    private boolean isOwned(Path entry, Pattern pattern) {
        Matcher matcher = pattern.matcher(entry.getFileName().toString());
        return matcher.matches()
                && kernel.processes().find(new ProcessRef(number(matcher, 1), number(matcher, 2))) != null;
    }

    private static int number(Matcher matcher, int group) {
        try {
            return Integer.parseInt(matcher.group(group));
        } catch (NumberFormatException tooLarge) {
            return -1;
        }
    }
}
