package io.mailslot.internal.process;

import io.mailslot.api.ErrorCode;
import io.mailslot.api.HomeException;
import io.mailslot.api.LimitReachedException;
import io.mailslot.internal.death.Aliveness;
import io.mailslot.internal.death.ClaimTicket;
import io.mailslot.internal.death.Reaper;
import io.mailslot.internal.home.HomeDirectory;
import io.mailslot.internal.home.HomePaths;
import io.mailslot.internal.home.HomeRules;
import io.mailslot.internal.object.KernelFile;
import io.mailslot.internal.object.KernelLock;
import io.mailslot.internal.object.Section;
import io.mailslot.internal.object.SharedKernel;
import io.mailslot.internal.renewal.HomeRenewal;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.HashMap;
import java.util.Map;
import java.util.function.Function;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * The homes that this JVM is attached to. However often it attaches to one, it is one process there, with one handle
 * table and one {@code session} object on top, which is made at the first attachment and closed with the last.
 */
public final class Attachments {
    private static final Logger LOG = LoggerFactory.getLogger(Attachments.class);

    /** Tells this copy of the library from one that another class loader may have loaded. */
    private static final String COPY = Integer.toHexString(System.identityHashCode(Attachments.class));

    private static final Map<Path, KernelLock> LOCKS = new HashMap<>();
    private static final Map<KernelLock, Attachment> OPEN = new HashMap<>();

    /** Records that this JVM has left but whose life locks it holds until it ends. */
    private static final Map<KernelLock, AttachedProcess> DETACHED = new HashMap<>();

    static {
        Runtime.getRuntime().addShutdownHook(new Thread(Attachments::leaveAll, "mailslot-leave"));
    }

    private Attachments() {}

    /** One home that this JVM is attached to, and how often. */
    private static final class Attachment {
        private final AttachedProcess process;
        private final AutoCloseable session;
        private int users;

        Attachment(AttachedProcess process, AutoCloseable session) {
            this.process = process;
            this.session = session;
        }
    }

    /** A share in an attachment, to be given back once. */
    public static final class Share<S extends AutoCloseable> {
        private final KernelLock lock;
        private final S session;
        private boolean returned;

        private Share(KernelLock lock, S session) {
            this.lock = lock;
            this.session = session;
        }

        public S session() {
            return session;
        }

        /** Gives the share back; with the last one every handle is closed and the process leaves the home. */
        public void giveBack() {
            synchronized (Attachments.class) {
                if (!returned) {
                    returned = true;
                    Attachments.giveBack(lock);
                }
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
    public static synchronized <S extends AutoCloseable> Share<S> attach(
            Path root, HomeRules rules, Class<S> type, Function<AttachedProcess, S> newSession) {
        HomeDirectory.prepare(root, rules);
        HomePaths home = new HomePaths(root);
        KernelLock lock = LOCKS.get(root);
        if (lock == null || !lock.isInPlace()) {
            lock = KernelLock.open(home);
            LOCKS.put(root, lock);
        }
        Attachment attachment = OPEN.get(lock);
        if (attachment == null) {
            AttachedProcess process = enter(home, lock);
            reapDead(process);
            attachment = new Attachment(process, newSession.apply(process));
            OPEN.put(lock, attachment);
        }
        attachment.users++;
        return new Share<>(lock, type.cast(attachment.session));
    }

    /** Whoever attaches finds the handles of the dead closed. */
    private static void reapDead(AttachedProcess process) {
        try {
            process.reaper().reapDead();
            if (HomeDirectory.groupOf(process.kernel().home().root()).isPresent()) {
                process.reaper().cleanUp(); // of what only this user can delete
            }
        } catch (RuntimeException failure) {
            // No reason not to attach: others reap too.
            LOG.debug("cannot look for dead processes: {}", failure.toString());
        }
    }

    private static AttachedProcess enter(HomePaths home, KernelLock lock) {
        AttachedProcess left = DETACHED.remove(lock);
        if (left != null) {
            return left.resume();
        }
        refuseSecondCopy(home.root());
        lookAround(home);
        Section section = new Section(home);
        try {
            return lock.locked(() -> "see " + home.kernelData(), () -> {
                SharedKernel kernel = new SharedKernel(home, lock, HomeRenewal.openOrRenew(home));
                return kernel.runLocked(section, s -> attach(kernel, s));
            });
        } finally {
            section.deleteOwnerless();
        }
    }

    /**
     * Does without the lock what will be done under it, for nothing but that this fresh JVM has loaded the classes by
     * then: others should not wait for that.
     */
    private static void lookAround(HomePaths home) {
        try {
            if (Files.exists(home.kernelData())) {
                HomeRenewal.hasLife(home, KernelFile.open(home.kernelData(), false));
            }
            ClaimTicket.inherited(home.root());
        } catch (IOException | RuntimeException unusable) {
            // Whether that matters is seen under the lock.
            return;
        }
    }

    /** The dead are reaped afterwards, because this takes long; before it only if their records are needed. */
    private static AttachedProcess attach(SharedKernel kernel, Section section) {
        try {
            return AttachedProcess.attach(kernel);
        } catch (LimitReachedException full) {
            new Reaper(kernel, Aliveness.once(kernel.home(), kernel.processes())).reapDead(section);
            return AttachedProcess.attach(kernel);
        }
    }

    /**
     * A second copy of this library in the JVM, from another class loader, does not know of the first one's locks and
     * would drop them by looking at them; a system property tells it.
     */
    private static void refuseSecondCopy(Path root) {
        String mark = property(root);
        if (!COPY.equals(System.getProperty(mark, COPY))) {
            throw new HomeException(
                    ErrorCode.NOT_SUPPORTED,
                    "another class loader of this JVM is attached to " + root
                            + " already; load the library in one class loader only, or use another home");
        }
        System.setProperty(mark, COPY);
    }

    private static String property(Path root) {
        return "io.mailslot.attached." + root;
    }

    private static void giveBack(KernelLock lock) {
        Attachment attachment = OPEN.get(lock);
        if (attachment != null && --attachment.users == 0) {
            OPEN.remove(lock);
            leave(lock, attachment);
        }
    }

    private static void leave(KernelLock lock, Attachment attachment) {
        AttachedProcess process = attachment.process;
        try {
            attachment.session.close();
        } catch (Exception e) {
            throw new IllegalStateException("closing a session throws nothing checked", e);
        } finally {
            leave(lock, process);
        }
    }

    private static void leave(KernelLock lock, AttachedProcess process) {
        boolean gone = true;
        try {
            gone = process.detach();
        } catch (HomeException vanished) {
            if (vanished.errorCode() != ErrorCode.FILE_INVALID) {
                throw vanished;
            }
        } finally {
            if (gone) {
                process.dropLifeLock();
                System.clearProperty(property(process.kernel().home().root()));
            } else {
                DETACHED.put(lock, process);
            }
        }
    }

    /** At the end of the JVM: what nobody closed. */
    private static synchronized void leaveAll() {
        for (KernelLock lock : OPEN.keySet().toArray(KernelLock[]::new)) {
            leave(lock, OPEN.remove(lock));
        }
    }
}
