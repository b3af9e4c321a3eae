package io.mailslot.internal.memory;

import java.io.Closeable;
import java.io.IOException;
import java.io.RandomAccessFile;
import java.nio.file.Files;
import java.nio.file.LinkOption;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;

/**
 * The descriptors 0 to 2. A program that was started without one of them gives the number to the next file that it opens.
 * If that is a file of the home, what somebody prints is written into it.
 */
public final class StandardDescriptors {
    private static final Path OPEN = Path.of("/proc/self/fd");
    private static final Path NOTHING = Path.of("/dev/null");
    private static final int COUNT = 3;

    /** Never closed: the numbers would be free again. */
    private static final List<Closeable> HELD = new ArrayList<>();

    private StandardDescriptors() {}

    /**
     * Has those that are closed lead to nothing, as the JDK does when somebody closes {@code System.out}. To be called before
     * a file of a home is opened to write.
     *
     * @throws io.mailslot.api.MailslotException if that cannot be done
     */
    public static synchronized void occupy() {
        if (!Files.exists(OPEN)) {
            return;
        }
        try {
            for (int i = 0; i < COUNT && isAnyClosed(); i++) {
                HELD.add(new RandomAccessFile(NOTHING.toFile(), "rw"));
            }
        } catch (IOException e) {
            throw IoFailures.translate("open something in place of a closed standard stream", NOTHING, e);
        }
    }

    private static boolean isAnyClosed() {
        for (int number = 0; number < COUNT; number++) {
            if (!Files.exists(OPEN.resolve(Integer.toString(number)), LinkOption.NOFOLLOW_LINKS)) {
                return true;
            }
        }
        return false;
    }
}
