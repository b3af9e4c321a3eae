package io.mailslot.launcher.demo;

import io.mailslot.JavaCommand;
import io.mailslot.Kernel;
import io.mailslot.api.ChildProcess;
import io.mailslot.api.Inheritance;
import io.mailslot.api.OpenOptions;
import io.mailslot.api.Sender;
import java.io.IOException;
import java.io.OutputStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;

/**
 * A process that opens a mailslot once for each argument after the third, with the inherit flag where it says
 * {@code inherit}; writes the handle numbers into a file; and starts a child: {@code who mailslot file inherit|plain…}.
 */
final class ParentRole {
    static final String INHERIT = "inherit";
    static final String PLAIN = "plain";

    private final Report report;
    private final Kernel kernel;

    private ParentRole(Report report, Kernel kernel) {
        this.report = report;
        this.kernel = kernel;
    }

    public static void main(String[] arguments) throws IOException {
        Report report = new Report(arguments[0]);
        try (Kernel kernel = Kernel.attach()) {
            report.say("I am pid " + kernel.processId());
            new ParentRole(report, kernel).play(arguments);
        }
    }

    private void play(String[] arguments) throws IOException {
        Path file = Path.of(arguments[2]);
        List<String> numbers = new ArrayList<>();
        for (int i = 3; i < arguments.length; i++) {
            numbers.add(String.valueOf(open(arguments[1], arguments[i].equals(INHERIT))));
        }
        report.table(kernel);
        Files.write(file, numbers);
        report.say("wrote " + String.join(" and ", numbers) + " into the file " + file.getFileName());
        JavaCommand command = Actor.command(ChildRole.class).withArguments("Child", file.toString());
        try (ChildProcess child = kernel.createProcess(command, Inheritance.all())) {
            report.say(
                    "CreateProcess, bInheritHandles TRUE  ->  handle " + child.handle() + ", pid " + child.processId());
            report.table(kernel);
            cue(child);
            int code = child.waitFor();
            report.say("WaitForSingleObject on handle " + child.handle() + "  ->  the child ended with code " + code);
            report.fact("exit", code);
            report.table(kernel);
        }
    }

    private int open(String mailslot, boolean inherit) {
        // Not closed here: closing the kernel at the end closes every handle, as the end of a process does on Windows.
        @SuppressWarnings("resource")
        Sender sender = kernel.openMailslot(mailslot, OpenOptions.defaults().withInheritable(inherit));
        report.say("CreateFile " + mailslot + ", bInheritHandle " + (inherit ? "TRUE" : "FALSE") + "  ->  handle "
                + sender.handle());
        return sender.handle();
    }

    /** The child looks around only now, so that what it says comes after what this process has said. */
    static void cue(ChildProcess child) throws IOException {
        try (OutputStream cues = child.process().getOutputStream()) {
            cues.write("go\n".getBytes(StandardCharsets.UTF_8));
        }
    }
}
