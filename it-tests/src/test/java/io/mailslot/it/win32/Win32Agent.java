package io.mailslot.it.win32;

import static java.nio.charset.StandardCharsets.US_ASCII;
import static java.nio.charset.StandardCharsets.UTF_8;

import io.mailslot.Kernel;
import io.mailslot.win32.IntRef;
import io.mailslot.win32.SecurityAttributes;
import io.mailslot.win32.Win32;
import io.mailslot.win32.Win32Constants;
import java.io.BufferedReader;
import java.io.IOException;
import java.io.InputStreamReader;
import java.net.URLDecoder;
import java.net.URLEncoder;
import java.util.Arrays;
import java.util.List;

/**
 * Calls the facade as it is told, a line a call: {@code pid}, {@code create NAME}, {@code open NAME ACCESS},
 * {@code file PATH ACCESS SHARE DISPOSITION},
 * {@code read HANDLE}, {@code readnow HANDLE}, which does not wait, {@code write HANDLE TEXT}, {@code close HANDLE}, {@code flags HANDLE}, {@code wait HANDLE MS},
 * {@code exitcode HANDLE}, {@code info HANDLE}, {@code timeout HANDLE MS}, {@code event NAME}, {@code mutex NAME},
 * {@code duplicate HANDLE}, {@code openprocess ACCESS PID}, {@code exit CODE}. Each answer has the result, the last error
 * and what was written through a reference.
 */
public final class Win32Agent {
    private static final int SHARE_ALL = Win32Constants.FILE_SHARE_READ | Win32Constants.FILE_SHARE_WRITE;

    private final Win32 win;
    private final IntRef out = new IntRef();
    private String text = "";

    private Win32Agent(Kernel kernel) {
        this.win = new Win32(kernel);
    }

    public static void main(String[] arguments) throws IOException {
        BufferedReader calls = new BufferedReader(new InputStreamReader(System.in, US_ASCII));
        try (Kernel kernel = Kernel.attach()) {
            Win32Agent agent = new Win32Agent(kernel);
            String line = calls.readLine();
            while (line != null) {
                System.out.println(agent.answer(line));
                line = calls.readLine();
            }
        }
    }

    private String answer(String line) {
        List<String> words = Arrays.stream(line.split(" "))
                .map(word -> word.equals("~") ? "" : URLDecoder.decode(word, UTF_8))
                .toList();
        out.value = 0;
        text = "";
        win.setLastError(0);
        int result = call(words.get(0), words.subList(1, words.size()));
        return "ok result=" + result + " error=" + win.getLastError() + " out=" + out.value + " text="
                + URLEncoder.encode(text, UTF_8);
    }

    private int call(String function, List<String> words) {
        return switch (function) {
            case "pid" -> win.getCurrentProcessId();
            case "create" -> win.createMailslot(words.get(0), 0, 0, null);
            case "open" ->
                win.createFile(words.get(0), number(words, 1), SHARE_ALL, null, Win32Constants.OPEN_EXISTING, 0, 0);
            case "file" ->
                win.createFile(words.get(0), number(words, 1), number(words, 2), null, number(words, 3), 0, 0);
            case "event" -> win.createEvent(null, true, false, words.get(0));
            case "mutex" -> win.createMutex(new SecurityAttributes(false), true, words.get(0));
            case "openprocess" -> win.openProcess(number(words, 0), false, number(words, 1));
            case "wait" -> win.waitForSingleObject(number(words, 0), number(words, 1));
            default -> succeeds(function, number(words, 0), words) ? 1 : 0;
        };
    }

    private boolean succeeds(String function, int handle, List<String> words) {
        return switch (function) {
            case "read" -> read(handle);
            case "readnow" -> win.setMailslotInfo(handle, 0) && read(handle);
            case "write" -> {
                byte[] message = words.get(1).getBytes(UTF_8);
                yield win.writeFile(handle, message, message.length, out, null);
            }
            case "close" -> win.closeHandle(handle);
            case "flags" -> win.getHandleInformation(handle, out);
            case "exitcode" -> win.getExitCodeProcess(handle, out);
            case "info" -> win.getMailslotInfo(handle, null, null, out, null);
            case "timeout" -> win.setMailslotInfo(handle, number(words, 1));
            case "duplicate" ->
                win.duplicateHandle(-1, handle, -1, out, 0, false, Win32Constants.DUPLICATE_SAME_ACCESS);
            case "exit" -> {
                win.exitProcess(handle);
                yield false;
            }
            default -> throw new IllegalArgumentException("no such function: " + function);
        };
    }

    private boolean read(int handle) {
        byte[] buffer = new byte[4_096];
        boolean taken = win.readFile(handle, buffer, buffer.length, out, null);
        text = new String(buffer, 0, out.value, UTF_8);
        return taken;
    }

    private static int number(List<String> words, int index) {
        return Integer.parseInt(words.get(index));
    }
}
