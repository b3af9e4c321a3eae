package io.mailslot.api;

/**
 * What an open of a file lets other opens of it do as long as it lasts.
 *
 * @since 0.1.0
 */
public enum FileShare {
    /** Others may read the file. */
    READ,
    /** Others may write the file. */
    WRITE,
    /** Others may open the file so that it goes with their last handle. */
    DELETE
}
