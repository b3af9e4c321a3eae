package io.mailslot;

import io.mailslot.api.WaitStrategy;
import java.nio.file.Path;
import java.util.Objects;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/**
 * How to attach. Immutable; each {@code with…} method returns a changed copy.
 *
 * @since 0.1.0
 */
public final class KernelOptions {
    private final Parts parts;

    private KernelOptions(
            Optional<Path> home,
            boolean allowNetworkFileSystem,
            WaitStrategy waitStrategy,
            Optional<String> group,
            boolean endChildrenOnClose,
            boolean management) {
        this.parts = new Parts(home, allowNetworkFileSystem, waitStrategy, group, endChildrenOnClose, management);
    }

    private record Parts(
            Optional<Path> home,
            boolean allowNetworkFileSystem,
            WaitStrategy waitStrategy,
            Optional<String> group,
            boolean endChildrenOnClose,
            boolean management) {
        private Parts {
            Objects.requireNonNull(home, "home");
            Objects.requireNonNull(waitStrategy, "waitStrategy");
            Objects.requireNonNull(group, "group");
        }
    }

    /**
     * The default home, not on a network file system; threads spin a little before they sleep.
     *
     * @return the defaults
     */
    public static KernelOptions defaults() {
        return new KernelOptions(Optional.empty(), false, WaitStrategy.ADAPTIVE, Optional.empty(), false, false);
    }

    /**
     * {@return the home directory; if empty, the system property {@code mailslot.home} names it, else the environment
     * variable {@code MAILSLOT_HOME}, else it is {@code /dev/shm/mailslot-<user>}, {@code mailslot-uid-<number>} of a user
     * without a plain name, or lies in the temporary folder where there is no {@code /dev/shm}}
     */
    public Optional<Path> home() {
        return parts.home;
    }

    /**
     * {@return whether a home on a network file system is accepted, although shared memory and locks do not hold there
     * between machines}
     */
    public boolean allowNetworkFileSystem() {
        return parts.allowNetworkFileSystem;
    }

    /** {@return what threads do while they wait; that of this JVM's first attachment to a home holds for all of them} */
    public WaitStrategy waitStrategy() {
        return parts.waitStrategy;
    }

    /**
     * {@return the group whose members share the home; if empty, the system property {@code mailslot.group} names it, else
     * the environment variable {@code MAILSLOT_GROUP}, if the home is the one in {@code MAILSLOT_HOME}; else the home is its
     * owner's only}
     */
    public Optional<String> group() {
        return parts.group;
    }

    /** {@return whether all children that are started by this kernel end with this process} */
    public boolean endChildrenOnClose() {
        return parts.endChildrenOnClose;
    }

    /** {@return whether the home is to be seen by management; the system property {@code mailslot.jmx} asks for it, too} */
    public boolean management() {
        return parts.management;
    }

    /**
     * Names the home.
     *
     * @param directory made if it is missing
     * @return a changed copy
     */
    public KernelOptions withHome(Path directory) {
        return new KernelOptions(
                Optional.of(directory),
                parts.allowNetworkFileSystem,
                parts.waitStrategy,
                parts.group,
                parts.endChildrenOnClose,
                parts.management);
    }

    /**
     * Accepts a network file system, or not.
     *
     * @param allow whether to accept it
     * @return a changed copy
     */
    public KernelOptions withAllowNetworkFileSystem(boolean allow) {
        return new KernelOptions(
                parts.home, allow, parts.waitStrategy, parts.group, parts.endChildrenOnClose, parts.management);
    }

    /**
     * Chooses between low latency and low processor use.
     *
     * @param strategy what threads do while they wait
     * @return a changed copy
     */
    public KernelOptions withWaitStrategy(WaitStrategy strategy) {
        return new KernelOptions(
                parts.home,
                parts.allowNetworkFileSystem,
                strategy,
                parts.group,
                parts.endChildrenOnClose,
                parts.management);
    }

    /**
     * Shares the home with a group. A home that is made then lets the group's members in, and a home that another member
     * made is accepted; each mailslot can still be kept from the others, see
     * {@link io.mailslot.api.MailslotOptions#withPermissions}. A home that exists for one user only is refused.
     *
     * <p>Members trust each other with everything else that the home holds. They can use and close each other's handles, and
     * have each other's processes delete files, as one does that goes with its last handle: do not attach as a superuser to
     * the home of a group that you would not trust with that.
     *
     * @param name the group's name
     * @return a changed copy
     */
    public KernelOptions withGroup(String name) {
        return new KernelOptions(
                parts.home,
                parts.allowNetworkFileSystem,
                parts.waitStrategy,
                Optional.of(name),
                parts.endChildrenOnClose,
                parts.management);
    }

    /**
     * Has all children that are started by this kernel end as if each were started with
     * {@link io.mailslot.api.ChildOptions#withEndOnClose}.
     *
     * @param end whether they end so
     * @return a changed copy
     */
    public KernelOptions withEndChildrenOnClose(boolean end) {
        return new KernelOptions(
                parts.home, parts.allowNetworkFileSystem, parts.waitStrategy, parts.group, end, parts.management);
    }

    /**
     * Has the home seen by management, as an {@link io.mailslot.inspect.HomeMXBean}, until this JVM leaves it: it is enough that one
     * of several kernels of a home asks for it. A bean that cannot be registered is logged, and no reason not to be attached.
     *
     * @param seen whether it is seen
     * @return a changed copy
     */
    public KernelOptions withManagement(boolean seen) {
        return new KernelOptions(
                parts.home,
                parts.allowNetworkFileSystem,
                parts.waitStrategy,
                parts.group,
                parts.endChildrenOnClose,
                seen);
    }

    @Override
    public boolean equals(@Nullable Object other) {
        return other instanceof KernelOptions options && parts.equals(options.parts);
    }

    @Override
    public int hashCode() {
        return parts.hashCode();
    }

    @Override
    public String toString() {
        return "KernelOptions" + parts.toString().substring("Parts".length());
    }
}
