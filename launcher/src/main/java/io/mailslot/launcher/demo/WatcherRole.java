package io.mailslot.launcher.demo;

import io.mailslot.Kernel;
import io.mailslot.api.ProcessObject;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;

/**
 * A process that waits for the end of the process whose handle it inherited: {@code who file mailslot}. What it has to say
 * after that it writes to a mailslot: its standard output was its parent's.
 */
final class WatcherRole {
    private static final Duration PATIENCE = Duration.ofSeconds(20);

    private WatcherRole() {}

    public static void main(String[] arguments) throws IOException {
        Report report = new Report(arguments[0]);
        report.cue();
        try (Kernel kernel = Kernel.attach()) {
            report.say("I am pid " + kernel.processId() + " and have opened nothing, yet this is my handle table:");
            report.table(kernel);
            int handle = Integer.parseInt(Files.readString(Path.of(arguments[1])));
            // A view over a handle that is closed with the kernel.
            @SuppressWarnings("resource")
            ProcessObject parent = kernel.process(handle);
            String before = parent.exitCode().isPresent() ? "it has ended" : "STILL_ACTIVE 259";
            report.say("GetExitCodeProcess on handle " + handle + "  ->  " + before);
            report.fact("before", before);
            report.say("WaitForSingleObject on handle " + handle + "; then I write to " + arguments[2]);
            report.fact("waits", true);
            boolean ended = parent.waitForEnd(PATIENCE);
            String news = message(
                    ended, parent.exitCode().orElse(-1), parent.describe().usageCount());
            kernel.openMailslot(arguments[2]).write(news.getBytes(StandardCharsets.UTF_8));
        }
    }

    static String message(boolean ended, int exitCode, int usageCount) {
        return (ended ? "my parent has ended" : "my parent still runs") + ", exit code " + exitCode + ", usage count "
                + usageCount;
    }
}
