package io.mailslot.api;

import java.nio.ByteBuffer;
import java.nio.file.Path;

/**
 * A handle to an open ordinary file: a kernel object with a file pointer. Every handle to it, inherited and duplicated
 * ones too, moves the same pointer, so a child goes on where its parent was. Several opens of one file are several
 * objects, each with a pointer of its own.
 *
 * <p>Every method resolves the handle, may be called from any thread, also an interrupted one, and throws
 * {@link InvalidHandleException} (6) once the handle is closed. A process that has come by the handle from another one
 * opens the file itself, by its path, when it first uses it: that fails if the file was moved or replaced meanwhile
 * (1006), or if the operating system lets that process not have what the object has (5).
 *
 * <p>Reads and writes that begin at the pointer are whole: no two of them get or write the same place of the file, even in
 * different processes. A process that is killed in the middle of one has not moved the pointer.
 *
 * @since 0.1.0
 */
public interface FileObject extends KernelHandle {
    /**
     * Where the file lies.
     *
     * @return an absolute path without symbolic links
     */
    Path path();

    /**
     * Whether the call that returned this handle found the file instead of making it.
     *
     * @return true if the file existed; also for a handle that was not opened by this process
     */
    boolean existed();

    /**
     * Reads from the file pointer on and moves it over what was read. Needs {@link AccessRight#READ}.
     *
     * @param target takes as much as it has room for, or as there is
     * @return how many bytes were read; 0 at the end of the file
     * @throws InvalidArgumentException if the buffer is read-only (87)
     * @throws InsufficientRightsException if the handle lacks the right (5)
     * @throws FileException if the file cannot be opened or read (5, 1006, 1117), or another process stands still in the
     *     middle of a write through the same object (33)
     */
    int read(ByteBuffer target);

    /**
     * Reads from a place in the file; the pointer stays where it is. Needs {@link AccessRight#READ}.
     *
     * @param target takes as much as it has room for, or as there is
     * @param position bytes from the begin of the file
     * @return how many bytes were read; 0 at or behind the end of the file
     * @throws InsufficientRightsException if the handle lacks the right (5)
     * @throws InvalidArgumentException if the position is out of range, or the buffer read-only (87)
     * @throws FileException if the file cannot be opened or read (5, 1006, 1117)
     */
    int read(ByteBuffer target, long position);

    /**
     * Writes from the file pointer on and moves it over what was written. Needs {@link AccessRight#WRITE}.
     *
     * @param source what to write; all of it is written
     * @return how many bytes were written
     * @throws InsufficientRightsException if the handle lacks the right (5)
     * @throws DiskFullException if the file system has no room; the pointer stays where it is (112)
     * @throws FileException if the file cannot be opened or written (5, 1006, 1117), or another process stands still in
     *     the middle of a write through the same object (33)
     */
    int write(ByteBuffer source);

    /**
     * Writes from a place in the file on; the pointer stays where it is. Needs {@link AccessRight#WRITE}.
     *
     * @param source what to write; all of it is written
     * @param position bytes from the begin of the file, may lie behind its end
     * @return how many bytes were written
     * @throws InsufficientRightsException if the handle lacks the right (5)
     * @throws InvalidArgumentException if the position is out of range (87)
     * @throws DiskFullException if the file system has no room (112)
     * @throws FileException if the file cannot be opened or written (5, 1006, 1117)
     */
    int write(ByteBuffer source, long position);

    /**
     * The file pointer.
     *
     * @return bytes from the begin of the file
     */
    long position();

    /**
     * Moves the file pointer, for all handles to the object.
     *
     * @param position bytes from the begin of the file, less than 2<sup>48</sup>; may lie behind its end
     * @throws InvalidArgumentException if the position is out of range (87)
     * @throws FileException if another process stands still in the middle of a write through the same object (33)
     */
    void seek(long position);

    /**
     * The length of the file.
     *
     * @return bytes
     * @throws FileException if the file cannot be opened (5, 1006)
     */
    long size();
}
