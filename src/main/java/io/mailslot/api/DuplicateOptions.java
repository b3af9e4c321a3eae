package io.mailslot.api;

import java.util.Objects;
import java.util.Optional;
import java.util.OptionalLong;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/**
 * How to duplicate a handle. Immutable; each {@code with…} method returns a changed copy.
 *
 * @since 0.1.0
 */
public final class DuplicateOptions {
    private final Parts parts;

    private DuplicateOptions(
            Optional<Set<AccessRight>> access,
            boolean inheritable,
            boolean closeSource,
            boolean sameAttributes,
            OptionalLong object) {
        this.parts = new Parts(access, inheritable, closeSource, sameAttributes, object);
    }

    private record Parts(
            Optional<Set<AccessRight>> access,
            boolean inheritable,
            boolean closeSource,
            boolean sameAttributes,
            OptionalLong object) {
        private Parts {
            Objects.requireNonNull(access, "access");
            access = access.map(Set::copyOf);
        }
    }

    /**
     * The same rights, not inheritable, the source stays open.
     *
     * @return the defaults
     */
    public static DuplicateOptions defaults() {
        return new DuplicateOptions(Optional.empty(), false, false, false, OptionalLong.empty());
    }

    /**
     * {@return the rights of the duplicate, which may not exceed the source's; empty for the same rights ({@code
     * DUPLICATE_SAME_ACCESS})}
     */
    public Optional<Set<AccessRight>> access() {
        return parts.access;
    }

    /** {@return whether the duplicate has {@link HandleFlag#INHERIT}} */
    public boolean inheritable() {
        return parts.inheritable;
    }

    /** {@return whether to close the source handle, whatever becomes of the duplicate ({@code DUPLICATE_CLOSE_SOURCE})} */
    public boolean closeSource() {
        return parts.closeSource;
    }

    /**
     * {@return whether the duplicate has the source's flags, whatever {@code inheritable} says ({@code
     * DUPLICATE_SAME_ATTRIBUTES})}
     */
    public boolean sameAttributes() {
        return parts.sameAttributes;
    }

    /**
     * The object that the source must name, by its identity.
     *
     * @return empty for any
     */
    public OptionalLong object() {
        return parts.object;
    }

    /**
     * Sets the rights.
     *
     * @param rights the rights of the duplicate
     * @return a changed copy
     */
    public DuplicateOptions withAccess(Set<AccessRight> rights) {
        return new DuplicateOptions(
                Optional.of(rights), parts.inheritable, parts.closeSource, parts.sameAttributes, parts.object);
    }

    /**
     * Makes the duplicate inheritable, or not.
     *
     * @param inherit whether children may inherit the duplicate
     * @return a changed copy
     */
    public DuplicateOptions withInheritable(boolean inherit) {
        return new DuplicateOptions(parts.access, inherit, parts.closeSource, parts.sameAttributes, parts.object);
    }

    /**
     * Closes the source handle, or leaves it open.
     *
     * @param close whether to close it
     * @return a changed copy
     */
    public DuplicateOptions withCloseSource(boolean close) {
        return new DuplicateOptions(parts.access, parts.inheritable, close, parts.sameAttributes, parts.object);
    }

    /**
     * Copies the source's flags, or not.
     *
     * @param same whether to copy them
     * @return a changed copy
     */
    public DuplicateOptions withSameAttributes(boolean same) {
        return new DuplicateOptions(parts.access, parts.inheritable, parts.closeSource, same, parts.object);
    }

    /**
     * Has the call fail (6), and close nothing, if the source does not name that object any more: in another process it may
     * have been closed since somebody looked, and its number be that of another handle.
     *
     * @param objectId what {@link HandleInfo#objectId()} told
     * @return a changed copy
     */
    public DuplicateOptions withObject(long objectId) {
        return new DuplicateOptions(
                parts.access, parts.inheritable, parts.closeSource, parts.sameAttributes, OptionalLong.of(objectId));
    }

    @Override
    public boolean equals(@Nullable Object other) {
        return other instanceof DuplicateOptions options && parts.equals(options.parts);
    }

    @Override
    public int hashCode() {
        return parts.hashCode();
    }

    @Override
    public String toString() {
        return "DuplicateOptions" + parts.toString().substring("Parts".length());
    }
}
