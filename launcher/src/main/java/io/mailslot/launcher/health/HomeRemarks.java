package io.mailslot.launcher.health;

import io.mailslot.inspect.FileSystemStatus;
import io.mailslot.inspect.HomeSnapshot;
import io.mailslot.launcher.look.LookContext;
import io.mailslot.launcher.look.Words;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFileAttributes;
import java.nio.file.attribute.PosixFilePermission;
import java.nio.file.attribute.PosixFilePermissions;
import java.util.Optional;
import java.util.Set;
import java.util.stream.Stream;

/** How the directory of a home is, and the file system that it is on. */
final class HomeRemarks {
    private static final String ABOUT = "home";
    private static final String SPACE = "space";
    private static final String MEMORY = "tmpfs";
    private static final String LOST = "lost";
    private static final String CONTROL = "control.dat";
    private static final String SEGMENT = ".cq4";
    private static final Path SHARED_MEMORY = Path.of("/dev/shm");
    private static final Set<PosixFilePermission> OF_OTHERS = Set.of(
            PosixFilePermission.OTHERS_READ, PosixFilePermission.OTHERS_WRITE, PosixFilePermission.OTHERS_EXECUTE);

    /** What Docker gives a container that asks for nothing. */
    private static final long DOCKER_BYTES = 64L << 20;

    private static final int MUCH = 80;
    private static final int TOO_MUCH = 95;

    /** Of the free bytes, what a new mailslot gets that asks for no capacity, and the most of it. */
    private static final int PART = 4;

    private static final long USUAL_BYTES = 64L << 20;

    private HomeRemarks() {}

    /** Of a home as it is now. */
    static Remark directory(LookContext context, HomeSnapshot seen) {
        Path home = seen.home();
        try {
            if (!Files.exists(home)) {
                return Remark.ok(ABOUT, "home " + home + " is not there yet: whoever attaches first makes it");
            }
            PosixFileAttributes attributes = Files.readAttributes(home, PosixFileAttributes.class);
            String text = "home " + home + ": "
                    + seen.fileSystem().map(each -> each.type() + ", ").orElse("")
                    + PosixFilePermissions.toString(attributes.permissions()) + " of "
                    + attributes.owner().getName() + ", " + layout(seen);
            if (attributes.permissions().stream().anyMatch(OF_OTHERS::contains)) {
                return Remark.fail(ABOUT, text + "; every user of this machine may get into it")
                        .fix("chmod o-rwx " + context.shellWord(home.toString()));
            }
            return boot(text, seen);
        } catch (IOException denied) {
            return Remark.fail(ABOUT, "home " + home + " cannot be looked at: " + denied.getMessage());
        }
    }

    /** Of the files of damaged durable mailslots, which nobody deletes by himself. */
    static Optional<Remark> lost(LookContext context, Path home) {
        Path lost = home.resolve("lost");
        try (Stream<Path> below = Files.walk(lost)) {
            long mailslots = below.filter(
                            file -> file.endsWith(CONTROL) || file.toString().endsWith(SEGMENT))
                    .map(Path::getParent)
                    .distinct()
                    .count();
            return mailslots == 0
                    ? Optional.empty()
                    : Optional.of(Remark.warn(
                                    LOST,
                                    Words.count(mailslots, "damaged durable mailslot")
                                            + " put aside: see what is left below " + lost + ", then delete it")
                            .detail("ls -lR " + context.shellWord(lost.toString())));
        } catch (NoSuchFileException none) {
            return Optional.empty();
        } catch (IOException | UncheckedIOException denied) {
            return Optional.of(Remark.warn(LOST, lost + " cannot be looked at: " + denied.getMessage()));
        }
    }

    /** Of a home from which there is only a snapshot. */
    static Remark told(HomeSnapshot seen) {
        return boot("home " + seen.home() + " at " + seen.takenAt() + ": " + layout(seen), seen);
    }

    private static String layout(HomeSnapshot seen) {
        return seen.layoutVersion() == 0 ? "nobody has attached yet" : "layout " + seen.layoutVersion();
    }

    private static Remark boot(String text, HomeSnapshot seen) {
        if (seen.ofThisBoot()) {
            return Remark.ok(ABOUT, text + (seen.layoutVersion() == 0 ? "" : ", this boot"));
        }
        return Remark.warn(
                ABOUT, text + ", of another boot: whoever attaches begins it anew, and only durable mailslots stay");
    }

    static Remark space(FileSystemStatus system, LookContext context, String homeOption) {
        long total = system.totalBytes();
        long free = system.freeBytes();
        int used = Fill.percent(total - free, total);
        boolean inMemory = system.type().equals(MEMORY);
        String text = system.type() + " of the home: " + mebi(free) + " of " + mebi(total) + " free; new mailslots get "
                + mebi(Math.min(USUAL_BYTES, free / PART));
        if (used >= MUCH) {
            Remark little = used >= TOO_MUCH
                    ? Remark.fail(SPACE, text + "; " + used + " % are used, " + TOO_MUCH + " % is too much")
                    : Remark.warn(SPACE, text + "; " + used + " % are used, " + MUCH + " % is much");
            return (inMemory ? little.fix(enlarge(context)) : little)
                    .detail("mailslot df" + homeOption + " --sort -TAKEN");
        }
        if (inMemory && total <= DOCKER_BYTES) {
            return Remark.warn(SPACE, text + "; a container that asks for nothing has no more")
                    .fix("docker run --shm-size=1g IMAGE")
                    .fix(enlarge(context));
        }
        return Remark.ok(SPACE, text);
    }

    /** Where homes are as a rule. */
    private static String enlarge(LookContext context) {
        return "mount -o remount,size=1g " + context.shellWord(SHARED_MEMORY.toString());
    }

    private static String mebi(long bytes) {
        return (bytes >> 20) + " MiB";
    }
}
