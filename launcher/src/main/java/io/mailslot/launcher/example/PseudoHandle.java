package io.mailslot.launcher.example;

import static io.mailslot.win32.Win32Constants.DUPLICATE_SAME_ACCESS;
import static io.mailslot.win32.Win32Constants.GENERIC_WRITE;
import static io.mailslot.win32.Win32Constants.INFINITE;
import static io.mailslot.win32.Win32Constants.MAILSLOT_WAIT_FOREVER;
import static io.mailslot.win32.Win32Constants.OPEN_EXISTING;
import static java.nio.charset.StandardCharsets.UTF_8;

import io.mailslot.win32.IntRef;
import io.mailslot.win32.Win32;

/**
 * GetCurrentProcess gives a number that means the asking process in every process, so a child could not use it. A
 * duplicate is a real handle, which a child inherits; with it this one waits for the end of its parent.
 */
final class PseudoHandle implements Example {
    private static final String REPORTS = "\\\\.\\mailslot\\parent-reports";
    private static final int CODE = 42;

    @Override
    public int main(ExampleProcess process, String... arguments) {
        if (arguments.length == 0) {
            return watch(process);
        }
        return arguments[0].equals("parent") ? parent(process) : child(process, Integer.parseInt(arguments[1]));
    }

    private static int parent(ExampleProcess process) {
        Win32 win = process.win;
        int pseudo = win.getCurrentProcess();
        IntRef real = new IntRef();
        boolean duplicated = win.duplicateHandle(pseudo, pseudo, pseudo, real, 0, true, DUPLICATE_SAME_ACCESS);
        if (!duplicated || !win.closeHandle(pseudo)) {
            return process.failed("DuplicateHandle");
        }
        process.print("parent: pseudo handle %d, real handle %d; closing the first did nothing", pseudo, real.value);
        if (process.createProcess(true, "pseudo-handle", "child", String.valueOf(real.value)) == null) {
            return process.failed("CreateProcess");
        }
        win.exitProcess(CODE);
        return 0;
    }

    private static int child(ExampleProcess process, int parent) {
        Win32 win = process.win;
        IntRef exitCode = new IntRef();
        win.waitForSingleObject(parent, INFINITE);
        if (!win.getExitCodeProcess(parent, exitCode)) {
            return process.failed("GetExitCodeProcess");
        }
        byte[] report = ("child: my parent has ended with " + exitCode.value).getBytes(UTF_8);
        int reports = win.createFile(REPORTS, GENERIC_WRITE, 0, null, OPEN_EXISTING, 0, 0);
        return win.writeFile(reports, report, report.length, new IntRef(), null) ? 0 : process.failed("WriteFile");
    }

    /** The process that a person started stays until both have ended, to show what the child has to say. */
    private static int watch(ExampleProcess process) {
        Win32 win = process.win;
        int reports = win.createMailslot(REPORTS, 0, MAILSLOT_WAIT_FOREVER, null);
        if (process.createProcess(false, "pseudo-handle", "parent") == null) {
            return process.failed("CreateProcess");
        }
        byte[] report = new byte[4096];
        IntRef bytesRead = new IntRef();
        if (!win.readFile(reports, report, report.length, bytesRead, null)) {
            return process.failed("ReadFile");
        }
        process.print("%s", new String(report, 0, bytesRead.value, UTF_8));
        return 0;
    }
}
