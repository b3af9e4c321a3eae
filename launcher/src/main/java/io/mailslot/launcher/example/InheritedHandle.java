package io.mailslot.launcher.example;

import static io.mailslot.win32.Win32Constants.CREATE_ALWAYS;
import static io.mailslot.win32.Win32Constants.FILE_ATTRIBUTE_NORMAL;
import static io.mailslot.win32.Win32Constants.FILE_SHARE_READ;
import static io.mailslot.win32.Win32Constants.GENERIC_READ;
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
        return arguments.length == 0 ? parent(process) : child(process, arguments[0]);
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
        file.toFile().deleteOnExit(); // a signal ends it without what stands below
        try {
            if (!writeNumber(win, file.toString(), sender)) {
                return process.failed("WriteFile");
            }
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

    private static boolean writeNumber(Win32 win, String path, int number) {
        int file = win.createFile(path, GENERIC_WRITE, FILE_SHARE_READ, null, CREATE_ALWAYS, FILE_ATTRIBUTE_NORMAL, 0);
        byte[] text = String.valueOf(number).getBytes(UTF_8);
        return file != INVALID_HANDLE_VALUE
                && win.writeFile(file, text, text.length, new IntRef(), null)
                && win.closeHandle(file);
    }

    private static int child(ExampleProcess process, String path) {
        Win32 win = process.win;
        int file = win.createFile(path, GENERIC_READ, FILE_SHARE_READ, null, OPEN_EXISTING, FILE_ATTRIBUTE_NORMAL, 0);
        byte[] text = new byte[16];
        IntRef bytesRead = new IntRef();
        if (file == INVALID_HANDLE_VALUE || !win.readFile(file, text, text.length, bytesRead, null)) {
            return process.failed("ReadFile");
        }
        win.closeHandle(file);
        int sender = Integer.parseInt(new String(text, 0, bytesRead.value, UTF_8));
        byte[] message = ("written by a child through handle " + sender).getBytes(UTF_8);
        process.print("child: the file says %d", sender);
        return win.writeFile(sender, message, message.length, new IntRef(), null) ? 0 : process.failed("WriteFile");
    }
}
