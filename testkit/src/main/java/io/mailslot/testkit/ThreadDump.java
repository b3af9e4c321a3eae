package io.mailslot.testkit;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.TimeUnit;

/** What a JVM's threads are doing, as jcmd tells it. */
final class ThreadDump {
    private static final long SECONDS = 30;
    private static final int VIRTUAL_THREADS = 21;

    private ThreadDump() {}

    static boolean isPossible() {
        return Files.isExecutable(jcmd());
    }

    private static Path jcmd() {
        return Path.of(System.getProperty("java.home"), "bin", "jcmd");
    }

    /**
     * Asks for it.
     *
     * @param pid of the JVM
     * @param file to be written; of virtual threads, which are not in the dump, there is another one beside it
     */
    static String of(long pid, Path file) {
        try {
            if (!run(file, Long.toString(pid), "Thread.print")) {
                return "(no thread dump: it has not answered within " + SECONDS + " s)\n" + Files.readString(file);
            }
            String dump = Files.readString(file);
            return "--- threads: " + file + "\n" + dump + virtual(pid, file, dump);
        } catch (IOException e) {
            return "(no thread dump: " + e + ")\n";
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            return "(no thread dump: interrupted)\n";
        }
    }

    private static String virtual(long pid, Path file, String dump) throws IOException, InterruptedException {
        if (Runtime.version().feature() < VIRTUAL_THREADS || !dump.contains("ForkJoinPool")) {
            return ""; // virtual threads run on such a pool
        }
        Path all = file.resolveSibling(file.getFileName() + ".virtual");
        Files.deleteIfExists(all);
        Path answer = file.resolveSibling(file.getFileName() + ".answer");
        run(answer, Long.toString(pid), "Thread.dump_to_file", all.toString());
        Files.deleteIfExists(answer);
        return Files.exists(all) ? "--- virtual threads: " + all + "\n" : "";
    }

    private static boolean run(Path file, String... arguments) throws IOException, InterruptedException {
        List<String> command = new ArrayList<>(List.of(jcmd().toString()));
        command.addAll(List.of(arguments));
        Process jcmd = new ProcessBuilder(command)
                .redirectErrorStream(true)
                .redirectOutput(file.toFile())
                .start();
        if (jcmd.waitFor(SECONDS, TimeUnit.SECONDS)) {
            return true;
        }
        jcmd.destroyForcibly().waitFor();
        return false;
    }
}
