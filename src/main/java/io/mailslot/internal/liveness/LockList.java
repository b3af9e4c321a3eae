package io.mailslot.internal.liveness;

import io.mailslot.internal.memory.SystemFiles;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.LinkOption;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.util.HashMap;
import java.util.HashSet;
import java.util.Map;
import java.util.OptionalLong;
import java.util.Set;
import java.util.StringTokenizer;

/**
 * Who holds which file's lock, as the system lists it in {@code /proc/locks}: to read that takes none. Locks of the old kind
 * of processes in other pid namespaces are left out there, so what is not in the list may be held all the same.
 */
public final class LockList {
    private static final Path LIST = Path.of("/proc/locks");

    /** Of a lock that belongs to an open file, and to no process. */
    private static final long NOBODYS = -1;

    /** By device and inode, as the list names them. */
    private final Map<String, Long> holders = new HashMap<>();

    /** Of the files on which any lock is listed, as the list names them. */
    private final Set<String> devices = new HashSet<>();

    private final boolean failed;

    private LockList(boolean failed) {
        this.failed = failed;
    }

    /** The list as it is now; without any lock where there is none, or it cannot be read. */
    public static LockList read() {
        try {
            return of(SystemFiles.read(LIST));
        } catch (NoSuchFileException none) {
            return of("");
        } catch (IOException | RuntimeException unknown) {
            return new LockList(true);
        }
    }

    /** A list as the system prints it. */
    static LockList of(String text) {
        LockList list = new LockList(false);
        for (StringTokenizer lines = new StringTokenizer(text, "\n"); lines.hasMoreTokens(); ) {
            list.add(lines.nextToken());
        }
        return list;
    }

    /** For instance {@code 1: POSIX  ADVISORY  WRITE 3568 fd:00:2531452 0 EOF}; one that waits has an arrow behind the number. */
    private void add(String line) {
        String[] words = words(line);
        if (words.length <= 5 || words[1].equals("->")) {
            return;
        }
        devices.add(words[5].substring(0, words[5].lastIndexOf(':') + 1));
        if (words[3].equals("WRITE") && !words[1].equals("FLOCK")) {
            holders.merge(words[5], Long.parseLong(words[4]), Math::max); // one that names a process tells more
        }
    }

    private static String[] words(String line) {
        StringTokenizer tokens = new StringTokenizer(line);
        String[] words = new String[tokens.countTokens()];
        for (int i = 0; i < words.length; i++) {
            words[i] = tokens.nextToken();
        }
        return words;
    }

    /**
     * Whether the list names some lock on the device of a file, so that one on that file would be found there: file systems with
     * subvolumes have devices that the list calls otherwise.
     *
     * @throws IOException if the file cannot be looked at
     */
    boolean tellsOf(Path file) throws IOException {
        return devices.contains(device(file));
    }

    /** Whether there may be a list that could not be read. */
    public boolean failed() {
        return failed;
    }

    /**
     * Whether some process holds a lock of a file, exclusively.
     *
     * @throws IOException if the file cannot be looked at
     */
    public boolean holds(Path file) throws IOException {
        return !holders.isEmpty() && holders.containsKey(name(file));
    }

    /**
     * Who holds it.
     *
     * @return the process id, as it is in this pid namespace; empty if nobody is listed, or not by name
     * @throws IOException if the file cannot be looked at
     */
    public OptionalLong holder(Path file) throws IOException {
        Long holder = holders.isEmpty() ? null : holders.get(name(file));
        return holder == null || holder == NOBODYS ? OptionalLong.empty() : OptionalLong.of(holder);
    }

    /** What the list calls a file. */
    static String name(Path file) throws IOException {
        return device(file) + Files.getAttribute(file, "unix:ino", LinkOption.NOFOLLOW_LINKS);
    }

    private static String device(Path file) throws IOException {
        long device = (Long) Files.getAttribute(file, "unix:dev", LinkOption.NOFOLLOW_LINKS);
        long major = device >> 8 & 0xFFF | device >> 32 & ~0xFFFL;
        long minor = device & 0xFF | device >> 12 & ~0xFFL;
        return hex(major) + ":" + hex(minor) + ":";
    }

    /** With two digits at least. A format is made of classes that nothing else needs. */
    private static String hex(long number) {
        return (number < 0x10 ? "0" : "") + Long.toHexString(number);
    }
}
