package io.mailslot.launcher.demo;

import io.mailslot.Kernel;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;

/** A process that opens nothing: it writes through the handles whose numbers it finds in a file: {@code who file}. */
final class ChildRole {
    private ChildRole() {}

    public static void main(String[] arguments) throws IOException {
        Report report = new Report(arguments[0]);
        Path file = Path.of(arguments[1]);
        report.cue();
        try (Kernel kernel = Kernel.attach()) {
            report.say("I am pid " + kernel.processId() + " and have opened nothing, yet this is my handle table:");
            report.table(kernel);
            for (String number : Files.readAllLines(file)) {
                int handle = Integer.parseInt(number);
                String text = "hello from the child through handle " + handle;
                report.attempt(
                        "read " + handle + " from the file " + file.getFileName() + "; WriteFile on handle " + handle,
                        "write " + handle,
                        () -> write(kernel, handle, text));
            }
        }
    }

    @SuppressWarnings("resource") // A view over a handle that is closed with the kernel.
    private static void write(Kernel kernel, int handle, String text) {
        kernel.sender(handle).write(text.getBytes(StandardCharsets.UTF_8));
    }
}
