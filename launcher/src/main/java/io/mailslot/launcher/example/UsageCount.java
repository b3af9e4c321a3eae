package io.mailslot.launcher.example;

import static io.mailslot.win32.Win32Constants.DUPLICATE_SAME_ACCESS;
import static io.mailslot.win32.Win32Constants.INFINITE;
import static io.mailslot.win32.Win32Constants.SYNCHRONIZE;

import io.mailslot.win32.IntRef;
import io.mailslot.win32.ProcessInformation;
import io.mailslot.win32.SecurityAttributes;
import io.mailslot.win32.Win32;

/** The usage count of an object is the number of handle-table entries that name it; a running process counts itself. */
final class UsageCount implements Example {
    private static final String SLOT_NAME = "\\\\.\\mailslot\\counted";
    private static final String MAY_END = "example-may-end";

    @Override
    public int main(ExampleProcess process, String... arguments) {
        return arguments.length == 0 ? parent(process) : child(process);
    }

    private static int parent(ExampleProcess process) {
        Win32 win = process.win;
        int mailslot = win.createMailslot(SLOT_NAME, 0, 0, new SecurityAttributes(true));
        show(process, "mailslot created", mailslot);

        int self = win.getCurrentProcess();
        IntRef duplicate = new IntRef();
        win.duplicateHandle(self, mailslot, self, duplicate, 0, false, DUPLICATE_SAME_ACCESS);
        show(process, "handle duplicated", mailslot);

        int mayEnd = win.createEvent(null, true, false, MAY_END);
        ProcessInformation child = process.createProcess(true, "usage-count", "child");
        if (child == null) {
            return process.failed("CreateProcess");
        }
        show(process, "child inherits it", mailslot);
        show(process, "the child's process object: its process, and this one's handle", child.process);

        win.setEvent(mayEnd);
        win.waitForSingleObject(child.process, INFINITE);
        show(process, "child has ended", mailslot);
        show(process, "the child's process object: this one's handle", child.process);

        win.closeHandle(duplicate.value);
        show(process, "duplicate closed", mailslot);
        win.closeHandle(mailslot);
        process.print("last handle closed: the mailslot is gone");
        return 0;
    }

    private static int child(ExampleProcess process) {
        int mayEnd = process.win.openEvent(SYNCHRONIZE, false, MAY_END);
        process.win.waitForSingleObject(mayEnd, INFINITE);
        return 0;
    }

    private static void show(ExampleProcess process, String step, int handle) {
        process.print("%s: usage count %d", step, process.usageCount(handle));
    }
}
