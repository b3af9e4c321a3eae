package io.mailslot.launcher.example;

import static io.mailslot.win32.Win32Constants.INVALID_HANDLE_VALUE;
import static io.mailslot.win32.Win32Constants.MAILSLOT_WAIT_FOREVER;
import static java.nio.charset.StandardCharsets.UTF_8;

import io.mailslot.win32.IntRef;
import io.mailslot.win32.Win32;

/** MailReceiver.c: creates a mailslot and prints what comes. */
final class MailReceiver implements Example {
    static final String SLOT_NAME = "\\\\.\\mailslot\\mailbox";

    @Override
    public int main(ExampleProcess process, String... arguments) {
        Win32 win = process.win;
        int mailslot = win.createMailslot(SLOT_NAME, 0, MAILSLOT_WAIT_FOREVER, null);
        if (mailslot == INVALID_HANDLE_VALUE) {
            return process.failed("CreateMailslot");
        }
        boolean printed = process.print("******** Message ********");
        byte[] messageBox = new byte[4096];
        IntRef bytesRead = new IntRef();
        while (printed) {
            if (!win.readFile(mailslot, messageBox, messageBox.length, bytesRead, null)) {
                return process.failed("ReadFile");
            }
            String message = new String(messageBox, 0, bytesRead.value, UTF_8);
            if (message.equals("exit")) {
                process.print("Good bye!");
                break;
            }
            printed = process.print("%s", message);
        }
        win.closeHandle(mailslot);
        return printed ? 0 : 1;
    }
}
