package io.mailslot.api;

/**
 * What a handle allows. Rights are fixed when the handle comes to be; a duplicate never has more than its source.
 *
 * @since 0.1.0
 */
public enum AccessRight {
    /** Read messages, or the file; every receiver has it. */
    READ,
    /** Write messages, or the file. */
    WRITE,
    /** Wait on the object. */
    SYNCHRONIZE,
    /** End the process. */
    TERMINATE,
    /** Duplicate handles from and into the process. */
    DUPLICATE_HANDLE,
    /** Start children on behalf of the process, which no call does yet; it is granted and shown as on Windows. */
    CREATE_PROCESS,
    /** Ask for the process's exit code and identity. */
    QUERY_INFORMATION,
    /** Set or reset the event, release the semaphore; releasing a mutex takes no right. */
    MODIFY_STATE
}
