package io.mailslot.win32;

import io.mailslot.Kernel;
import io.mailslot.api.MailslotException;
import io.mailslot.api.ObjectType;
import java.util.Objects;
import org.jspecify.annotations.Nullable;

/**
 * The Windows API for mailslots, handles, processes and waits, as C programs call it: handles are numbers, a failure is a
 * return value, and {@link #getLastError()} tells why. Any thread may call; the last error is that of each thread,
 * whatever the instance. Constants are in {@link Win32Constants}.
 *
 * <p>As on Windows, counts and the target of a duplicate are zeroed on entry, and other results are left alone by calls
 * that fail. The two lowest bits of a handle do not count, but -1 is the pseudo handle of the calling process. A null
 * where a result has to go fails with ERROR_NOACCESS 998. An interrupt ends a wait with ERROR_OPERATION_ABORTED 995.
 * Each function may also fail with the codes of a damaged or vanished home, 33, 1006, 1117, 1306, 1392, and with 4 or 8
 * where the JVM has run out of file descriptors, memory or threads.
 *
 * <p>docs/win32.md compares each function with Windows and lists its error codes.
 *
 * @since 0.1.0
 */
public final class Win32 {
    private final Kernel kernel;
    private final MailslotCalls mailslots;
    private final Transfers transfers;
    private final HandleCalls handles;
    private final ProcessCalls processes;
    private final SyncCalls sync;
    private final WaitCalls waits;

    /**
     * The functions for the process that a kernel is attached as.
     *
     * @param kernel to be closed by the caller, which closes every handle
     */
    public Win32(Kernel kernel) {
        this.kernel = Objects.requireNonNull(kernel, "kernel");
        OpenFiles files = new OpenFiles(kernel);
        this.mailslots = new MailslotCalls(kernel, files);
        this.transfers = new Transfers(kernel, files);
        this.handles = new HandleCalls(kernel);
        this.processes = new ProcessCalls(kernel);
        this.sync = new SyncCalls(kernel);
        this.waits = new WaitCalls(kernel);
    }

    /**
     * Creates a mailslot; with a name like {@code \\*\mailslot\news} makes or joins a broadcast mailslot.
     *
     * @param name {@code \\.\mailslot\path\name}
     * @param maxMessageSize bytes; 0 or 0xFFFFFFFF for the largest possible
     * @param readTimeout milliseconds that reads wait; 0 not at all, MAILSLOT_WAIT_FOREVER without limit
     * @param attributes null for a handle that is not inheritable
     * @return its receiver, or INVALID_HANDLE_VALUE
     */
    public int createMailslot(
            String name, int maxMessageSize, int readTimeout, @Nullable SecurityAttributes attributes) {
        return mailslots.create(name, maxMessageSize, readTimeout, attributes);
    }

    /**
     * Opens a mailslot to write to it, or an ordinary file, which may be made or emptied. With CREATE_ALWAYS and OPEN_ALWAYS
     * the last error is ERROR_ALREADY_EXISTS if there was one, else 0.
     *
     * @param name {@code \\.\mailslot\path\name}, or {@code \\*\mailslot\path\name} for whoever has the name at each write;
     *     anything else is a path of this operating system, which begins at the working directory if it is relative
     * @param desiredAccess GENERIC_READ for files, GENERIC_WRITE, or 0 to ask only
     * @param shareMode with FILE_SHARE_WRITE, others may write too; with FILE_SHARE_READ and FILE_SHARE_DELETE, they may read
     *     a file, and open it so that it is deleted
     * @param attributes null for a handle that is not inheritable; permissions are those of a file that is made
     * @param creationDisposition CREATE_NEW, CREATE_ALWAYS, OPEN_EXISTING, OPEN_ALWAYS or TRUNCATE_EXISTING; OPEN_EXISTING
     *     or OPEN_ALWAYS for mailslots
     * @param flagsAndAttributes FILE_ATTRIBUTE_READONLY, FILE_ATTRIBUTE_HIDDEN, FILE_FLAG_DELETE_ON_CLOSE; other bits mean
     *     nothing, and none does for mailslots
     * @param templateFile handle to a file whose permissions a file that is made gets; 0 for none
     * @return a sender or a file with its pointer at its begin, or INVALID_HANDLE_VALUE
     */
    public int createFile(
            String name,
            int desiredAccess,
            int shareMode,
            @Nullable SecurityAttributes attributes,
            int creationDisposition,
            int flagsAndAttributes,
            int templateFile) {
        return mailslots.open(
                name,
                new FileCalls.Request(
                        desiredAccess, shareMode, attributes, creationDisposition, flagsAndAttributes, templateFile));
    }

    /**
     * Takes the oldest message. Without {@code overlapped} it waits as long as the mailslot's read timeout says; with it,
     * it fails with ERROR_IO_PENDING instead of waiting, and the read goes on until a message comes or the time is up.
     *
     * <p>Of a file, reads what lies behind its pointer, or behind the offset of {@code overlapped}, and leaves the pointer
     * behind that. At the end of the file it reads 0 bytes, but fails with ERROR_HANDLE_EOF with {@code overlapped}.
     *
     * @param file a receiver, or a file with read access
     * @param buffer receives the message or bytes; may be null if none of it may be used
     * @param bytesToRead how much of the buffer may be used
     * @param bytesRead the message's size, or how many bytes there were; null if nobody wants to know
     * @param overlapped null to wait
     * @return whether there was a message, or the file was read
     */
    public boolean readFile(
            int file,
            byte @Nullable [] buffer,
            int bytesToRead,
            @Nullable IntRef bytesRead,
            @Nullable Overlapped overlapped) {
        zero(bytesRead);
        return overlapped == null
                ? transfers.read(file, buffer, bytesToRead, bytesRead)
                : transfers.read(file, buffer, bytesToRead, bytesRead, overlapped);
    }

    /**
     * Writes one message. Never waits: a mailslot that is full fails the call with ERROR_NOT_ENOUGH_QUOTA.
     *
     * <p>To a file, writes from its pointer on, or from the offset of {@code overlapped} on, where -1 is the end of the file,
     * and leaves the pointer behind that.
     *
     * @param file a sender or file with write access
     * @param buffer holds the message or bytes; may be null if there are none
     * @param bytesToWrite their size; 0 for a real, empty message, or no byte of a file
     * @param bytesWritten the same size afterwards; null if nobody wants to know
     * @param overlapped told of the result too; null for none
     * @return whether it is written
     */
    public boolean writeFile(
            int file,
            byte @Nullable [] buffer,
            int bytesToWrite,
            @Nullable IntRef bytesWritten,
            @Nullable Overlapped overlapped) {
        zero(bytesWritten);
        return overlapped == null
                ? transfers.write(file, buffer, bytesToWrite, bytesWritten)
                : transfers.write(file, buffer, bytesToWrite, bytesWritten, overlapped);
    }

    private static void zero(@Nullable IntRef count) {
        if (count != null) {
            count.value = 0;
        }
    }

    /**
     * The result of an overlapped read or write.
     *
     * @param file not looked at
     * @param overlapped what the operation was begun with
     * @param transferred how many bytes it moved
     * @param wait whether to wait for its end; else it may fail with ERROR_IO_INCOMPLETE
     * @return whether the operation succeeded
     */
    public boolean getOverlappedResult(int file, Overlapped overlapped, IntRef transferred, boolean wait) {
        return transfers.result(overlapped, transferred, wait);
    }

    /**
     * Cancels the overlapped reads of a receiver, through whatever handle, that the calling thread has begun: they end
     * with ERROR_OPERATION_ABORTED, unless they have taken their message.
     *
     * @param file the receiver
     * @return true also if there was nothing to cancel
     */
    public boolean cancelIo(int file) {
        return transfers.cancel(file);
    }

    /**
     * What a mailslot holds.
     *
     * @param mailslot a receiver; or a sender, which tells of the receiver that lags most
     * @param maxMessageSize the largest message as asked for at creation; may be null
     * @param nextSize the size of the oldest message, MAILSLOT_NO_MESSAGE if there is none; may be null
     * @param messageCount how many messages there are; may be null
     * @param readTimeout in milliseconds; may be null
     * @return whether the handle is that of a mailslot
     */
    public boolean getMailslotInfo(
            int mailslot,
            @Nullable IntRef maxMessageSize,
            @Nullable IntRef nextSize,
            @Nullable IntRef messageCount,
            @Nullable IntRef readTimeout) {
        return mailslots.info(mailslot, maxMessageSize, nextSize, messageCount, readTimeout);
    }

    /**
     * Sets how long reads that start from now on wait, through whatever handle to the receiver.
     *
     * @param mailslot a receiver
     * @param readTimeout in milliseconds
     * @return whether it is set
     */
    public boolean setMailslotInfo(int mailslot, int readTimeout) {
        return mailslots.setInfo(mailslot, readTimeout);
    }

    /**
     * Closes a handle; the object goes with its last handle. Closing the pseudo handle does nothing.
     *
     * @param handle its number
     * @return false if it was not open, or is protected
     */
    public boolean closeHandle(int handle) {
        return handles.close(handle);
    }

    /**
     * The flags of a handle.
     *
     * @param handle its number
     * @param flags HANDLE_FLAG_INHERIT, HANDLE_FLAG_PROTECT_FROM_CLOSE
     * @return whether it is open
     */
    public boolean getHandleInformation(int handle, IntRef flags) {
        return handles.getFlags(handle, flags);
    }

    /**
     * Changes flags of a handle.
     *
     * @param handle its number
     * @param mask which flags to change; bits that mean nothing are ignored
     * @param flags those of the mask to set; the others are cleared
     * @return whether they are changed
     */
    public boolean setHandleInformation(int handle, int mask, int flags) {
        return handles.setFlags(handle, mask, flags);
    }

    /**
     * Duplicates a handle from any process into any other. Nobody tells the other one.
     *
     * @param sourceProcess handle to the process that has the source
     * @param source the source's number there; -1 means that process
     * @param targetProcess handle to the process that gets the duplicate; 0 to only close the source
     * @param target the duplicate's number there; may be null
     * @param desiredAccess its rights, no more than the source has; not looked at with DUPLICATE_SAME_ACCESS
     * @param inherit whether children may inherit it; not looked at with DUPLICATE_SAME_ATTRIBUTES
     * @param options DUPLICATE_CLOSE_SOURCE, DUPLICATE_SAME_ACCESS, DUPLICATE_SAME_ATTRIBUTES
     * @return whether there is a duplicate; a source that is to be closed is closed all the same
     */
    public boolean duplicateHandle(
            int sourceProcess,
            int source,
            int targetProcess,
            @Nullable IntRef target,
            int desiredAccess,
            boolean inherit,
            int options) {
        return handles.duplicate(sourceProcess, source, targetProcess, target, desiredAccess, inherit, options);
    }

    /**
     * Starts a program. If it is a JVM that attaches to the home, it has the inherited handles under the same numbers.
     *
     * @param builder the program and its streams; {@link io.mailslot.JavaCommand} has one for a JVM
     * @param processAttributes whether the handle to the child is inheritable; null if not
     * @param inheritHandles whether the child inherits handles
     * @param handleList which ones; null for all that are inheritable
     * @param out the child
     * @return whether it was started
     */
    public boolean createProcess(
            ProcessBuilder builder,
            @Nullable SecurityAttributes processAttributes,
            boolean inheritHandles,
            int @Nullable [] handleList,
            ProcessInformation out) {
        return processes.create(builder, processAttributes, inheritHandles, handleList, out);
    }

    /**
     * Opens a process of the home, which may have ended while others hold handles to it.
     *
     * @param desiredAccess what the handle shall allow, and it allows nothing else: SYNCHRONIZE to wait for the end
     * @param inherit whether children may inherit the handle
     * @param processId the operating system's id
     * @return the handle, or 0
     */
    public int openProcess(int desiredAccess, boolean inherit, int processId) {
        return processes.open(desiredAccess, inherit, processId);
    }

    /**
     * Ends a process at once. Wait for its end to be sure; if it is this one, the call does not return.
     *
     * @param process handle with PROCESS_TERMINATE
     * @param exitCode what others will see
     * @return whether its end has begun
     */
    public boolean terminateProcess(int process, int exitCode) {
        return processes.terminate(process, exitCode);
    }

    /**
     * Ends this process. Does not return.
     *
     * @param exitCode what others will see, in full
     */
    public void exitProcess(int exitCode) {
        try {
            kernel.exitProcess(exitCode);
        } catch (MailslotException cannotTell) {
            // The kernel is closed or the home is gone: nobody can be told, but the process ends.
            System.exit(exitCode);
        }
    }

    /**
     * The pseudo handle of this process.
     *
     * @return -1, always
     */
    public int getCurrentProcess() {
        return Kernel.CURRENT_PROCESS;
    }

    /**
     * The operating system's id of this process.
     *
     * @return the id
     */
    public int getCurrentProcessId() {
        return (int) kernel.processId();
    }

    /**
     * The exit code of a process.
     *
     * @param process handle with PROCESS_QUERY_INFORMATION
     * @param exitCode the code; STILL_ACTIVE while the process runs
     * @return whether the handle is that of a process
     */
    public boolean getExitCodeProcess(int process, IntRef exitCode) {
        return processes.exitCode(process, exitCode);
    }

    /**
     * Creates an event, or opens the one of that name; the last error is ERROR_ALREADY_EXISTS then, else 0.
     *
     * @param attributes null for a handle that is not inheritable
     * @param manualReset whether only {@link #resetEvent} resets it; else each wait that it ends does
     * @param initialState whether it begins as set
     * @param name null for none; in a namespace that events, semaphores and mutexes share
     * @return a handle with all rights, or 0
     */
    public int createEvent(
            @Nullable SecurityAttributes attributes, boolean manualReset, boolean initialState, @Nullable String name) {
        return sync.createEvent(attributes, manualReset, initialState, name);
    }

    /**
     * Opens an event.
     *
     * @param desiredAccess SYNCHRONIZE to wait, EVENT_MODIFY_STATE to set or reset
     * @param inherit whether children may inherit the handle
     * @param name its name
     * @return a handle, or 0
     */
    public int openEvent(int desiredAccess, boolean inherit, String name) {
        return sync.open(ObjectType.EVENT, desiredAccess, inherit, name);
    }

    /**
     * Sets an event.
     *
     * @param event handle with EVENT_MODIFY_STATE
     * @return whether it is set
     */
    public boolean setEvent(int event) {
        return sync.setEvent(event);
    }

    /**
     * Resets an event.
     *
     * @param event handle with EVENT_MODIFY_STATE
     * @return whether it is reset
     */
    public boolean resetEvent(int event) {
        return sync.resetEvent(event);
    }

    /**
     * Creates a semaphore, or opens the one of that name; the last error is ERROR_ALREADY_EXISTS then, else 0.
     *
     * @param attributes null for a handle that is not inheritable
     * @param initialCount what it begins with
     * @param maximumCount the most it counts to
     * @param name null for none
     * @return a handle with all rights, or 0
     */
    public int createSemaphore(
            @Nullable SecurityAttributes attributes, int initialCount, int maximumCount, @Nullable String name) {
        return sync.createSemaphore(attributes, initialCount, maximumCount, name);
    }

    /**
     * Opens a semaphore.
     *
     * @param desiredAccess SYNCHRONIZE to wait, SEMAPHORE_MODIFY_STATE to release
     * @param inherit whether children may inherit the handle
     * @param name its name
     * @return a handle, or 0
     */
    public int openSemaphore(int desiredAccess, boolean inherit, String name) {
        return sync.open(ObjectType.SEMAPHORE, desiredAccess, inherit, name);
    }

    /**
     * Adds to the count of a semaphore.
     *
     * @param semaphore handle with SEMAPHORE_MODIFY_STATE
     * @param releaseCount how many, at least 1
     * @param previousCount the count before; may be null
     * @return whether they are added
     */
    public boolean releaseSemaphore(int semaphore, int releaseCount, @Nullable IntRef previousCount) {
        return sync.releaseSemaphore(semaphore, releaseCount, previousCount);
    }

    /**
     * Creates a mutex, or opens the one of that name; the last error is ERROR_ALREADY_EXISTS then, else 0.
     *
     * @param attributes null for a handle that is not inheritable
     * @param initialOwner whether the calling thread owns it at once, if it did not exist
     * @param name null for none
     * @return a handle with all rights, or 0
     */
    public int createMutex(@Nullable SecurityAttributes attributes, boolean initialOwner, @Nullable String name) {
        return sync.createMutex(attributes, initialOwner, name);
    }

    /**
     * Opens a mutex.
     *
     * @param desiredAccess SYNCHRONIZE to wait
     * @param inherit whether children may inherit the handle
     * @param name its name
     * @return a handle, or 0
     */
    public int openMutex(int desiredAccess, boolean inherit, String name) {
        return sync.open(ObjectType.MUTEX, desiredAccess, inherit, name);
    }

    /**
     * Gives a mutex back.
     *
     * @param mutex its handle
     * @return false if the calling thread does not own it
     */
    public boolean releaseMutex(int mutex) {
        return sync.releaseMutex(mutex);
    }

    /**
     * Waits until an object is signaled.
     *
     * @param handle with SYNCHRONIZE
     * @param milliseconds how long; 0 to ask only, INFINITE without limit
     * @return WAIT_OBJECT_0, WAIT_ABANDONED_0, WAIT_TIMEOUT or WAIT_FAILED
     */
    public int waitForSingleObject(int handle, int milliseconds) {
        return waits.single(handle, milliseconds);
    }

    /**
     * Waits until one of several objects is signaled, or all of them at once.
     *
     * @param count how many, up to MAXIMUM_WAIT_OBJECTS
     * @param handles with SYNCHRONIZE; the pseudo handle is not possible
     * @param waitAll whether to wait for all
     * @param milliseconds how long; 0 to ask only, INFINITE without limit
     * @return WAIT_OBJECT_0 or WAIT_ABANDONED_0 plus the lowest index, WAIT_TIMEOUT or WAIT_FAILED
     */
    public int waitForMultipleObjects(int count, int[] handles, boolean waitAll, int milliseconds) {
        return waits.multiple(count, handles, waitAll, milliseconds);
    }

    /**
     * Why the last call of this thread failed.
     *
     * @return an error code
     */
    public int getLastError() {
        return LastError.get();
    }

    /**
     * Sets what {@link #getLastError()} returns to this thread.
     *
     * @param error an error code
     */
    public void setLastError(int error) {
        LastError.set(error);
    }
}
