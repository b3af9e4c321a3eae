package io.mailslot.launcher.example;

import static io.mailslot.win32.Win32Constants.INFINITE;
import static io.mailslot.win32.Win32Constants.SYNCHRONIZE;
import static io.mailslot.win32.Win32Constants.WAIT_OBJECT_0;

import io.mailslot.win32.IntRef;
import io.mailslot.win32.ProcessInformation;
import io.mailslot.win32.Win32;

/** A process object is signaled once its process has ended, and tells the exit code from then on. */
final class ChildExitCode implements Example {
    /** What lets the child end, so that there is a time at which it surely runs. */
    private static final String MAY_END = "example-may-end";

    private static final int CODE = 7;

    @Override
    public int main(ExampleProcess process, String... arguments) {
        return arguments.length == 0 ? parent(process) : child(process);
    }

    private static int parent(ExampleProcess process) {
        Win32 win = process.win;
        int mayEnd = win.createEvent(null, true, false, MAY_END);
        ProcessInformation child = process.createProcess(false, "exit-code", "child");
        if (child == null) {
            return process.failed("CreateProcess");
        }
        IntRef exitCode = new IntRef();
        win.getExitCodeProcess(child.process, exitCode);
        process.print("the child runs: exit code %d (STILL_ACTIVE)", exitCode.value);
        win.setEvent(mayEnd);
        if (win.waitForSingleObject(child.process, INFINITE) != WAIT_OBJECT_0) {
            return process.failed("WaitForSingleObject");
        }
        win.getExitCodeProcess(child.process, exitCode);
        process.print("the child has ended: exit code %d", exitCode.value);
        win.closeHandle(child.process);
        win.closeHandle(mayEnd);
        return exitCode.value == CODE ? 0 : 1;
    }

    private static int child(ExampleProcess process) {
        Win32 win = process.win;
        int mayEnd = win.openEvent(SYNCHRONIZE, false, MAY_END);
        win.waitForSingleObject(mayEnd, INFINITE);
        win.exitProcess(CODE);
        return 0;
    }
}
