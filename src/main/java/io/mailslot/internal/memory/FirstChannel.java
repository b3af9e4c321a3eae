package io.mailslot.internal.memory;

import java.io.IOException;
import java.nio.channels.FileChannel;
import java.nio.file.Path;

/**
 * Has the JDK's classes for open files initialised once, while there are descriptors enough. One whose initialiser finds none
 * is lost to the JVM, and with it everything that opens a file, whoever's it is.
 *
 * <p>Has no initialiser itself.
 */
public final class FirstChannel implements Runnable {
    private static final String ACTION = "open the first file of this JVM";

    private static volatile boolean prepared;

    private FirstChannel() {}

    /**
     * To be called before a file is opened.
     *
     * @throws io.mailslot.api.OutOfResourcesException if there are too few descriptors for it; nothing is lost then
     */
    public static void prepare() {
        if (!prepared) {
            Shortage.requireDescriptorsOfAFirstUse(ACTION);
            FreshStack.run(new FirstChannel());
            prepared = true;
        }
    }

    @Override
    public void run() {
        try {
            FileChannel.open(Path.of(System.getProperty("java.home"), "lib", "modules"))
                    .close();
        } catch (IOException noSuchFileHere) {
            Shortage.failIfOutOfDescriptors(ACTION);
        }
    }
}
