package io.mailslot.api;

import java.util.Objects;
import java.util.Optional;
import java.util.Set;

/**
 * How to duplicate a handle. Immutable; each {@code with…} method returns a changed copy.
 *
 * @param access the rights of the duplicate, which may not exceed the source's; empty for the same rights
 *     ({@code DUPLICATE_SAME_ACCESS})
 * @param inheritable whether the duplicate has {@link HandleFlag#INHERIT}
 * @param closeSource whether to close the source handle, whatever becomes of the duplicate
 *     ({@code DUPLICATE_CLOSE_SOURCE})
 * @param sameAttributes whether the duplicate has the source's flags, whatever {@code inheritable} says
 *     ({@code DUPLICATE_SAME_ATTRIBUTES})
 */
public record DuplicateOptions(
        Optional<Set<AccessRight>> access, boolean inheritable, boolean closeSource, boolean sameAttributes) {

    /**
     * Checks and copies the parts.
     *
     * @param access the rights of the duplicate
     * @param inheritable whether children may inherit the duplicate
     * @param closeSource whether to close the source handle
     * @param sameAttributes whether the duplicate has the source's flags
     */
    public DuplicateOptions {
        Objects.requireNonNull(access, "access");
        access = access.map(Set::copyOf);
    }

    /**
     * The same rights, not inheritable, the source stays open.
     *
     * @return the defaults
     */
    public static DuplicateOptions defaults() {
        return new DuplicateOptions(Optional.empty(), false, false, false);
    }

    /**
     * Sets the rights.
     *
     * @param rights the rights of the duplicate
     * @return a changed copy
     */
    public DuplicateOptions withAccess(Set<AccessRight> rights) {
        return new DuplicateOptions(Optional.of(rights), inheritable, closeSource, sameAttributes);
    }

    /**
     * Makes the duplicate inheritable, or not.
     *
     * @param inherit whether children may inherit the duplicate
     * @return a changed copy
     */
    public DuplicateOptions withInheritable(boolean inherit) {
        return new DuplicateOptions(access, inherit, closeSource, sameAttributes);
    }

    /**
     * Closes the source handle, or leaves it open.
     *
     * @param close whether to close it
     * @return a changed copy
     */
    public DuplicateOptions withCloseSource(boolean close) {
        return new DuplicateOptions(access, inheritable, close, sameAttributes);
    }

    /**
     * Copies the source's flags, or not.
     *
     * @param same whether to copy them
     * @return a changed copy
     */
    public DuplicateOptions withSameAttributes(boolean same) {
        return new DuplicateOptions(access, inheritable, closeSource, same);
    }
}
