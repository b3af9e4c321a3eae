package io.mailslot.launcher.demo;

import io.mailslot.Kernel;
import io.mailslot.api.Sender;
import java.nio.charset.StandardCharsets;

/** A process that opens a mailslot and writes to it: {@code who mailslot text}. Each cue is one write. */
final class SenderRole {
    private SenderRole() {}

    public static void main(String[] arguments) {
        Report report = new Report(arguments[0]);
        String mailslot = arguments[1];
        String text = arguments[2];
        try (Kernel kernel = Kernel.attach();
                Sender sender = kernel.openMailslot(mailslot)) {
            report.say("I am pid " + kernel.processId());
            report.say("CreateFile " + mailslot + "  ->  handle " + sender.handle());
            report.table(kernel);
            while (report.cue() != null) {
                report.attempt(
                        "WriteFile on handle " + sender.handle() + ", \"" + text + "\"",
                        "write",
                        () -> sender.write(text.getBytes(StandardCharsets.UTF_8)));
            }
        }
    }
}
