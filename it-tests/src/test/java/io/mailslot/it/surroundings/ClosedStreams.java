package io.mailslot.it.surroundings;

import com.sun.jna.Native;
import io.mailslot.Kernel;
import io.mailslot.KernelOptions;
import io.mailslot.api.ChildProcess;
import io.mailslot.api.Inheritance;
import io.mailslot.api.Receiver;
import io.mailslot.api.Sender;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.LinkOption;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;

/**
 * Closes its standard streams, uses a home, prints, and notes in a file what the numbers of the streams lead to, here and in
 * a child.
 *
 * <p>Arguments: the file, the file for the child's, another home.
 */
final class ClosedStreams {
    static final String TEXT = "printed text printed text";
    private static final int STREAMS = 3;

    static {
        Native.register(ClosedStreams.class, "c");
    }

    private ClosedStreams() {}

    private static native int close(int descriptor);

    public static void main(String[] arguments) throws IOException {
        List<String> seen = new ArrayList<>();
        use(Path.of(
                arguments[2])); // each class that is read from a folder has the JDK put /dev/null in a number of these
        for (int number = 0; number < STREAMS; number++) {
            close(number);
        }
        try (Kernel kernel = Kernel.attach();
                Receiver receiver = kernel.createMailslot("m");
                Sender sender = kernel.openMailslot("m")) {
            print();
            sender.write(new byte[100]);
            print();
            seen.addAll(descriptors());
            seen.add("read " + receiver.read().length);
            ProcessBuilder child =
                    new ProcessBuilder("/bin/sh", "-c", "ls -l /proc/self/fd/ > '" + arguments[1] + "'").inheritIO();
            try (ChildProcess started = kernel.createProcess(child, Inheritance.all())) {
                kernel.waitFor(Duration.ofSeconds(20), started.handle());
            }
        }
        Files.write(Path.of(arguments[0]), seen);
    }

    private static void use(Path home) {
        try (Kernel kernel = Kernel.attach(KernelOptions.defaults().withHome(home));
                Receiver receiver = kernel.createMailslot("m");
                Sender sender = kernel.openMailslot("m")) {
            sender.write(receiver.handle() == 0 ? new byte[0] : new byte[1]);
        }
    }

    private static void print() {
        System.out.println(TEXT);
        System.err.println(TEXT);
        System.out.flush();
    }

    private static List<String> descriptors() throws IOException {
        List<String> found = new ArrayList<>();
        for (int number = 0; number < STREAMS; number++) {
            Path descriptor = Path.of("/proc/self/fd", String.valueOf(number));
            found.add(
                    Files.exists(descriptor, LinkOption.NOFOLLOW_LINKS)
                            ? Files.readSymbolicLink(descriptor).toString()
                            : "closed");
        }
        return found;
    }
}
