package io.mailslot.api;

import java.nio.file.attribute.PosixFilePermission;
import java.util.EnumSet;
import java.util.Objects;
import java.util.OptionalInt;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/**
 * How to open an ordinary file. Immutable; each {@code with…} method returns a changed copy.
 *
 * @since 0.1.0
 */
public final class FileOpenOptions {
    private final Parts parts;

    private FileOpenOptions(
            Set<AccessRight> access,
            Set<FileShare> share,
            FileDisposition disposition,
            boolean readOnly,
            boolean hidden,
            boolean deleteOnClose,
            OptionalInt template,
            Set<PosixFilePermission> permissions,
            boolean inheritable) {
        this.parts = new Parts(
                access, share, disposition, readOnly, hidden, deleteOnClose, template, permissions, inheritable);
    }

    private record Parts(
            Set<AccessRight> access,
            Set<FileShare> share,
            FileDisposition disposition,
            boolean readOnly,
            boolean hidden,
            boolean deleteOnClose,
            OptionalInt template,
            Set<PosixFilePermission> permissions,
            boolean inheritable) {
        private Parts {
            access = Set.copyOf(access);
            share = Set.copyOf(share);
            Objects.requireNonNull(disposition, "disposition");
            Objects.requireNonNull(template, "template");
            permissions = Set.copyOf(permissions);
        }
    }

    /**
     * Read access to an existing file, which others may read too; not inheritable.
     *
     * @return the defaults
     */
    public static FileOpenOptions defaults() {
        return new FileOpenOptions(
                EnumSet.of(AccessRight.READ),
                EnumSet.of(FileShare.READ),
                FileDisposition.OPEN_EXISTING,
                false,
                false,
                false,
                OptionalInt.empty(),
                Set.of(),
                false);
    }

    /**
     * {@return the rights asked for: any of {@link AccessRight#READ} and {@link AccessRight#WRITE}; with none the handle
     * only tells about the file, and takes no part in sharing. {@link AccessRight#SYNCHRONIZE} is always added}
     */
    public Set<AccessRight> access() {
        return parts.access;
    }

    /**
     * {@return what other opens of the file may do as long as this one lasts, in any process of the home; they must let this
     * one do what it asks for, too}
     */
    public Set<FileShare> share() {
        return parts.share;
    }

    /** {@return what to do if the file exists, and if it does not} */
    public FileDisposition disposition() {
        return parts.disposition;
    }

    /**
     * {@return whether a file that is made or emptied gets the attribute {@code READONLY}: nobody has permission to write
     * it, the handle that is returned excepted}
     */
    public boolean readOnly() {
        return parts.readOnly;
    }

    /**
     * {@return whether {@link FileDisposition#CREATE_ALWAYS} may empty a hidden file, which is one whose name begins with a
     * dot; nothing else}
     */
    public boolean hidden() {
        return parts.hidden;
    }

    /**
     * {@return whether the file goes with the last handle to the object, however that is closed; others that have it open
     * must share {@link FileShare#DELETE}, and keep it until they close it too}
     */
    public boolean deleteOnClose() {
        return parts.deleteOnClose;
    }

    /** {@return a handle with {@link AccessRight#READ} to a file whose permissions a file that is made gets} */
    public OptionalInt template() {
        return parts.template;
    }

    /**
     * {@return those of a file that is made, whatever the template's are; none for those that the process gives every file
     * that it makes}
     */
    public Set<PosixFilePermission> permissions() {
        return parts.permissions;
    }

    /** {@return whether the handle has {@link HandleFlag#INHERIT}} */
    public boolean inheritable() {
        return parts.inheritable;
    }

    /**
     * Sets the rights.
     *
     * @param rights the rights asked for
     * @return a changed copy
     */
    public FileOpenOptions withAccess(Set<AccessRight> rights) {
        return new FileOpenOptions(
                rights,
                parts.share,
                parts.disposition,
                parts.readOnly,
                parts.hidden,
                parts.deleteOnClose,
                parts.template,
                parts.permissions,
                parts.inheritable);
    }

    /**
     * Sets what others may do.
     *
     * @param others what they may do; nothing to be the only one
     * @return a changed copy
     */
    public FileOpenOptions withShare(Set<FileShare> others) {
        return new FileOpenOptions(
                parts.access,
                others,
                parts.disposition,
                parts.readOnly,
                parts.hidden,
                parts.deleteOnClose,
                parts.template,
                parts.permissions,
                parts.inheritable);
    }

    /**
     * Sets what to do if the file exists, and if it does not.
     *
     * @param what one of the five
     * @return a changed copy
     */
    public FileOpenOptions withDisposition(FileDisposition what) {
        return new FileOpenOptions(
                parts.access,
                parts.share,
                what,
                parts.readOnly,
                parts.hidden,
                parts.deleteOnClose,
                parts.template,
                parts.permissions,
                parts.inheritable);
    }

    /**
     * Gives a file that is made or emptied the attribute {@code READONLY}, or not.
     *
     * @param attribute whether it is read-only
     * @return a changed copy
     */
    public FileOpenOptions withReadOnly(boolean attribute) {
        return new FileOpenOptions(
                parts.access,
                parts.share,
                parts.disposition,
                attribute,
                parts.hidden,
                parts.deleteOnClose,
                parts.template,
                parts.permissions,
                parts.inheritable);
    }

    /**
     * Lets {@link FileDisposition#CREATE_ALWAYS} empty a hidden file, or not.
     *
     * @param attribute whether it may
     * @return a changed copy
     */
    public FileOpenOptions withHidden(boolean attribute) {
        return new FileOpenOptions(
                parts.access,
                parts.share,
                parts.disposition,
                parts.readOnly,
                attribute,
                parts.deleteOnClose,
                parts.template,
                parts.permissions,
                parts.inheritable);
    }

    /**
     * Has the file go with the last handle, or not.
     *
     * @param delete whether it goes
     * @return a changed copy
     */
    public FileOpenOptions withDeleteOnClose(boolean delete) {
        return new FileOpenOptions(
                parts.access,
                parts.share,
                parts.disposition,
                parts.readOnly,
                parts.hidden,
                delete,
                parts.template,
                parts.permissions,
                parts.inheritable);
    }

    /**
     * Names the file whose permissions a file that is made gets.
     *
     * @param handle of this process, with {@link AccessRight#READ}
     * @return a changed copy
     */
    public FileOpenOptions withTemplate(int handle) {
        return new FileOpenOptions(
                parts.access,
                parts.share,
                parts.disposition,
                parts.readOnly,
                parts.hidden,
                parts.deleteOnClose,
                OptionalInt.of(handle),
                parts.permissions,
                parts.inheritable);
    }

    /**
     * Sets who may do what with a file that is made. The handle that is returned has the rights asked for all the same;
     * another process that comes by it needs permission when it first uses it.
     *
     * @param who the file's permissions; none for those that the process gives every file that it makes
     * @return a changed copy
     */
    public FileOpenOptions withPermissions(Set<PosixFilePermission> who) {
        return new FileOpenOptions(
                parts.access,
                parts.share,
                parts.disposition,
                parts.readOnly,
                parts.hidden,
                parts.deleteOnClose,
                parts.template,
                who,
                parts.inheritable);
    }

    /**
     * Makes the handle inheritable, or not.
     *
     * @param inherit whether children may inherit the handle
     * @return a changed copy
     */
    public FileOpenOptions withInheritable(boolean inherit) {
        return new FileOpenOptions(
                parts.access,
                parts.share,
                parts.disposition,
                parts.readOnly,
                parts.hidden,
                parts.deleteOnClose,
                parts.template,
                parts.permissions,
                inherit);
    }

    @Override
    public boolean equals(@Nullable Object other) {
        return other instanceof FileOpenOptions options && parts.equals(options.parts);
    }

    @Override
    public int hashCode() {
        return parts.hashCode();
    }

    @Override
    public String toString() {
        return "FileOpenOptions" + parts.toString().substring("Parts".length());
    }
}
