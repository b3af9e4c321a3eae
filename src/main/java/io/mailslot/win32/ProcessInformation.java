package io.mailslot.win32;

import org.jspecify.annotations.Nullable;

/**
 * What {@link Win32#createProcess} tells about the child: {@code PROCESS_INFORMATION}. A child has no thread handle.
 *
 * @since 0.1.0
 */
public final class ProcessInformation {
    /** A handle to the child's process object, with all rights; close it when it is not needed any more. */
    public int process;

    /** The operating system's id of the child. */
    public int processId;

    /** The JDK's view of the child, with its streams as the builder has set them up; null until there is one. */
    public @Nullable Process child;

    /** An empty structure, to be filled. */
    public ProcessInformation() {}
}
