package io.mailslot.launcher.demo;

import io.mailslot.Kernel;
import io.mailslot.api.Sender;
import java.nio.charset.StandardCharsets;

/** A process that writes two messages through an inherited handle and ends: {@code who handle}. */
final class TalkativeChildRole {
    static final int EXIT_CODE = 3;

    private TalkativeChildRole() {}

    public static void main(String[] arguments) {
        // Not closed here: the end of the process does it.
        @SuppressWarnings("resource")
        Kernel kernel = Kernel.attach();
        try (Sender sender = kernel.sender(Integer.parseInt(arguments[1]))) {
            sender.write("half done".getBytes(StandardCharsets.UTF_8));
            sender.write("all done".getBytes(StandardCharsets.UTF_8));
        }
        kernel.exitProcess(EXIT_CODE);
    }
}
