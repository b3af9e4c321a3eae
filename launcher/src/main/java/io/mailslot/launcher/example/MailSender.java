package io.mailslot.launcher.example;

import static io.mailslot.win32.Win32Constants.FILE_ATTRIBUTE_NORMAL;
import static io.mailslot.win32.Win32Constants.FILE_SHARE_READ;
import static io.mailslot.win32.Win32Constants.FILE_SHARE_WRITE;
import static io.mailslot.win32.Win32Constants.GENERIC_WRITE;
import static io.mailslot.win32.Win32Constants.INVALID_HANDLE_VALUE;
import static io.mailslot.win32.Win32Constants.OPEN_EXISTING;
import static java.nio.charset.StandardCharsets.UTF_8;

import io.mailslot.win32.IntRef;
import io.mailslot.win32.Win32;
import java.io.IOException;

/** MailSender.c: writes what is typed to the mailslot of {@link MailReceiver}. */
final class MailSender implements Example {
    @Override
    public int main(ExampleProcess process, String... arguments) throws IOException {
        Win32 win = process.win;
        int mailslot = win.createFile(
                MailReceiver.SLOT_NAME,
                GENERIC_WRITE,
                FILE_SHARE_READ | FILE_SHARE_WRITE,
                null,
                OPEN_EXISTING,
                FILE_ATTRIBUTE_NORMAL,
                0);
        if (mailslot == INVALID_HANDLE_VALUE) {
            return process.failed("CreateFile");
        }
        IntRef bytesWritten = new IntRef();
        for (String line = process.in().readLine();
                line != null;
                line = process.in().readLine()) {
            byte[] message = line.getBytes(UTF_8);
            if (!win.writeFile(mailslot, message, message.length, bytesWritten, null)) {
                return process.failed("WriteFile");
            }
            if (line.equals("exit")) {
                process.print("Good bye!");
                break;
            }
        }
        win.closeHandle(mailslot);
        return 0;
    }
}
