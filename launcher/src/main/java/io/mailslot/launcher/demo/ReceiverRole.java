package io.mailslot.launcher.demo;

import io.mailslot.Kernel;
import io.mailslot.api.Receiver;
import java.nio.charset.StandardCharsets;
import java.time.Duration;

/** A process that creates a mailslot and reads from it: {@code who mailslot}. Each cue is one read. */
final class ReceiverRole {
    private static final Duration PATIENCE = Duration.ofSeconds(20);

    private ReceiverRole() {}

    public static void main(String[] arguments) {
        Report report = new Report(arguments[0]);
        String mailslot = arguments[1];
        try (Kernel kernel = Kernel.attach();
                Receiver receiver = kernel.createMailslot(mailslot)) {
            report.say("I am pid " + kernel.processId());
            report.say("CreateMailslot " + mailslot + "  ->  handle " + receiver.handle());
            report.table(kernel);
            while (report.cue() != null) {
                String message = receiver.read(PATIENCE)
                        .map(bytes -> new String(bytes, StandardCharsets.UTF_8))
                        .orElse("(nothing came)");
                report.say("ReadFile on handle " + receiver.handle() + "  ->  \"" + message + "\"");
                report.fact("message", message);
            }
            report.say("CloseHandle " + receiver.handle() + ": the mailslot goes with its last receiver");
        }
    }
}
