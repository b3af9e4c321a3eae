package io.mailslot.win32;

/**
 * The constants of the Windows API that {@link Win32} knows, with their Windows values.
 *
 * @since 0.1.0
 */
public final class Win32Constants {
    /** What failing creates and opens of files return; as a handle, the pseudo handle of the calling process. */
    public static final int INVALID_HANDLE_VALUE = -1;
    /** Children inherit the handle. */
    public static final int HANDLE_FLAG_INHERIT = 0x1;
    /** The handle cannot be closed. */
    public static final int HANDLE_FLAG_PROTECT_FROM_CLOSE = 0x2;
    /** Close the source handle, whatever becomes of the duplicate. */
    public static final int DUPLICATE_CLOSE_SOURCE = 0x1;
    /** The duplicate has the source's rights. */
    public static final int DUPLICATE_SAME_ACCESS = 0x2;
    /** The duplicate has the source's flags. */
    public static final int DUPLICATE_SAME_ATTRIBUTES = 0x4;

    /** Read timeout: no limit. */
    public static final int MAILSLOT_WAIT_FOREVER = 0xFFFFFFFF;
    /** Size of the next message if there is none. */
    public static final int MAILSLOT_NO_MESSAGE = 0xFFFFFFFF;

    /** To read. */
    public static final int GENERIC_READ = 0x80000000;
    /** To write. */
    public static final int GENERIC_WRITE = 0x40000000;
    /** To execute. */
    public static final int GENERIC_EXECUTE = 0x20000000;
    /** Every right of the object's type. */
    public static final int GENERIC_ALL = 0x10000000;
    /** Every right that can be had. */
    public static final int MAXIMUM_ALLOWED = 0x02000000;
    /** To delete the object; of no use here. */
    public static final int DELETE = 0x00010000;
    /** To read who may use the object; of no use here. */
    public static final int READ_CONTROL = 0x00020000;
    /** To wait on the object. */
    public static final int SYNCHRONIZE = 0x00100000;
    /** The standard rights without SYNCHRONIZE. */
    public static final int STANDARD_RIGHTS_REQUIRED = 0x000F0000;
    /** To read data from a file, or messages from a mailslot. */
    public static final int FILE_READ_DATA = 0x1;
    /** To write data to a file, or messages to a mailslot. */
    public static final int FILE_WRITE_DATA = 0x2;
    /** To append data to a file. */
    public static final int FILE_APPEND_DATA = 0x4;
    /** To read a file's attributes. */
    public static final int FILE_READ_ATTRIBUTES = 0x80;
    /** To change a file's attributes. */
    public static final int FILE_WRITE_ATTRIBUTES = 0x100;
    /** Every right to a file. */
    public static final int FILE_ALL_ACCESS = 0x001F01FF;
    /** To end a process. */
    public static final int PROCESS_TERMINATE = 0x1;
    /** To duplicate handles from or into a process. */
    public static final int PROCESS_DUP_HANDLE = 0x40;
    /** To start children on behalf of a process. */
    public static final int PROCESS_CREATE_PROCESS = 0x80;
    /** To ask about a process. */
    public static final int PROCESS_QUERY_INFORMATION = 0x400;
    /** To ask about a process; the same as PROCESS_QUERY_INFORMATION here. */
    public static final int PROCESS_QUERY_LIMITED_INFORMATION = 0x1000;
    /** Every right to a process. */
    public static final int PROCESS_ALL_ACCESS = 0x001FFFFF;
    /** To set or reset an event. */
    public static final int EVENT_MODIFY_STATE = 0x2;
    /** Every right to an event. */
    public static final int EVENT_ALL_ACCESS = 0x001F0003;
    /** To release a semaphore. */
    public static final int SEMAPHORE_MODIFY_STATE = 0x2;
    /** Every right to a semaphore. */
    public static final int SEMAPHORE_ALL_ACCESS = 0x001F0003;
    /** Reserved on Windows, where releasing a mutex takes no right either. */
    public static final int MUTEX_MODIFY_STATE = 0x1;
    /** Every right to a mutex. */
    public static final int MUTEX_ALL_ACCESS = 0x001F0001;

    /** Others may read meanwhile. */
    public static final int FILE_SHARE_READ = 0x1;
    /** Others may write meanwhile. */
    public static final int FILE_SHARE_WRITE = 0x2;
    /** Others may delete meanwhile. */
    public static final int FILE_SHARE_DELETE = 0x4;
    /** Create; fail if it exists. */
    public static final int CREATE_NEW = 1;
    /** Create, or empty what exists. */
    public static final int CREATE_ALWAYS = 2;
    /** Open; fail if it does not exist. */
    public static final int OPEN_EXISTING = 3;
    /** Open, or create what does not exist. */
    public static final int OPEN_ALWAYS = 4;
    /** Open and empty; fail if it does not exist. */
    public static final int TRUNCATE_EXISTING = 5;
    /** A file that cannot be written. */
    public static final int FILE_ATTRIBUTE_READONLY = 0x1;
    /** Lets CREATE_ALWAYS empty a hidden file, which is one whose name begins with a dot. */
    public static final int FILE_ATTRIBUTE_HIDDEN = 0x2;
    /** No attribute. */
    public static final int FILE_ATTRIBUTE_NORMAL = 0x80;
    /** Accepted and not needed: any read or write may be overlapped. */
    public static final int FILE_FLAG_OVERLAPPED = 0x40000000;
    /** The file goes with the last handle to what was opened. */
    public static final int FILE_FLAG_DELETE_ON_CLOSE = 0x04000000;

    /** No limit. */
    public static final int INFINITE = 0xFFFFFFFF;
    /** The first object is signaled; add the index for others. */
    public static final int WAIT_OBJECT_0 = 0x0;
    /** The first object is a mutex whose owner's process ended; add the index for others. */
    public static final int WAIT_ABANDONED_0 = 0x80;
    /** The mutex's owner's process ended without releasing it. */
    public static final int WAIT_ABANDONED = 0x80;
    /** The time ran out. */
    public static final int WAIT_TIMEOUT = 0x102;
    /** The wait failed; the last error tells why. */
    public static final int WAIT_FAILED = 0xFFFFFFFF;
    /** Most handles of one wait. */
    public static final int MAXIMUM_WAIT_OBJECTS = 64;

    /** Exit code of a process that runs. */
    public static final int STILL_ACTIVE = 259;

    /** No error. */
    public static final int ERROR_SUCCESS = 0;
    /** The call does not apply to this object. */
    public static final int ERROR_INVALID_FUNCTION = 1;
    /** Nothing has that name. */
    public static final int ERROR_FILE_NOT_FOUND = 2;
    /** The name is null or empty, or a folder in it is missing. */
    public static final int ERROR_PATH_NOT_FOUND = 3;
    /** The process has no free handle left, or no file descriptor. */
    public static final int ERROR_TOO_MANY_OPEN_FILES = 4;
    /** The handle lacks the right, or the process has ended. */
    public static final int ERROR_ACCESS_DENIED = 5;
    /** The handle is not open, or its object is of another type. */
    public static final int ERROR_INVALID_HANDLE = 6;
    /** Not enough memory. */
    public static final int ERROR_NOT_ENOUGH_MEMORY = 8;
    /** The JVM keeps from the library what it needs of the JDK. */
    public static final int ERROR_BAD_ENVIRONMENT = 10;
    /** The file is no program. */
    public static final int ERROR_BAD_FORMAT = 11;
    /** A message cannot be decoded. */
    public static final int ERROR_INVALID_DATA = 13;
    /** The length is wrong. */
    public static final int ERROR_BAD_LENGTH = 24;
    /** Somebody who has it open does not share what was asked for, or the reverse. */
    public static final int ERROR_SHARING_VIOLATION = 32;
    /** Another process holds the kernel lock and does not give it back. */
    public static final int ERROR_LOCK_VIOLATION = 33;
    /** The last receiver is gone, or the file has nothing behind the offset. */
    public static final int ERROR_HANDLE_EOF = 38;
    /** That is not possible here. */
    public static final int ERROR_NOT_SUPPORTED = 50;
    /** The name addresses another computer, and no bridge takes messages there. */
    public static final int ERROR_BAD_NETPATH = 53;
    /** The bridge takes no messages any more for the name that was opened. */
    public static final int ERROR_NETNAME_DELETED = 64;
    /** What was to be created exists. */
    public static final int ERROR_FILE_EXISTS = 80;
    /** An argument is out of range. */
    public static final int ERROR_INVALID_PARAMETER = 87;
    /** The home holds as many processes as it can. */
    public static final int ERROR_NO_PROC_SLOTS = 89;
    /** The file system has no room. */
    public static final int ERROR_DISK_FULL = 112;
    /** No message, or no answer of the bridge, came in time. */
    public static final int ERROR_SEM_TIMEOUT = 121;
    /** The buffer is smaller than the next message, which stays. */
    public static final int ERROR_INSUFFICIENT_BUFFER = 122;
    /** The name's form is wrong. */
    public static final int ERROR_INVALID_NAME = 123;
    /** The name is taken; or, after a success, the object existed. */
    public static final int ERROR_ALREADY_EXISTS = 183;
    /** The name is too long. */
    public static final int ERROR_FILENAME_EXCED_RANGE = 206;
    /** The thread does not own the mutex. */
    public static final int ERROR_NOT_OWNER = 288;
    /** The semaphore's count would exceed its maximum. */
    public static final int ERROR_TOO_MANY_POSTS = 298;
    /** The operation was cancelled, or the thread was interrupted. */
    public static final int ERROR_OPERATION_ABORTED = 995;
    /** The operation is not complete yet. */
    public static final int ERROR_IO_INCOMPLETE = 996;
    /** The operation goes on; its event will be set. */
    public static final int ERROR_IO_PENDING = 997;
    /** A null reference, or an array shorter than said. */
    public static final int ERROR_NOACCESS = 998;
    /** The home was deleted while in use. */
    public static final int ERROR_FILE_INVALID = 1006;
    /** The operating system reported an input or output error. */
    public static final int ERROR_IO_DEVICE = 1117;
    /** A file of the home is of another version of the library. */
    public static final int ERROR_REVISION_MISMATCH = 1306;
    /** A server refused the user or the password. */
    public static final int ERROR_LOGON_FAILURE = 1326;
    /** A file of the home is damaged. */
    public static final int ERROR_FILE_CORRUPT = 1392;
    /** The home holds as many objects as it can. */
    public static final int ERROR_NO_SYSTEM_RESOURCES = 1450;
    /** The mailslot is full. */
    public static final int ERROR_NOT_ENOUGH_QUOTA = 1816;

    private Win32Constants() {}
}
