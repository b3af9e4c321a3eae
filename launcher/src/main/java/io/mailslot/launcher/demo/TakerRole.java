package io.mailslot.launcher.demo;

import io.mailslot.Kernel;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;

/** A process that makes no handle, and writes on cue through the one whose number is in a file: {@code who file}. */
final class TakerRole {
    private TakerRole() {}

    public static void main(String[] arguments) throws IOException {
        Report report = new Report(arguments[0]);
        try (Kernel kernel = Kernel.attach()) {
            report.say("I am pid " + kernel.processId());
            report.fact("pid", kernel.processId());
            report.table(kernel);
            while (report.cue() != null) {
                report.table(kernel);
                int handle = Integer.parseInt(Files.readString(Path.of(arguments[1])));
                report.attempt("WriteFile on handle " + handle, "write", () -> write(kernel, handle));
            }
        }
    }

    @SuppressWarnings("resource") // A view over a handle that is closed with the kernel.
    private static void write(Kernel kernel, int handle) {
        kernel.sender(handle).write(("written through handle " + handle).getBytes(StandardCharsets.UTF_8));
    }
}
