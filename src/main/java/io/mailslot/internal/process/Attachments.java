package io.mailslot.internal.process;

import io.mailslot.internal.home.HomeDirectory;
import io.mailslot.internal.home.HomePaths;
import io.mailslot.internal.home.HomeRules;
import io.mailslot.internal.liveness.ProcessIdentity;
import io.mailslot.internal.memory.IoFailures;
import io.mailslot.internal.memory.JvmEnd;
import io.mailslot.internal.memory.Patience;
import io.mailslot.internal.memory.StandardDescriptors;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.BasicFileAttributes;
import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.TimeUnit;
import java.util.function.Function;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * The homes that this JVM is attached to. However often it attaches to one, under whatever path, it is one process there,
 * with one handle table and one {@code session} object on top, which is made at the first attachment and closed with the
 * last.
 */
public final class Attachments {
    private static final Logger LOG = LoggerFactory.getLogger(Attachments.class);

    /** How long the end of the JVM may be held up; whoever has not left by then is reaped like a killed process. */
    private static final long LEAVE_NANOS = TimeUnit.MILLISECONDS.toNanos(900);

    /** The part of it for threads that are in the middle of something. */
    private static final long FINISH_NANOS = TimeUnit.MILLISECONDS.toNanos(300);

    /** By what the file system calls the folder: one home may have several paths. */
    private static final Map<Object, AttachedHome> HOMES = new ConcurrentHashMap<>();

    /** Null while no home is open. */
    private static Thread hook;

    private Attachments() {}

    /** A session that can end its work sooner than {@link AutoCloseable#close} does. */
    public interface Stoppable {
        /**
         * At the end of the JVM: lets nobody begin anything any more. What is open goes with the JVM.
         *
         * @param deadline how long to wait for threads that are at work, by {@link System#nanoTime}
         * @return whether none is at work
         */
        boolean stop(long deadline);
    }

    /** A share in an attachment, to be given back once. */
    public static final class Share<S extends AutoCloseable> {
        private final Object key;
        private final AttachedHome home;
        private final AttachedHome.Attachment attachment;
        private final S session;
        private boolean returned;

        private Share(Object key, AttachedHome home, AttachedHome.Attachment attachment, S session) {
            this.key = key;
            this.home = home;
            this.attachment = attachment;
            this.session = session;
        }

        public S session() {
            return session;
        }

        /** Gives the share back; with the last one every handle is closed and the process leaves the home. */
        public void giveBack() {
            synchronized (this) {
                if (returned) {
                    return;
                }
                returned = true;
            }
            try {
                home.giveBack(attachment);
            } finally {
                forgetIfRetired(key, home);
            }
        }
    }

    /**
     * Attaches this JVM to a home, or shares its attachment.
     *
     * @param root the home, absolute
     * @param rules which homes are accepted
     * @param type of the session
     * @param newSession makes what is built on an attachment
     * @return a share in the attachment
     */
    public static <S extends AutoCloseable> Share<S> attach(
            Path root, HomeRules rules, Class<S> type, Function<AttachedProcess, S> newSession) {
        Patience patience = Patience.forLock();
        ProcessIdentity.requireTold();
        StandardDescriptors.occupy();
        HOMES.forEach((key, home) -> {
            home.letGoIfVanished();
            forgetIfRetired(key, home);
        });
        while (true) {
            HomeDirectory.prepare(root, rules);
            Object key = key(root);
            AttachedHome home = HOMES.computeIfAbsent(key, unknown -> new AttachedHome(new HomePaths(root)));
            try {
                AttachedHome.Attachment attachment = home.attach(newSession, patience);
                if (attachment != null) {
                    return new Share<>(key, home, attachment, type.cast(attachment.session()));
                }
                HOMES.remove(key, home); // whoever still uses what was there keeps it
            } finally {
                forgetIfRetired(key, home);
            }
        }
    }

    private static Object key(Path root) {
        try {
            Object key = Files.readAttributes(root, BasicFileAttributes.class).fileKey();
            return key != null ? key : root.toRealPath();
        } catch (IOException e) {
            throw IoFailures.translate("use the home", root, e);
        }
    }

    private static void forgetIfRetired(Object key, AttachedHome home) {
        if (home.isRetired()) {
            HOMES.remove(key, home);
        }
        updateHook();
    }

    /** The hook is there while this JVM is attached anywhere: it would keep the class loader of a copy that was thrown away. */
    private static synchronized void updateHook() {
        boolean needed = HOMES.values().stream().anyMatch(AttachedHome::isOpen);
        try {
            if (!needed && hook != null) {
                Runtime.getRuntime().removeShutdownHook(hook);
                hook = null;
            } else if (needed && hook == null) {
                hook = new Thread(Attachments::leaveAll, "mailslot-leave");
                Runtime.getRuntime().addShutdownHook(hook);
            }
        } catch (IllegalStateException jvmEnds) {
            LOG.debug("the JVM is about to end: {}", jvmEnds.toString());
        }
    }

    /** At the end of the JVM: what nobody closed. No home waits for another, and the JVM for none of them long. */
    private static void leaveAll() {
        JvmEnd.begin();
        AtTheEnd end = new AtTheEnd(LEAVE_NANOS);
        long finished = System.nanoTime() + FINISH_NANOS;
        for (AttachedHome home : HOMES.values()) {
            end.start("mailslot-leave", () -> home.leaveAtEnd(finished));
        }
        end.await();
    }
}
