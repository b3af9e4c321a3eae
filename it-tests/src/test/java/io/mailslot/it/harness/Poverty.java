package io.mailslot.it.harness;

import java.io.Closeable;
import java.io.File;
import java.io.FileInputStream;
import java.io.IOException;
import java.nio.MappedByteBuffer;
import java.nio.channels.FileChannel;
import java.nio.channels.FileChannel.MapMode;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Deque;
import java.util.List;
import java.util.Map;
import java.util.concurrent.CountDownLatch;
import java.util.stream.Stream;

/**
 * Takes away from the JVM it runs in what the operating system gives a process, down to a rest, and gives it back. The
 * limits themselves are set before the JVM starts, and small, because nobody else shall be poor.
 */
final class Poverty {
    private static final Path ENDLESS = Path.of("/dev/zero");
    private static final int PAGE_BYTES = 4096;

    private final Deque<Closeable> files = new ArrayDeque<>();
    private final List<MappedByteBuffer> mappings = new ArrayList<>();
    private CountDownLatch threadsGoOn = new CountDownLatch(1);

    /** {@code descriptors FREE}, {@code mappings}, {@code threads}. */
    Map<String, ?> begin(List<String> what) throws IOException {
        loadClasses();
        return switch (what.get(0)) {
            case "descriptors" -> Map.of("taken", takeDescriptors(Integer.parseInt(what.get(1))));
            case "mappings" -> Map.of("taken", takeMappings(Path.of(what.get(1))));
            case "threads" -> Map.of("taken", takeThreads());
            default -> throw new IllegalArgumentException("what is " + what + "?");
        };
    }

    Map<String, ?> end() throws IOException {
        while (!files.isEmpty()) {
            files.pop().close();
        }
        mappings.clear();
        System.gc(); // which is what unmaps
        threadsGoOn.countDown();
        threadsGoOn = new CountDownLatch(1);
        return Map.of();
    }

    /** In folders each class is a file of its own, which somebody poor cannot open; in a jar they are open already. */
    private static void loadClasses() throws IOException {
        for (String place : System.getProperty("java.class.path").split(File.pathSeparator)) {
            Path root = Path.of(place);
            if (Files.isDirectory(root.resolve("io/mailslot"))) {
                try (Stream<Path> files = Files.walk(root.resolve("io/mailslot"))) {
                    files.filter(file -> file.toString().endsWith(".class"))
                            .forEach(file -> load(root.relativize(file)));
                }
            }
        }
    }

    private static void load(Path file) {
        String name = file.toString().replace(File.separatorChar, '.').replaceAll("\\.class$", "");
        try {
            Class.forName(name, !name.contains(".it."), Poverty.class.getClassLoader());
        } catch (ClassNotFoundException | LinkageError notForThisJvm) {
            // A test's own class, whose libraries are not on this class path, or one that a package-info stands for.
        }
    }

    private int takeDescriptors(int free) throws IOException {
        try {
            while (true) {
                files.push(new FileInputStream(ENDLESS.toFile()));
            }
        } catch (IOException noneLeft) {
            // As many as there were.
        }
        for (int i = 0; i < free; i++) {
            files.pop().close();
        }
        return files.size();
    }

    /** Every other page of a file, so that the system cannot make one mapping of two. */
    private int takeMappings(Path scratch) throws IOException {
        Path file = Files.createTempFile(scratch, "mapped", "");
        Files.write(file, new byte[2 * PAGE_BYTES]);
        try (FileChannel channel = FileChannel.open(file, StandardOpenOption.READ)) {
            while (true) {
                mappings.add(channel.map(MapMode.READ_ONLY, mappings.size() % 2 * PAGE_BYTES, PAGE_BYTES));
            }
        } catch (IOException noneLeft) {
            return mappings.size();
        } finally {
            Files.delete(file);
        }
    }

    private int takeThreads() {
        CountDownLatch end = threadsGoOn;
        int count = 0;
        try {
            while (true) {
                Thread thread = new Thread(null, () -> awaitQuietly(end), "poor " + count, 0, false);
                thread.setDaemon(true);
                thread.start();
                count++;
            }
        } catch (OutOfMemoryError noneLeft) {
            return count;
        }
    }

    private static void awaitQuietly(CountDownLatch end) {
        try {
            end.await();
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        }
    }
}
