package io.mailslot.launcher.top;

import io.mailslot.launcher.top.Press.Key;
import java.io.FileDescriptor;
import java.io.FileInputStream;
import java.io.IOException;
import java.io.InputStreamReader;
import java.io.Reader;
import java.nio.charset.StandardCharsets;
import java.util.concurrent.locks.LockSupport;
import java.util.function.Consumer;

/** Reads keys of a terminal that sends each at once. */
final class Keyboard {
    private static final int ESCAPE = 0x1b;
    private static final int DELETE = 0x7f;

    /** How long the rest of a key's sequence may be behind its begin, also over a network; who presses ESC waits that long. */
    private static final long PATIENCE_NANOS = 50_000_000;

    private final Reader in;

    private Keyboard(Reader in) {
        this.in = in;
    }

    /** Begins to read standard input, on a thread that nothing waits for. */
    static void listen(Consumer<Press> ear) {
        Keyboard keyboard =
                new Keyboard(new InputStreamReader(new FileInputStream(FileDescriptor.in), StandardCharsets.UTF_8));
        Thread thread = new Thread(() -> keyboard.readAll(ear), "mailslot-keyboard");
        thread.setDaemon(true);
        thread.start();
    }

    private void readAll(Consumer<Press> ear) {
        try {
            for (Press press = read(); press != null; press = read()) {
                ear.accept(press);
            }
        } catch (IOException gone) {
            // as its end
        }
        ear.accept(Press.of(Key.CLOSED));
    }

    /** The next key; null at the end. */
    private Press read() throws IOException {
        int letter = in.read();
        return switch (letter) {
            case -1 -> null;
            case ESCAPE -> isMoreComing() ? sequence(in.read()) : Press.of(Key.ESCAPE);
            case '\r', '\n' -> Press.of(Key.ENTER);
            case DELETE, '\b' -> Press.of(Key.ERASE);
            default ->
                Press.of(
                        Character.isHighSurrogate((char) letter)
                                ? Character.toCodePoint((char) letter, (char) in.read())
                                : letter);
        };
    }

    private boolean isMoreComing() throws IOException {
        long begin = System.nanoTime();
        while (!in.ready()) {
            long left = PATIENCE_NANOS - (System.nanoTime() - begin);
            if (left <= 0) {
                return false;
            }
            LockSupport.parkNanos(Math.min(left, PATIENCE_NANOS / 10));
        }
        return true;
    }

    /** What begins with ESC and {@code [} or {@code O}, up to the letter that ends it; what is not known does nothing. */
    private Press sequence(int kind) throws IOException {
        if (kind != '[' && kind != 'O') {
            return Press.of(Key.ESCAPE);
        }
        StringBuilder parameters = new StringBuilder();
        int letter = in.read();
        while (letter >= ' ' && letter < '@') {
            parameters.append((char) letter);
            letter = in.read();
        }
        return Press.of(
                switch (letter) {
                    case 'A' -> Key.UP;
                    case 'B' -> Key.DOWN;
                    case 'H' -> Key.FIRST;
                    case 'F' -> Key.LAST;
                    case '~' -> numbered(parameters.toString());
                    case -1 -> Key.CLOSED;
                    default -> Key.NONE;
                });
    }

    private static Key numbered(String number) {
        return switch (number) {
            case "1", "7" -> Key.FIRST;
            case "4", "8" -> Key.LAST;
            case "5" -> Key.PAGE_UP;
            case "6" -> Key.PAGE_DOWN;
            default -> Key.NONE;
        };
    }
}
