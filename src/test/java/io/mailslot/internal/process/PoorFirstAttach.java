package io.mailslot.internal.process;

import io.mailslot.Kernel;
import io.mailslot.KernelOptions;
import io.mailslot.api.MailslotException;
import io.mailslot.inspect.HomeInspector;
import java.io.Closeable;
import java.io.FileInputStream;
import java.io.IOException;
import java.nio.file.Path;
import java.util.ArrayDeque;
import java.util.Deque;

/**
 * Uses a home for the first time in this JVM while hardly a descriptor is left, and then once there are; tells how that went.
 * To be started with a low limit.
 */
final class PoorFirstAttach {
    private PoorFirstAttach() {}

    /** Arguments: attach, inspect or name (the default home), folder of a home, and how many descriptors are left. */
    public static void main(String[] args) throws IOException {
        Deque<Closeable> held = takeAll(Integer.parseInt(args[2]));
        String first = "went well";
        try {
            use(args[0], Path.of(args[1]));
        } catch (MailslotException e) {
            first = "refused with " + e.errorCode().value();
        }
        for (Closeable file : held) {
            file.close();
        }
        use(args[0], Path.of(args[1]));
        System.out.println(first);
    }

    private static void use(String what, Path home) {
        switch (what) {
            case "attach" ->
                Kernel.attach(KernelOptions.defaults().withHome(home)).close();
            case "inspect" -> HomeInspector.inspect(home);
            default -> HomeInspector.defaultHome();
        }
    }

    private static Deque<Closeable> takeAll(int but) throws IOException {
        Deque<Closeable> held = new ArrayDeque<>();
        try {
            while (true) {
                held.push(new FileInputStream("/dev/null"));
            }
        } catch (IOException noMore) {
            for (int i = 0; i < but; i++) {
                held.pop().close();
            }
        }
        return held;
    }
}
