package io.mailslot.api;

/**
 * The flags of a handle. They belong to the handle, not to its object: duplicates and children have their own.
 *
 * @since 0.1.0
 */
public enum HandleFlag {
    /** A child started with inheritance receives this handle under the same number. */
    INHERIT,
    /** Closing the handle fails until the flag is taken off; the end of the process closes it all the same. */
    PROTECT_FROM_CLOSE
}
