package io.mailslot.benchmarks.race;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;

/** Ties hot threads to processors. */
final class Pinning {
    private static final Path TASKSET = Path.of("/usr/bin/taskset");
    private static final Path THREAD = Path.of("/proc/thread-self");

    private Pinning() {}

    static boolean possible() {
        return Files.isExecutable(TASKSET);
    }

    /**
     * Ties the calling thread to the processor that the task names, if it names one. Threads that it has started before
     * stay free: a compiler or a driver beside it may run on any processor.
     */
    static void pinThread(Task task) throws IOException {
        int processor = task.number("cpu", -1);
        if (processor < 0) {
            return;
        }
        String thread = Files.readSymbolicLink(THREAD).getFileName().toString();
        try {
            Process taskset = new ProcessBuilder(TASKSET.toString(), "-p", "-c", Integer.toString(processor), thread)
                    .redirectOutput(ProcessBuilder.Redirect.DISCARD)
                    .redirectError(ProcessBuilder.Redirect.INHERIT)
                    .start();
            if (taskset.waitFor() != 0) {
                throw new IOException("taskset cannot tie a thread to processor " + processor);
            }
        } catch (InterruptedException e) {
            throw new IOException("interrupted", e);
        }
    }
}
