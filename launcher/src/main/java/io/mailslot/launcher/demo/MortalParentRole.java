package io.mailslot.launcher.demo;

import io.mailslot.JavaCommand;
import io.mailslot.Kernel;
import io.mailslot.api.ChildProcess;
import io.mailslot.api.DuplicateOptions;
import io.mailslot.api.Inheritance;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;

/** A process that gives its child a handle to itself, and ends before the child: {@code who file mailslot}. */
final class MortalParentRole {
    /** Not one that a JVM ends with by itself. */
    static final int EXIT_CODE = 42;

    private MortalParentRole() {}

    public static void main(String[] arguments) throws IOException {
        Report report = new Report(arguments[0]);
        Path file = Path.of(arguments[1]);
        // Not closed here: the end of the process does it.
        @SuppressWarnings("resource")
        Kernel kernel = Kernel.attach();
        int pseudo = kernel.currentProcess().handle();
        report.say("I am pid " + kernel.processId() + "; GetCurrentProcess  ->  " + pseudo);
        report.table(kernel);
        int real = kernel.duplicate(pseudo, DuplicateOptions.defaults().withInheritable(true));
        report.say("DuplicateHandle " + pseudo + ", bInheritHandle TRUE  ->  handle " + real);
        report.fact("real", real);
        report.table(kernel);
        Files.writeString(file, String.valueOf(real));
        ChildProcess child = kernel.createProcess(watcher(file, arguments[2]), Inheritance.all());
        report.say("wrote " + real + " into the file " + file.getFileName() + "; CreateProcess  ->  pid "
                + child.processId());
        ParentRole.cue(child);
        report.cue();
        report.say("ExitProcess " + EXIT_CODE);
        kernel.exitProcess(EXIT_CODE);
    }

    private static JavaCommand watcher(Path file, String mailslot) {
        return Actor.command(WatcherRole.class).withArguments("Child", file.toString(), mailslot);
    }
}
