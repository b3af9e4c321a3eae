package io.mailslot.inspect;

/**
 * The file system that a home lies on.
 *
 * @since 0.1.0
 */
public interface FileSystemStatus {
    /** {@return what kind it is of, as the system names it} */
    String type();

    /** {@return its size in bytes} */
    long totalBytes();

    /** {@return bytes that this user may still take of it} */
    long freeBytes();
}
