package io.mailslot.win32;

import java.nio.file.attribute.PosixFilePermission;
import java.util.Collections;
import java.util.EnumSet;
import java.util.Optional;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/**
 * Whether a new handle is inheritable, and who may use the new object: {@code SECURITY_ATTRIBUTES}. A POSIX permission set
 * stands in for the security descriptor of mailslots and files that are created; other objects have none. Immutable.
 *
 * @since 0.1.0
 */
public final class SecurityAttributes {
    /** The least there is: an owner can always give himself permission. */
    private static final Set<PosixFilePermission> OWNER_ONLY =
            Set.of(PosixFilePermission.OWNER_READ, PosixFilePermission.OWNER_WRITE);

    private final boolean inheritHandle;
    private final Optional<Set<PosixFilePermission>> permissions;

    /**
     * With the default permissions.
     *
     * @param inheritHandle whether children may inherit the handle: {@code bInheritHandle}
     */
    public SecurityAttributes(boolean inheritHandle) {
        this.inheritHandle = inheritHandle;
        this.permissions = Optional.empty();
    }

    /**
     * With permissions of its own.
     *
     * @param inheritHandle whether children may inherit the handle: {@code bInheritHandle}
     * @param permissions who may do what with the object; nobody but its owner if it is empty
     */
    public SecurityAttributes(boolean inheritHandle, Set<PosixFilePermission> permissions) {
        Set<PosixFilePermission> copy = EnumSet.noneOf(PosixFilePermission.class);
        copy.addAll(permissions);
        this.inheritHandle = inheritHandle;
        this.permissions = Optional.of(Collections.unmodifiableSet(copy));
    }

    /**
     * Whether children may inherit the handle.
     *
     * @return the flag
     */
    public boolean inheritHandle() {
        return inheritHandle;
    }

    /**
     * Who may do what with the object.
     *
     * @return the permissions, or empty for the default ones
     */
    public Optional<Set<PosixFilePermission>> permissions() {
        return permissions;
    }

    /** The flag of attributes that may be null, which stands for no inheritance. */
    static boolean inherits(@Nullable SecurityAttributes attributes) {
        return attributes != null && attributes.inheritHandle;
    }

    /** The permissions of attributes that may be null; none for the default ones. */
    static Set<PosixFilePermission> permissions(@Nullable SecurityAttributes attributes) {
        if (attributes == null || attributes.permissions.isEmpty()) {
            return Set.of();
        }
        Set<PosixFilePermission> given = attributes.permissions.get();
        return given.isEmpty() ? OWNER_ONLY : given;
    }
}
