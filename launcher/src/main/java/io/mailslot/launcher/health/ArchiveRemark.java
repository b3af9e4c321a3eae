package io.mailslot.launcher.health;

import java.io.IOException;
import java.nio.file.DirectoryStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Iterator;
import java.util.List;
import java.util.Optional;
import java.util.function.UnaryOperator;

/** Whether commands start with the archive of classes that bin/mailslot has made, and if not, why. */
final class ArchiveRemark {
    private static final String ABOUT = "archive";
    private static final String OPTION = "-XX:SharedArchiveFile=";

    /** Set by bin/mailslot, and by nothing else. */
    private static final String SCRIPT_PROPERTY = "mailslot.terminal";

    private static final String OWNER = "unix:uid";

    private final List<String> words;
    private final UnaryOperator<String> shellWord;

    /** For a JVM with these words on its command line. */
    ArchiveRemark(List<String> words, UnaryOperator<String> shellWord) {
        this.words = words;
        this.shellWord = shellWord;
    }

    Remark get() {
        String given = words.stream()
                .filter(word -> word.startsWith(OPTION))
                .map(word -> word.substring(OPTION.length()))
                .reduce((first, last) -> last)
                .orElse("");
        if (!given.isEmpty()) {
            return isMapped(given)
                    ? Remark.ok(ABOUT, "class archive in use: " + given)
                    : Remark.warn(ABOUT, "class archive " + given + " is not taken by this Java: commands start slower")
                            .fix("rm " + shellWord.apply(given));
        }
        if (System.getProperty(SCRIPT_PROPERTY) == null) {
            return Remark.ok(ABOUT, "no class archive: bin/mailslot has one, java -jar has none");
        }
        String unwanted = System.getenv("MAILSLOT_NO_ARCHIVE");
        if (unwanted != null && !unwanted.isEmpty()) {
            return Remark.ok(ABOUT, "no class archive, as MAILSLOT_NO_ARCHIVE asks for");
        }
        Optional<Path> caches = caches();
        return caches.isEmpty()
                ? Remark.ok(ABOUT, "no class archive: neither XDG_CACHE_HOME nor HOME tells where caches are")
                : missing(caches.get());
    }

    /** Where nothing is in the way, it is made as this is printed. */
    private Remark missing(Path caches) {
        Path folder = caches.resolve("mailslot");
        Optional<Path> failed = failed(folder);
        if (failed.isPresent()) {
            return Remark.warn(ABOUT, "a class archive could not be made in " + folder + ": commands start slower")
                    .fix("rm " + shellWord.apply(failed.get().toString()));
        }
        if (!canBeMadeIn(folder)) {
            return Remark.warn(
                            ABOUT,
                            "a class archive cannot be made in " + folder
                                    + ", which is no folder of one's own, or cannot be written: commands start slower")
                    .fix("export XDG_CACHE_HOME=FOLDER");
        }
        return Remark.ok(ABOUT, "no class archive yet: it is made in the background");
    }

    private static boolean isMapped(String archive) {
        try (var lines = Files.lines(Path.of("/proc/self/maps"))) {
            String real = Path.of(archive).toRealPath().toString();
            return lines.anyMatch(line -> line.endsWith(real));
        } catch (IOException hidden) {
            return Files.isReadable(Path.of(archive));
        }
    }

    /** As bin/mailslot has it. */
    private static Optional<Path> caches() {
        String caches = System.getenv("XDG_CACHE_HOME");
        if (caches != null && caches.startsWith("/")) {
            return Optional.of(Path.of(caches));
        }
        String home = System.getenv("HOME");
        return home != null && home.startsWith("/") ? Optional.of(Path.of(home, ".cache")) : Optional.empty();
    }

    /** What tells that making one has failed. */
    private static Optional<Path> failed(Path folder) {
        try (DirectoryStream<Path> marks = Files.newDirectoryStream(folder, "*.none")) {
            Iterator<Path> found = marks.iterator();
            return found.hasNext() ? Optional.of(found.next()) : Optional.empty();
        } catch (IOException none) {
            return Optional.empty();
        }
    }

    /** What is not there is made, where what it is to be in can be written. */
    private static boolean canBeMadeIn(Path folder) {
        Path there = folder;
        while (!Files.exists(there)) {
            there = there.getParent();
        }
        return Files.isDirectory(there) && Files.isWritable(there) && (!there.equals(folder) || isOwn(folder));
    }

    private static boolean isOwn(Path folder) {
        try {
            return Files.getAttribute(folder, OWNER).equals(Files.getAttribute(Path.of("/proc/self"), OWNER));
        } catch (IOException | UnsupportedOperationException unknown) {
            return true;
        }
    }
}
