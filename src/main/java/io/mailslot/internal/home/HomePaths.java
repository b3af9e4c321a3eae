package io.mailslot.internal.home;

import io.mailslot.internal.layout.ObjectId;
import java.nio.file.Path;
import java.util.stream.Stream;

/**
 * What lies where in a home.
 *
 * <pre>
 * home/
 *   kernel.lock                          one control-plane operation at a time
 *   kernel.dat                           processes and objects
 *   errors.dat                           each kind of error that was met, with how often
 *   processes/&lt;index&gt;-&lt;generation&gt;/
 *     life.lock                          held for life
 *     handles.dat                        handle table
 *     start.args                         what does not fit into a child's command line
 *     template-*                         what the process tries its first write with, and then deletes
 *   mailslots/&lt;encoded path&gt;/@&lt;index&gt;-&lt;generation&gt;/   the queue of one mailslot
 *   mailslots/.new-&lt;process&gt;-&lt;number&gt;/                  a queue that is being built by that process
 *   deleted/                             files on their way out
 *   lost/&lt;encoded path&gt;/@&lt;index&gt;-&lt;generation&gt;/        a durable mailslot that was found damaged
 * </pre>
 *
 * @param root the home itself, absolute
 */
public record HomePaths(Path root) {
    private static final String BUILDING = ".new-";

    public Path kernelLock() {
        return root.resolve("kernel.lock");
    }

    public Path kernelData() {
        return root.resolve("kernel.dat");
    }

    public Path errors() {
        return root.resolve("errors.dat");
    }

    public Path processes() {
        return root.resolve("processes");
    }

    public Path mailslots() {
        return root.resolve("mailslots");
    }

    /** Where files wait for their deletion. */
    public Path deleted() {
        return root.resolve("deleted");
    }

    /** Where durable mailslots lie that were found damaged. */
    public Path lost() {
        return root.resolve("lost");
    }

    /** Whether a file is one of those that make the home up, and not just somebody's file that lies there. */
    public boolean isPart(Path file) {
        return Stream.of(kernelLock(), kernelData(), errors(), processes(), mailslots(), deleted(), lost())
                .anyMatch(file::startsWith);
    }

    /** Folder of one process. */
    public Path process(int index, int generation) {
        return processes().resolve(index + "-" + generation);
    }

    public Path lifeLock(int index, int generation) {
        return process(index, generation).resolve("life.lock");
    }

    public Path handles(int index, int generation) {
        return process(index, generation).resolve("handles.dat");
    }

    /** Where a process builds a queue before it gets its name. */
    public Path building(int index, int generation, long number) {
        return mailslots().resolve(buildingPrefix(index, generation) + number);
    }

    /** What the names of all folders begin with that a process builds queues in. */
    public static String buildingPrefix(int index, int generation) {
        return BUILDING + index + "-" + generation + "-";
    }

    /** Whether a name in the mailslots folder is that of a queue under construction. */
    public static boolean isBuilding(String fileName) {
        return fileName.startsWith(BUILDING);
    }

    /**
     * Folder of one mailslot's queue. The object id in it makes it unique, so a process that still has the queue of a
     * destroyed mailslot open can never touch the files of its successor.
     */
    public Path mailslot(String encodedPath, long objectId) {
        return mailslots()
                .resolve(encodedPath)
                .resolve("@" + ObjectId.index(objectId) + "-" + ObjectId.generation(objectId));
    }
}
