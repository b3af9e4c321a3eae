package io.mailslot.launcher.demo;

import io.mailslot.Kernel;
import io.mailslot.api.AccessRight;
import io.mailslot.api.DuplicateOptions;
import io.mailslot.api.ObjectOpenOptions;
import io.mailslot.api.ProcessObject;
import io.mailslot.api.Sender;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;

/** A process that puts a handle into another one, and later takes it away: {@code who mailslot pid file}. */
final class GiverRole {
    private GiverRole() {}

    public static void main(String[] arguments) throws IOException {
        Report report = new Report(arguments[0]);
        long taker = Long.parseLong(arguments[2]);
        try (Kernel kernel = Kernel.attach();
                Sender sender = kernel.openMailslot(arguments[1]);
                ProcessObject process = kernel.openProcess(taker, ObjectOpenOptions.of(AccessRight.DUPLICATE_HANDLE))) {
            report.say("I am pid " + kernel.processId());
            report.say("CreateFile " + arguments[1] + "  ->  handle " + sender.handle());
            report.say("OpenProcess " + taker + ", PROCESS_DUP_HANDLE  ->  handle " + process.handle());
            int there = kernel.duplicate(
                    kernel.currentProcess().handle(), sender.handle(), process.handle(), DuplicateOptions.defaults());
            report.say("DuplicateHandle " + sender.handle() + " into process " + process.handle() + "  ->  handle "
                    + there + " there");
            report.table(kernel);
            Files.writeString(Path.of(arguments[3]), String.valueOf(there));
            report.fact("there", there);
            report.cue();
            report.attempt(
                    "DuplicateHandle " + there + " of process " + process.handle() + ", DUPLICATE_CLOSE_SOURCE",
                    "taken",
                    () -> kernel.closeHandleIn(process.handle(), there));
            report.table(kernel);
        }
    }
}
