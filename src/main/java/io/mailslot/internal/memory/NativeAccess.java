package io.mailslot.internal.memory;

import com.sun.jna.Native;
import com.sun.jna.NativeLibrary;
import com.sun.jna.Platform;
import com.sun.jna.Pointer;
import java.io.IOException;
import java.io.InputStream;
import java.nio.ByteBuffer;
import java.nio.charset.Charset;
import java.nio.file.InvalidPathException;
import java.nio.file.Path;
import java.util.Optional;
import java.util.stream.Stream;

/**
 * Access to the C library of a 64-bit Linux, through JNA. JNA has a library of its own, which has to lie in a file that may
 * be executed: it is written to the first folder that allows that, whatever the umask, and deleted as soon as it is loaded.
 * Where there is no such folder the JVM works without native calls.
 */
public final class NativeAccess {
    /** The system property that turns native calls off when it says {@code false}. */
    static final String PROPERTY = "mailslot.native";

    /** Where JNA looks for its library; who has set it knows better. */
    private static final String LIBRARY_FOLDER = "jna.boot.library.path";

    /** Where JNA looks for other libraries; it sets that itself if nobody has. */
    private static final String SEARCHED_FOLDERS = "jna.platform.library.path";

    /** Where JNA unpacks. */
    private static final String UNPACK_FOLDER = "jna.tmpdir";

    private static final String LIBRARY = "libjnidispatch.so";

    private NativeAccess() {}

    /** Loaded once, at the first use. */
    private static final class Jna {
        static final boolean LOADED = isLinux() && !"false".equals(System.getProperty(PROPERTY)) && load();
    }

    /** Loads JNA's library, unless it cannot be; whoever may use JNA without asking here finds it loaded then. */
    public static boolean isThere() {
        return FreshStack.initialised(Jna.class) && Jna.LOADED;
    }

    /** The module that makes native calls, for the flag that allows it. */
    public static Module module() {
        return Native.class.getModule();
    }

    /**
     * Binds the native methods of a class to the C library.
     *
     * @return whether they can be called
     */
    static boolean bind(Class<?> type) {
        if (!isThere()) {
            return false;
        }
        try {
            Native.register(type, NativeLibrary.getProcess()); // has that library, which need not be looked for
            return true;
        } catch (LinkageError unavailable) {
            return false;
        }
    }

    /** The address of a direct buffer's first byte; the library must be loaded. */
    static long addressOf(ByteBuffer buffer) {
        return Pointer.nativeValue(Native.getDirectBufferPointer(buffer));
    }

    /** A path as the JDK names it to the system; what cannot be named so is not found. */
    static ByteBuffer pathname(Path file) {
        byte[] name = file.toString().getBytes(Charset.forName(System.getProperty("sun.jnu.encoding", "UTF-8")));
        return ByteBuffer.allocateDirect(name.length + 1).put(0, name);
    }

    /** Asked of the JDK: the question alone must not load JNA's own library where it is of no use. */
    public static boolean isLinux() {
        return "Linux".equals(System.getProperty("os.name"));
    }

    private static boolean load() {
        try {
            nameSearchedFolders();
            return System.getProperty(LIBRARY_FOLDER) == null ? loadUnpacked() : isLoadable();
        } catch (IOException | LinkageError unavailable) {
            return false;
        } catch (InternalError noDescriptor) {
            return false; // as the JDK says where it cannot read a file of its own
        }
    }

    /** What is named here counts for the application's own libraries, too, as long as the JVM lives: all or nothing. */
    private static void nameSearchedFolders() {
        try {
            if (System.getProperty(SEARCHED_FOLDERS) == null) {
                System.getProperties().putIfAbsent(SEARCHED_FOLDERS, LoaderFolders.path());
            }
        } catch (IOException cannotLook) {
            return; // JNA asks a program for them
        }
    }

    private static boolean loadUnpacked() throws IOException {
        byte[] library = packed();
        if (library == null) {
            return isLoadable(); // packed in some other way, or installed: JNA may know
        }
        for (Path parent : (Iterable<Path>) folders()::iterator) {
            Optional<UnpackedLibrary> unpacked = UnpackedLibrary.in(parent, LIBRARY, library);
            if (unpacked.isPresent()) {
                try (UnpackedLibrary there = unpacked.get()) {
                    return loadFrom(there.folder());
                }
            }
        }
        return false;
    }

    private static byte[] packed() throws IOException {
        String name = "/com/sun/jna/" + Platform.RESOURCE_PREFIX + "/" + LIBRARY;
        try (InputStream in = Platform.class.getResourceAsStream(name)) {
            return in == null ? null : in.readAllBytes();
        }
    }

    private static Stream<Path> folders() {
        return Stream.of(
                        System.getProperty(UNPACK_FOLDER),
                        System.getProperty("java.io.tmpdir"),
                        System.getenv("XDG_RUNTIME_DIR"),
                        System.getProperty("user.home"),
                        "/var/tmp",
                        "/dev/shm")
                .flatMap(NativeAccess::folder);
    }

    private static Stream<Path> folder(String name) {
        try {
            return name == null || name.isEmpty()
                    ? Stream.empty()
                    : Stream.of(Path.of(name).toAbsolutePath());
        } catch (InvalidPathException unfit) {
            return Stream.empty();
        }
    }

    private static boolean loadFrom(Path folder) {
        // JNA looks for left-overs where it would unpack, and warns at length if it may not write there.
        String before = System.setProperty(UNPACK_FOLDER, folder.toString());
        System.setProperty(LIBRARY_FOLDER, folder.toString());
        try {
            return isLoadable();
        } finally {
            System.clearProperty(LIBRARY_FOLDER);
            restore(UNPACK_FOLDER, before);
        }
    }

    private static void restore(String property, String before) {
        if (before == null) {
            System.clearProperty(property);
        } else {
            System.setProperty(property, before);
        }
    }

    /** A 32-bit JVM has other call numbers and structures, whatever the machine. */
    private static boolean isLoadable() {
        return Native.POINTER_SIZE == Long.BYTES;
    }
}
