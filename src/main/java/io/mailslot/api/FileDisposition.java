package io.mailslot.api;

/**
 * What an open does if the file exists, and if it does not.
 *
 * @since 0.1.0
 */
public enum FileDisposition {
    /** Makes the file; fails if it exists (80). */
    CREATE_NEW,
    /** Makes the file; empties it if it exists. */
    CREATE_ALWAYS,
    /** Opens the file; fails if it does not exist (2). */
    OPEN_EXISTING,
    /** Opens the file; makes it if it does not exist. */
    OPEN_ALWAYS,
    /** Empties the file, which needs {@link AccessRight#WRITE}; fails if it does not exist (2). */
    TRUNCATE_EXISTING
}
