package io.mailslot.it.harness;

import static java.nio.charset.StandardCharsets.ISO_8859_1;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.LinkOption;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Set;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.stream.Stream;

/**
 * What a home must not leave behind: processes that were started for it, files of processes and mailslots that are
 * gone, mappings and open descriptors in this JVM. The one descriptor of {@code kernel.lock} stays for the life of the
 * JVM on purpose (closing it would drop the lock), so it does not count.
 */
final class LeakCheck {
    private static final Path PROC = Path.of("/proc");
    private static final Set<String> MAY_STAY = Set.of("kernel.dat", "kernel.lock", "errors.dat");
    private static final Duration SETTLING = Duration.ofSeconds(60);

    private final Path home;

    LeakCheck(Path home) {
        this.home = home;
    }

    /** Processes whose environment names the home, this JVM excepted. */
    List<ProcessHandle> processes() {
        byte[] variable = ("MAILSLOT_HOME=" + home).getBytes(ISO_8859_1);
        return ProcessHandle.allProcesses()
                .filter(process -> process.pid() != ProcessHandle.current().pid())
                .filter(process -> environmentHas(process.pid(), new String(variable, ISO_8859_1)))
                .toList();
    }

    private static boolean environmentHas(long pid, String variable) {
        try {
            String environment = new String(
                    Files.readAllBytes(PROC.resolve(String.valueOf(pid)).resolve("environ")), ISO_8859_1);
            return Arrays.asList(environment.split("\0")).contains(variable);
        } catch (IOException e) {
            return false; // ended meanwhile, or another user's
        }
    }

    /**
     * Waits until this JVM neither maps nor holds open any file of the home, then lists the files that should go. Mapped
     * buffers are unmapped when their owner is collected. What a test made is young, mostly, and young things are collected
     * in a tenth of the time that it takes to look through all that this JVM has ever loaded; the rest is for the full collector.
     */
    void assertNothingLeft() {
        AtomicBoolean collected = new AtomicBoolean();
        Deadline.await("no mapping, descriptor or file of " + home + " is left", SETTLING)
                .untilAsserted(() -> {
                    List<String> left = new ArrayList<>(mappings());
                    left.addAll(descriptors());
                    left.addAll(files());
                    if (!left.isEmpty()) {
                        if (collected.getAndSet(true)) {
                            System.gc();
                        } else {
                            YoungCollection.provoke();
                        }
                        throw new AssertionError("left in " + home + ":\n  " + String.join("\n  ", left));
                    }
                });
    }

    List<String> mappings() throws IOException {
        Path maps = PROC.resolve("self/maps");
        if (!Files.exists(maps)) {
            return List.of();
        }
        try (Stream<String> lines = Files.lines(maps, ISO_8859_1)) {
            return lines.filter(line -> line.contains(home + "/"))
                    .map(line -> "mapping " + line)
                    .toList();
        }
    }

    List<String> descriptors() throws IOException {
        Path folder = PROC.resolve("self/fd");
        if (!Files.exists(folder)) {
            return List.of();
        }
        try (Stream<Path> descriptors = Files.list(folder)) {
            return descriptors
                    .map(LeakCheck::target)
                    .filter(target -> target.startsWith(home + "/"))
                    .filter(target -> !target.startsWith(home + "/kernel.lock"))
                    .map(target -> "descriptor " + target)
                    .toList();
        }
    }

    private static String target(Path descriptor) {
        try {
            return Files.readSymbolicLink(descriptor).toString();
        } catch (IOException e) {
            return ""; // closed meanwhile
        }
    }

    List<String> files() {
        if (!Files.isDirectory(home)) {
            return List.of();
        }
        Path processes = home.resolve("processes");
        try (Stream<Path> tree = Files.walk(home)) {
            return tree.filter(path -> path.startsWith(processes) ? !path.equals(processes) : !Files.isDirectory(path))
                    .map(home::relativize)
                    .map(Path::toString)
                    .filter(path -> !MAY_STAY.contains(path))
                    .map(path -> "file " + path)
                    .toList();
        } catch (UncheckedIOException | IOException e) {
            throw new AssertionError("the home changes while nobody should be there", e);
        }
    }

    static void deleteTree(Path root) throws IOException {
        if (!Files.exists(root, LinkOption.NOFOLLOW_LINKS)) {
            return;
        }
        List<Path> paths;
        try (Stream<Path> tree = Files.walk(root)) {
            paths = new ArrayList<>(tree.toList());
        }
        for (int i = paths.size() - 1; i >= 0; i--) {
            try {
                Files.delete(paths.get(i));
            } catch (NoSuchFileException e) {
                continue; // somebody else was quicker
            }
        }
    }
}
