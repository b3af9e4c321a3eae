package io.mailslot.internal.observe;

import io.mailslot.api.MailslotException;
import io.mailslot.inspect.HomeInspector;
import io.mailslot.inspect.HomeMXBean;
import io.mailslot.inspect.HomeSnapshot;
import io.mailslot.inspect.MailslotStatus;
import io.mailslot.inspect.ReceiverStatus;
import java.lang.management.ManagementFactory;
import java.nio.file.Path;
import java.util.List;
import java.util.concurrent.TimeUnit;
import javax.management.InstanceAlreadyExistsException;
import javax.management.JMException;
import javax.management.ObjectName;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** A home as a bean. It knows the home's place, and nothing that is open there. To be loaded only by who wants management. */
public final class ManagedHome implements HomeMXBean, AutoCloseable {
    private static final Logger LOG = LoggerFactory.getLogger(ManagedHome.class);

    /** For so long a look is good for all attributes: they are read one after the other. */
    private static final long FRESH_NANOS = TimeUnit.SECONDS.toNanos(1);

    private final Path home;

    /** Null if it could not be registered. */
    private final ObjectName name;

    /** Null before the first look. */
    private HomeSnapshot latest;

    private long latestAt;

    private ManagedHome(Path home) {
        this.home = home;
        this.name = register();
    }

    /**
     * Registers a home; a failure is logged, and is no reason not to be attached.
     *
     * @param home its directory
     * @return to be closed with the attachment
     */
    public static ManagedHome of(Path home) {
        return new ManagedHome(home);
    }

    private ObjectName register() {
        try {
            String first = "io.mailslot:type=Home,path=" + ObjectName.quote(home.toString());
            for (int copy = 1; ; copy++) {
                ObjectName wanted = new ObjectName(copy == 1 ? first : first + ",copy=" + copy);
                try {
                    ManagementFactory.getPlatformMBeanServer().registerMBean(this, wanted);
                    return wanted;
                } catch (InstanceAlreadyExistsException anotherCopy) {
                    LOG.debug("{} is taken by another copy of the library", wanted);
                }
            }
        } catch (JMException | RuntimeException failure) {
            LOG.warn("the home {} cannot be managed: {}", home, failure.toString());
            return null;
        }
    }

    @Override
    public void close() {
        if (name == null) {
            return;
        }
        try {
            ManagementFactory.getPlatformMBeanServer().unregisterMBean(name);
        } catch (JMException | RuntimeException failure) {
            LOG.debug("{} cannot be unregistered: {}", name, failure.toString());
        }
    }

    @Override
    public String getHome() {
        return home.toString();
    }

    @Override
    public long getProcessId() {
        return ProcessHandle.current().pid();
    }

    @Override
    public List<HomeMXBean.Mailslot> getMailslots() {
        return latest().mailslots().stream()
                .<HomeMXBean.Mailslot>map(ManagedMailslot::new)
                .toList();
    }

    @Override
    public int getProcesses() {
        return latest().processes().size();
    }

    @Override
    public int getHandles() {
        return latest().processes().stream()
                .mapToInt(process -> process.handles().size())
                .sum();
    }

    @Override
    public long getChanges() {
        return latest().changes();
    }

    private synchronized HomeSnapshot latest() {
        if (latest == null || System.nanoTime() - latestAt >= FRESH_NANOS) {
            latest = look();
            latestAt = System.nanoTime();
        }
        return latest;
    }

    /** Those who ask from elsewhere have the exceptions of the JDK only. */
    private HomeSnapshot look() {
        try {
            return HomeInspector.inspect(home).orElseGet(() -> HomeSnapshot.empty(home));
        } catch (MailslotException cannotLook) {
            throw new IllegalStateException(cannotLook.toString());
        }
    }

    /** What is told of a mailslot; becomes composite data. */
    private record ManagedMailslot(MailslotStatus seen) implements HomeMXBean.Mailslot {
        @Override
        public String getName() {
            return seen.name();
        }

        @Override
        public long getUnread() {
            return seen.messageCount();
        }

        @Override
        public long getCapacity() {
            return seen.capacity();
        }

        @Override
        public long getAppended() {
            return seen.appendedMessages();
        }

        @Override
        public long getMissed() {
            return seen.missedMessages();
        }

        @Override
        public int getReceivers() {
            return (int) seen.receivers().stream().filter(ReceiverStatus::open).count();
        }

        @Override
        public int getSenders() {
            return seen.senders();
        }
    }
}
