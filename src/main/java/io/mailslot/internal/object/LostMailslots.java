package io.mailslot.internal.object;

import io.mailslot.api.ErrorCode;
import io.mailslot.internal.errors.ErrorReport;
import io.mailslot.internal.home.HomePaths;
import io.mailslot.internal.memory.FileTrees;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.LinkOption;
import java.nio.file.Path;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** Puts the files of durable mailslots that are damaged where nobody deletes them. Needs the kernel lock. */
public final class LostMailslots {
    private static final Logger LOG = LoggerFactory.getLogger(LostMailslots.class);

    private LostMailslots() {}

    /**
     * Puts a folder aside and warns of it.
     *
     * @param home the home
     * @param folder of a mailslot
     * @param why what is wrong
     * @param section after which the home remembers it
     * @throws IOException if it is missing or cannot be moved
     */
    public static void putAside(HomePaths home, Path folder, String why, Section section) throws IOException {
        Path place = home.lost().resolve(home.mailslots().relativize(folder));
        Path aside = place;
        for (int others = 1; Files.exists(aside, LinkOption.NOFOLLOW_LINKS); others++) {
            aside = place.resolveSibling(place.getFileName() + "-" + others);
        }
        FileTrees.makeFolders(home.root(), aside.getParent());
        Files.move(folder, aside);
        warn(
                "a durable mailslot is damaged: " + why + "; its files are in " + aside
                        + ": see what is left, then delete them",
                section);
    }

    /** Warns of what is lost. */
    public static void warn(String loss, Section section) {
        LOG.warn(loss);
        section.noteLater(ErrorReport.warning(LostMailslots.class, ErrorCode.FILE_CORRUPT, loss));
    }
}
