package io.mailslot.launcher.top;

import io.mailslot.launcher.top.Press.Key;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.DirectoryStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.locks.ReentrantLock;
import java.util.function.Consumer;
import org.jline.terminal.Attributes;
import org.jline.terminal.Attributes.ControlChar;
import org.jline.terminal.Attributes.InputFlag;
import org.jline.terminal.Attributes.LocalFlag;
import org.jline.terminal.Size;
import org.jline.terminal.Terminal;
import org.jline.terminal.TerminalBuilder;
import org.jline.utils.AttributedString;
import org.jline.utils.AttributedStringBuilder;
import org.jline.utils.AttributedStyle;
import org.jline.utils.Display;
import org.jline.utils.InfoCmp.Capability;
import org.jline.utils.Signals;

/**
 * All of a terminal. The only class that knows terminals of JLine, which nothing else is to load. However the command ends, the terminal is as
 * it was, but for SIGKILL. Signals do that before the JVM begins to end: of its hooks, which run at the same time, one of JLine's
 * closes the terminal.
 */
final class FullScreen implements AutoCloseable {
    private static final Map<String, Integer> ENDING = Map.of("HUP", 1, "INT", 2, "TERM", 15);
    private static final String UNPACK_PROPERTY = "jline.tmpdir";
    /** Of a terminal that does not tell. */
    private static final int USUAL_WIDTH = 80;

    private static final int USUAL_HEIGHT = 24;
    private static final int SIGNAL_BASE = 128;

    /** How long a signal waits for a frame that is being drawn: a terminal that takes nothing may stand still for ever. */
    private static final long PATIENCE_MS = 250;

    private final Terminal terminal;
    private final Attributes before;
    private final Display display;

    /** Held while something is drawn, so that nothing is after the screen was left. */
    private final ReentrantLock drawing = new ReentrantLock();

    private boolean left;
    private volatile boolean over;

    private FullScreen(Terminal terminal) {
        this.terminal = terminal;
        this.before = terminal.getAttributes();
        this.display = new Display(terminal, true);
    }

    /**
     * Takes the terminal.
     *
     * @param ear is told when its size changes, or this process is to stop or has been continued
     * @throws IOException if it cannot be drawn on
     */
    static FullScreen open(Consumer<Press> ear) throws IOException {
        FullScreen screen = new FullScreen(terminal());
        ENDING.forEach((name, number) -> Signals.register(name, () -> screen.end(SIGNAL_BASE + number)));
        Signals.register("WINCH", () -> ear.accept(Press.of(Key.REDRAW)));
        Signals.register("TSTP", () -> ear.accept(Press.of(Key.STOP)));
        Signals.register("CONT", () -> ear.accept(Press.of(Key.GO_ON)));
        screen.enter();
        return screen;
    }

    /** JLine unpacks a library, which is in nobody's way once it is loaded, and would stay if this process was killed. */
    private static Terminal terminal() throws IOException {
        Path unpacked = folder();
        try {
            System.setProperty(UNPACK_PROPERTY, unpacked.toString());
            // JLine's own way with signals would have Ctrl-C end the JVM without its hooks.
            return TerminalBuilder.builder()
                    .system(true)
                    .dumb(false)
                    .nativeSignals(false)
                    .graphemeCluster(false)
                    .encoding(StandardCharsets.UTF_8)
                    .build();
        } finally {
            try (DirectoryStream<Path> files = Files.newDirectoryStream(unpacked)) {
                for (Path file : files) {
                    Files.deleteIfExists(file);
                }
            }
            Files.deleteIfExists(unpacked);
        }
    }

    private static Path folder() throws IOException {
        try {
            return Files.createTempDirectory("mailslot-top");
        } catch (IOException none) {
            throw new IOException(
                    "a screen takes a folder for temporary files, and none can be made ("
                            + none.getMessage()
                            + "); name another place with MAILSLOT_JAVA_OPTS=-Djava.io.tmpdir=DIR, or "
                            + "have lines with --batch",
                    none);
        }
    }

    /** Takes the terminal, or takes it again; what is drawn next is drawn whole. */
    void enter() {
        drawing.lock();
        try {
            if (over) {
                return;
            }
            Attributes raw = new Attributes(before);
            raw.setLocalFlag(LocalFlag.ICANON, false);
            raw.setLocalFlag(LocalFlag.ECHO, false);
            raw.setInputFlag(InputFlag.IXON, false);
            raw.setInputFlag(InputFlag.ICRNL, false);
            raw.setControlChar(ControlChar.VMIN, 1);
            raw.setControlChar(ControlChar.VTIME, 0);
            terminal.setAttributes(raw);
            terminal.puts(Capability.enter_ca_mode);
            terminal.puts(Capability.cursor_invisible);
            terminal.puts(Capability.clear_screen);
            terminal.flush();
            display.reset();
            left = false;
        } finally {
            drawing.unlock();
        }
    }

    /** Gives the terminal back as it was. */
    void leave() {
        drawing.lock();
        try {
            if (!left) {
                left = true;
                terminal.puts(Capability.exit_attribute_mode);
                terminal.puts(Capability.cursor_normal);
                if (!terminal.puts(Capability.exit_ca_mode)) {
                    terminal.puts(Capability.clear_screen); // it has no other screen to go back to
                }
                terminal.flush();
                terminal.setAttributes(before);
            }
        } finally {
            drawing.unlock();
        }
    }

    /** Called by a thread of its own for each signal. */
    private void end(int code) {
        boolean mine = false;
        try {
            mine = drawing.tryLock(PATIENCE_MS, TimeUnit.MILLISECONDS);
            over = true;
            if (mine) {
                leave();
            } else {
                terminal.setAttributes(before);
            }
        } catch (InterruptedException | RuntimeException atLeastEnd) {
            over = true;
        } finally {
            if (mine) {
                drawing.unlock();
            }
        }
        System.exit(code);
    }

    /**
     * Stops this process as Ctrl-Z does others, with the terminal as it was. A crowded machine may let its threads run on for a while
     * before the signal stops them, so it is for whoever is told that this process goes on to {@link #enter} again.
     */
    void stop() throws IOException {
        leave();
        String self = String.valueOf(ProcessHandle.current().pid());
        try {
            int status = new ProcessBuilder("kill", "-s", "STOP", self).start().waitFor();
            if (status != 0) {
                enter();
            }
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        }
    }

    int width() {
        int columns = terminal.getSize().getColumns();
        return columns > 0 ? columns : USUAL_WIDTH;
    }

    int height() {
        int rows = terminal.getSize().getRows();
        return rows > 0 ? rows : USUAL_HEIGHT;
    }

    /** Has the next frame drawn whole, in whatever size there is now. */
    void forget() {
        drawing.lock();
        try {
            if (!left && !over) {
                terminal.puts(Capability.clear_screen);
                display.reset();
            }
        } finally {
            drawing.unlock();
        }
    }

    /** Draws what has changed since the frame before. */
    void draw(List<String> lines, int width, int height) {
        List<AttributedString> frame = new ArrayList<>();
        for (String line : lines.subList(0, Math.min(lines.size(), height))) {
            frame.add(whole(line, width));
        }
        drawing.lock();
        try {
            if (!left && !over) {
                display.resize(Size.of(width, height));
                display.update(frame, 0);
                terminal.flush();
            }
        } finally {
            drawing.unlock();
        }
    }

    /** As wide as the screen: where Display clears the rest of a line, its last column keeps the style of what was before it. */
    private static AttributedString whole(String line, int width) {
        AttributedString cut = AttributedString.fromAnsi(line).columnSubSequence(0, width);
        return new AttributedStringBuilder()
                .append(cut)
                .style(AttributedStyle.DEFAULT)
                .append(" ".repeat(Math.max(0, width - cut.columnLength())))
                .toAttributedString();
    }

    @Override
    public void close() throws IOException {
        leave();
        terminal.close();
    }
}
