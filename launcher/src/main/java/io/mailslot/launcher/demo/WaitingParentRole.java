package io.mailslot.launcher.demo;

import io.mailslot.JavaCommand;
import io.mailslot.Kernel;
import io.mailslot.api.ChildProcess;
import io.mailslot.api.Inheritance;
import io.mailslot.api.MailslotOptions;
import io.mailslot.api.OpenOptions;
import io.mailslot.api.Receiver;
import io.mailslot.api.WaitResult;
import java.nio.charset.StandardCharsets;
import java.time.Duration;

/** A process that waits for a message of its child or the child's end, whichever comes first: {@code who mailslot}. */
final class WaitingParentRole {
    private static final Duration PATIENCE = Duration.ofSeconds(20);

    private final Report report;
    private final Kernel kernel;

    private WaitingParentRole(Report report, Kernel kernel) {
        this.report = report;
        this.kernel = kernel;
    }

    public static void main(String[] arguments) {
        Report report = new Report(arguments[0]);
        try (Kernel kernel = Kernel.attach()) {
            report.say("I am pid " + kernel.processId());
            new WaitingParentRole(report, kernel).play(arguments[1]);
        }
    }

    private void play(String mailslot) {
        try (Receiver receiver = kernel.createMailslot(mailslot, MailslotOptions.defaults())) {
            int number = kernel.openMailslot(mailslot, OpenOptions.defaults().withInheritable(true))
                    .handle();
            JavaCommand command =
                    Actor.command(TalkativeChildRole.class).withArguments("Child", String.valueOf(number));
            try (ChildProcess child = kernel.createProcess(command, Inheritance.all())) {
                report.say("CreateProcess  ->  handle " + child.handle() + ", pid " + child.processId());
                report.table(kernel);
                converse(receiver, child);
                int code = child.exitCode().orElse(-1);
                report.say("GetExitCodeProcess on handle " + child.handle() + "  ->  " + code);
                report.fact("exit", code);
            }
        }
    }

    /** The message is first in the list: while there is one, the child's end can wait. */
    private void converse(Receiver receiver, ChildProcess child) {
        while (true) {
            WaitResult result = kernel.waitForAny(PATIENCE, receiver, child);
            report.say("WaitForMultipleObjects on handles " + receiver.handle() + " and " + child.handle()
                    + ", any  ->  " + (result.signaled() ? "WAIT_OBJECT_0 + " + result.index() : "WAIT_TIMEOUT"));
            report.fact("signaled", result.index());
            if (!result.is(receiver)) {
                return;
            }
            String message = new String(receiver.read(), StandardCharsets.UTF_8);
            report.say("ReadFile on handle " + receiver.handle() + "  ->  \"" + message + "\"");
            report.fact("message", message);
        }
    }
}
