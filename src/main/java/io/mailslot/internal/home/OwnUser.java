package io.mailslot.internal.home;

import io.mailslot.internal.memory.FirstChannel;
import io.mailslot.internal.memory.IoFailures;
import io.mailslot.internal.memory.SystemFiles;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Optional;

/** The user that this process makes files as, and what its umask takes from them. The JDK tells neither. */
final class OwnUser {
    private static final Path STATUS = Path.of("/proc/self/status");
    /** Real, effective, saved, and the one that counts for files. */
    private static final String USERS = "Uid:";

    private static final int OF_FILES = 3;
    private static final String UMASK = "Umask:";
    private static final int OCTAL = 8;
    private static final int OWNER_BITS = 0700;

    /** Null until somebody asks. Nothing in a JVM changes it. */
    private static volatile Integer known;

    /** The same of the umask. */
    private static volatile Boolean deniesOwner;

    private OwnUser() {}

    /** The user's number. */
    static int uid() throws IOException {
        Integer uid = known;
        if (uid == null) {
            uid = readUid();
            known = uid;
        }
        return uid;
    }

    private static int readUid() throws IOException {
        Optional<String> users = status(USERS);
        return users.isPresent() ? Integer.parseUnsignedInt(users.get().split("\\s+")[OF_FILES]) : ownerOfANewFile();
    }

    /** Without a /proc, a new file tells. */
    private static int ownerOfANewFile() throws IOException {
        FirstChannel.prepare();
        Path file = Files.createTempFile("mailslot-", ".uid");
        try {
            return (Integer) Files.getAttribute(file, "unix:uid");
        } finally {
            Files.delete(file);
        }
    }

    /** Whether files that this process makes lack permissions for their own owner unless they get them explicitly. */
    static boolean umaskDeniesOwner() throws IOException {
        Boolean denies = deniesOwner;
        if (denies == null) {
            int umask = Integer.parseInt(status(UMASK).orElse("0"), OCTAL);
            denies = (umask & OWNER_BITS) != 0;
            deniesOwner = denies;
        }
        return denies;
    }

    /**
     * What the user's default home is named after: the name of the user if it can be a part of every file's name, else
     * the number. A user without an entry in the password file has no name, and one with letters beyond ASCII has another
     * one in each character set.
     *
     * @throws io.mailslot.api.MailslotException if the number cannot be looked up
     */
    static String name() {
        String name = System.getProperty("user.name", "");
        if (name.matches("[A-Za-z0-9._-]+")) {
            return name;
        }
        try {
            return "uid-" + Integer.toUnsignedString(uid());
        } catch (IOException e) { // a guess would lead to another home
            throw IoFailures.translate("tell this user's number", STATUS, e);
        } catch (UnsupportedOperationException | IllegalArgumentException noNumbers) {
            return name.replaceAll("[^A-Za-z0-9._-]", "_");
        }
    }

    private static Optional<String> status(String key) throws IOException {
        if (!IoFailures.exists(STATUS)) {
            return Optional.empty();
        }
        return SystemFiles.read(STATUS)
                .lines()
                .filter(line -> line.startsWith(key))
                .map(line -> line.substring(key.length()).strip())
                .findFirst();
    }
}
