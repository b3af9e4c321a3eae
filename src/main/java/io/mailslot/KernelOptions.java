package io.mailslot;

import java.nio.file.Path;
import java.util.Objects;
import java.util.Optional;

/**
 * How to attach. Immutable; each {@code with…} method returns a changed copy.
 *
 * @param home the home directory; if empty, the system property {@code mailslot.home} names it, else the environment
 *     variable {@code MAILSLOT_HOME}, else it is {@code /dev/shm/mailslot-<user>}, or lies in the temporary folder
 *     where there is no {@code /dev/shm}
 * @param allowNetworkFileSystem whether a home on a network file system is accepted, although shared memory and locks
 *     do not hold there between machines
 */
public record KernelOptions(Optional<Path> home, boolean allowNetworkFileSystem) {

    /**
     * Checks the parts.
     *
     * @param home the home directory
     * @param allowNetworkFileSystem whether a network file system is accepted
     */
    public KernelOptions {
        Objects.requireNonNull(home, "home");
    }

    /**
     * The default home, not on a network file system.
     *
     * @return the defaults
     */
    public static KernelOptions defaults() {
        return new KernelOptions(Optional.empty(), false);
    }

    /**
     * Names the home.
     *
     * @param directory made if it is missing
     * @return a changed copy
     */
    public KernelOptions withHome(Path directory) {
        return new KernelOptions(Optional.of(directory), allowNetworkFileSystem);
    }

    /**
     * Accepts a network file system, or not.
     *
     * @param allow whether to accept it
     * @return a changed copy
     */
    public KernelOptions withAllowNetworkFileSystem(boolean allow) {
        return new KernelOptions(home, allow);
    }
}
