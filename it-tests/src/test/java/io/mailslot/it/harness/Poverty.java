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

    /** What a process can run out of. */
    public enum Of {
        DESCRIPTORS,
        /** Address space; what is free is counted in pieces of 256 KiB. */
        MEMORY,
        /** Address space, counted in pieces of 256 MiB, in a JVM whose threads have larger stacks. */
        THREADS,
        MAPPINGS
    }

    /** Takes all of something, but for so much; in a folder a file is made for that, for a moment. */
    public void begin(Of what, int free, Path folder) throws IOException {
        if (!loaded) {
            loadClasses();
            loaded = true;
        }
        switch (what) {
            case DESCRIPTORS -> takeDescriptors(free);
            case MEMORY -> takeMemory(free, folder);
            case THREADS -> takeStacks(free, folder);
            case MAPPINGS -> takeMappings(free, folder);
        }
    }

    /** Gives it back. */
    public void end() throws IOException {
        while (!files.isEmpty()) {
            files.pop().close();
        }
        while (!mappings.isEmpty()) {
            unmap(mappings.removeLast());
        }
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

    private void takeDescriptors(int free) throws IOException {
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
    }

    /**
     * Maps a large file until no more than the rest is left of the address space. Then there is none for the stack of a
     * thread either.
     */
    private void takeMemory(int free, Path folder) throws IOException {
        take(folder, channel -> {
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
    private void takeStacks(int free, Path folder) throws IOException {
        take(folder, channel -> {
            takeMemory(channel, GIBI, mappings);
            takeMemory(channel, LARGE_PIECE_BYTES, mappings);
            give(free);
        });
    }

    /** One page each: two of the same page are never made one by the system. */
    private void takeMappings(int free, Path folder) throws IOException {
        take(folder, channel -> {
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

    private static void take(Path folder, Taking taking) throws IOException {
        Path file = Files.createTempFile(folder, "mapped", "");
        try (FileChannel channel =
                FileChannel.open(file, StandardOpenOption.READ, StandardOpenOption.WRITE, StandardOpenOption.SPARSE)) {
            taking.from(channel);
        } finally {
            Files.delete(file);
        }
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
