package io.mailslot.it.harness;

import java.io.Closeable;
import java.io.File;
import java.io.FileInputStream;
import java.io.IOException;
import java.lang.reflect.Field;
import java.nio.ByteBuffer;
import java.nio.MappedByteBuffer;
import java.nio.channels.FileChannel;
import java.nio.channels.FileChannel.MapMode;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.util.ArrayDeque;
import java.util.Deque;
import java.util.List;
import java.util.Map;
import java.util.stream.Stream;

/**
 * Takes away from the JVM it runs in what the operating system gives a process, down to a rest, and gives it back. The
 * limits themselves are set before the JVM starts, and small, because nobody else shall be poor.
 */
public final class Poverty {
    private static final Path ENDLESS = Path.of("/dev/zero");
    private static final int GIBI = 1 << 30;
    private static final int MEBI = 1 << 20;
    private static final int PIECE_BYTES = 256 << 10;
    private static final int LARGE_PIECE_BYTES = 256 << 20;
    private static final int PAGE_BYTES = 4 << 10;

    /** Mappings that are taken anew each time; the others stay, because there are so many of them. */
    private static final int TAKEN_ANEW = 400;

    /** Without them the JVM ends as soon as anybody in it starts threads: it cannot guard their stacks. */
    private static final int MAPPINGS_OF_THREADS = 16;

    private final Deque<Closeable> files = new ArrayDeque<>();
    /** Most of the address space, taken once: each failure to map costs a tenth of a second. */
    private final Deque<MappedByteBuffer> kept = new ArrayDeque<>();

    private final Deque<MappedByteBuffer> mappings = new ArrayDeque<>();
    private boolean loaded;

    /**
     * {@code descriptors FREE}; {@code memory FREE FOLDER} with 256 KiB of address space for each that is free;
     * {@code threads FREE FOLDER} with {@value #LARGE_PIECE_BYTES} bytes for each, in a JVM whose threads have larger stacks;
     * or {@code mappings FREE FOLDER}.
     */
    public Map<String, ?> begin(List<String> what) throws IOException {
        if (!loaded) {
            loadClasses();
            loaded = true;
        }
        return switch (what.get(0)) {
            case "descriptors" -> Map.of("taken", takeDescriptors(Integer.parseInt(what.get(1))));
            case "memory" -> Map.of("taken", takeMemory(Integer.parseInt(what.get(1)), Path.of(what.get(2))));
            case "threads" -> Map.of("taken", takeStacks(Integer.parseInt(what.get(1)), Path.of(what.get(2))));
            case "mappings" -> Map.of("taken", takeMappings(Integer.parseInt(what.get(1)), Path.of(what.get(2))));
            default -> throw new IllegalArgumentException("what is " + what + "?");
        };
    }

    public Map<String, ?> end() throws IOException {
        while (!files.isEmpty()) {
            files.pop().close();
        }
        while (!mappings.isEmpty()) {
            unmap(mappings.removeLast());
        }
        return Map.of();
    }

    /**
     * In folders each class is a file of its own, which somebody poor cannot open; in a jar they are open already, once
     * something was looked for in it: what is in an archive of loaded classes comes without its jar.
     */
    public static void loadClasses() throws IOException {
        Poverty.class.getClassLoader().getResource("nowhere to be found");
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
            // Which process this is shall be asked only by who attaches.
            Class.forName(
                    name, !name.contains(".it.") && !name.endsWith(".ProcessIdentity"), Poverty.class.getClassLoader());
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

    /**
     * Maps a large file until no more than the rest is left of the address space. Then there is none for the stack of a
     * thread either.
     */
    private int takeMemory(int free, Path folder) throws IOException {
        return take(folder, channel -> {
            if (kept.isEmpty()) {
                takeMemory(channel, GIBI, kept);
                takeMemory(channel, 64 * MEBI, kept);
            }
            takeMemory(channel, 4 * MEBI, mappings);
            takeMemory(channel, PIECE_BYTES, mappings);
            give(free);
        });
    }

    /** Until there is address space for files, and none for the stack of a thread. */
    private int takeStacks(int free, Path folder) throws IOException {
        return take(folder, channel -> {
            takeMemory(channel, GIBI, mappings);
            takeMemory(channel, LARGE_PIECE_BYTES, mappings);
            give(free);
        });
    }

    /** One page each: two of the same page are never made one by the system. */
    private int takeMappings(int free, Path folder) throws IOException {
        return take(folder, channel -> {
            if (kept.isEmpty()) {
                takeMemory(channel, PAGE_BYTES, kept);
                for (int i = 0; i < TAKEN_ANEW; i++) {
                    unmap(kept.removeLast());
                }
            }
            takeMemory(channel, PAGE_BYTES, mappings);
            give(free + MAPPINGS_OF_THREADS);
        });
    }

    /** Takes what a file can be mapped to. */
    private interface Taking {
        void from(FileChannel channel);
    }

    private int take(Path folder, Taking taking) throws IOException {
        Path file = Files.createTempFile(folder, "mapped", "");
        try (FileChannel channel =
                FileChannel.open(file, StandardOpenOption.READ, StandardOpenOption.WRITE, StandardOpenOption.SPARSE)) {
            taking.from(channel);
        } finally {
            Files.delete(file);
        }
        return mappings.size();
    }

    private void give(int free) {
        for (int i = 0; i < free && !mappings.isEmpty(); i++) {
            unmap(mappings.removeLast());
        }
    }

    /** The last ones taken are the smallest. */
    private static void takeMemory(FileChannel channel, int size, Deque<MappedByteBuffer> taken) {
        try {
            while (true) {
                taken.add(channel.map(MapMode.READ_WRITE, 0, size));
            }
        } catch (IOException noneLeft) {
            // The next ones are smaller.
        }
    }

    private static void unmap(MappedByteBuffer buffer) {
        try {
            Class<?> type = Class.forName("sun.misc.Unsafe");
            Field instance = type.getDeclaredField("theUnsafe");
            instance.setAccessible(true);
            type.getMethod("invokeCleaner", ByteBuffer.class).invoke(instance.get(null), buffer);
        } catch (ReflectiveOperationException impossible) {
            throw new IllegalStateException(impossible);
        }
    }
}
