package io.mailslot.api;

/**
 * The Win32 error codes that failures of this library carry. Names and numbers are those of {@code winerror.h} without
 * the {@code ERROR_} prefix; they are stable and safe to store or to compare.
 *
 * @since 0.1.0
 */
public enum ErrorCode {
    /** The call does not apply to this kind of object. */
    INVALID_FUNCTION(1),
    /** Nothing exists under that name. */
    FILE_NOT_FOUND(2),
    /** The name is null or empty, or the folder of a file does not exist. */
    PATH_NOT_FOUND(3),
    /** The process has no free handle left, or no file descriptor. */
    TOO_MANY_OPEN_FILES(4),
    /** The handle lacks the access right, or the operating system refused the access. */
    ACCESS_DENIED(5),
    /** The handle is closed, was never valid, or names an object of another type. */
    INVALID_HANDLE(6),
    /** The process has no memory, address space or mapping left, or cannot start another thread. */
    NOT_ENOUGH_MEMORY(8),
    /** The JVM keeps from the library what it needs of the JDK. */
    BAD_ENVIRONMENT(10),
    /** A file that is to be started is no program. */
    BAD_FORMAT(11),
    /** A message cannot be decoded. */
    INVALID_DATA(13),
    /** An existing open of the mailslot or file does not share what the new one wants, or the reverse. */
    SHARING_VIOLATION(32),
    /** Another process holds the kernel lock, or a file pointer, and does not give it back. */
    LOCK_VIOLATION(33),
    /** The last receiver is gone; nobody can ever read what would be written. */
    HANDLE_EOF(38),
    /** The operating system or file system cannot do this. */
    NOT_SUPPORTED(50),
    /** The name addresses another computer, and no bridge takes messages there. */
    BAD_NETPATH(53),
    /** The bridge takes no messages any more for the name that the sender was opened by. */
    NETNAME_DELETED(64),
    /** The file that was to be made exists. */
    FILE_EXISTS(80),
    /** An argument is out of its range. */
    INVALID_PARAMETER(87),
    /** The home holds as many processes as it can. */
    NO_PROC_SLOTS(89),
    /** The file system has no room. */
    DISK_FULL(112),
    /** No message came, nor an answer of the bridge, or not all was taken, before the timeout ran out. */
    SEM_TIMEOUT(121),
    /** The buffer is smaller than the next message, which stays in the mailslot. */
    INSUFFICIENT_BUFFER(122),
    /** The name has a form or a character that is not allowed. */
    INVALID_NAME(123),
    /** The name is taken. */
    ALREADY_EXISTS(183),
    /** The name, a part of it, or a command line is too long. */
    FILENAME_EXCED_RANGE(206),
    /** The calling thread does not own the mutex. */
    NOT_OWNER(288),
    /** The semaphore's count would exceed its maximum. */
    TOO_MANY_POSTS(298),
    /** The thread was interrupted while it waited. */
    OPERATION_ABORTED(995),
    /** The home's files, or a file that a handle names, were deleted or replaced while in use. */
    FILE_INVALID(1006),
    /** The operating system reported an input or output error. */
    IO_DEVICE(1117),
    /** A file of the home was written by another version of the library. */
    REVISION_MISMATCH(1306),
    /** A server refused the user or the password. */
    LOGON_FAILURE(1326),
    /** A file of the home is damaged, or was not written by this library. */
    FILE_CORRUPT(1392),
    /** The home holds as many kernel objects as it can. */
    NO_SYSTEM_RESOURCES(1450),
    /** The mailslot is full. */
    NOT_ENOUGH_QUOTA(1816);

    private final int value;

    ErrorCode(int value) {
        this.value = value;
    }

    /**
     * The number that {@code GetLastError} would return.
     *
     * @return the Win32 error number
     */
    public int value() {
        return value;
    }

    @Override
    public String toString() {
        return "ERROR_" + name() + " " + value;
    }
}
