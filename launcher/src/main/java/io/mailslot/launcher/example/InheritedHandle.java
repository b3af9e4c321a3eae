package io.mailslot.launcher.example;

import static io.mailslot.win32.Win32Constants.FILE_ATTRIBUTE_NORMAL;
import static io.mailslot.win32.Win32Constants.FILE_SHARE_READ;
import static io.mailslot.win32.Win32Constants.GENERIC_WRITE;
import static io.mailslot.win32.Win32Constants.INFINITE;
import static io.mailslot.win32.Win32Constants.INVALID_HANDLE_VALUE;
import static io.mailslot.win32.Win32Constants.MAILSLOT_WAIT_FOREVER;
import static io.mailslot.win32.Win32Constants.OPEN_EXISTING;
import static java.nio.charset.StandardCharsets.UTF_8;

import io.mailslot.win32.IntRef;
import io.mailslot.win32.ProcessInformation;
import io.mailslot.win32.SecurityAttributes;
import io.mailslot.win32.Win32;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;

/** A child writes through a handle that its parent opened. Nobody tells it the number but a file. */
final class InheritedHandle implements Example {
    private static final String SLOT_NAME = "\\\\.\\mailslot\\inherited";

    @Override
    public int main(ExampleProcess process, String... arguments) throws IOException {
        return arguments.length == 0 ? parent(process) : child(process, Path.of(arguments[0]));
    }

    private static int parent(ExampleProcess process) throws IOException {
        Win32 win = process.win;
        int receiver = win.createMailslot(SLOT_NAME, 0, MAILSLOT_WAIT_FOREVER, null);
        int sender = win.createFile(
                SLOT_NAME,
                GENERIC_WRITE,
                FILE_SHARE_READ,
                new SecurityAttributes(true),
                OPEN_EXISTING,
                FILE_ATTRIBUTE_NORMAL,
                0);
        if (receiver == INVALID_HANDLE_VALUE || sender == INVALID_HANDLE_VALUE) {
            return process.failed("CreateFile");
        }
        Path file = Files.createTempFile("InheritableHandle", ".txt");
        try {
            Files.writeString(file, String.valueOf(sender));
            process.print("parent: handle %d is in the file", sender);
            ProcessInformation child = process.createProcess(true, "inherit", file.toString());
            if (child == null) {
                return process.failed("CreateProcess");
            }
            byte[] message = new byte[4096];
            IntRef bytesRead = new IntRef();
            win.waitForSingleObject(child.process, INFINITE);
            win.setMailslotInfo(receiver, 0);
            if (!win.readFile(receiver, message, message.length, bytesRead, null)) {
                return process.failed("ReadFile");
            }
            process.print("parent: the mailslot holds \"%s\"", new String(message, 0, bytesRead.value, UTF_8));
            return 0;
        } finally {
            Files.delete(file);
        }
    }

    private static int child(ExampleProcess process, Path file) throws IOException {
        int sender = Integer.parseInt(Files.readString(file));
        byte[] message = ("written by a child through handle " + sender).getBytes(UTF_8);
        process.print("child: the file says %d", sender);
        return process.win.writeFile(sender, message, message.length, new IntRef(), null)
                ? 0
                : process.failed("WriteFile");
    }
}
