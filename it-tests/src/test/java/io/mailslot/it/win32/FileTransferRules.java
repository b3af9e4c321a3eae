package io.mailslot.it.win32;

import static io.mailslot.it.win32.Bench.INHERIT;
import static io.mailslot.it.win32.Bench.SHARE_ALL;
import static io.mailslot.it.win32.Tag.D;
import static io.mailslot.it.win32.Tag.P;
import static io.mailslot.it.win32.Tag.W;
import static io.mailslot.win32.Win32Constants.GENERIC_READ;
import static io.mailslot.win32.Win32Constants.GENERIC_WRITE;
import static io.mailslot.win32.Win32Constants.OPEN_ALWAYS;
import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;

import io.mailslot.Kernel;
import io.mailslot.api.DuplicateOptions;
import io.mailslot.api.EventOptions;
import io.mailslot.win32.IntRef;
import io.mailslot.win32.Overlapped;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Locale;

/** ReadFile and WriteFile on ordinary files. */
final class FileTransferRules {
    private static final int BOTH = GENERIC_READ | GENERIC_WRITE;

    private FileTransferRules() {}

    static void addTo(Rules rules) {
        rules.section("file");
        reads(rules);
        writes(rules);
        overlappedReads(rules);
        overlappedWrites(rules);
        sharedPointer(rules);
    }

    private static void reads(Rules rules) {
        rules.win32(D, "reads go on where the last one ended", b -> {
            int file = open(b, b.file("abcdefgh"), GENERIC_READ);
            assertThat(read(b, file, 3)).isEqualTo("abc");
            assertThat(read(b, file, 3)).isEqualTo("def");
            assertThat(read(b, file, 100)).isEqualTo("gh");
        });
        rules.win32(W, "a read at the end of a file is TRUE with 0 bytes", b -> {
            int file = open(b, b.file("abc"), GENERIC_READ);
            b.read(file);
            assertThat(read(b, file, 3)).isEmpty();
            b.ok(() -> b.win.readFile(file, null, 0, new IntRef(), null));
        });
        rules.win32(D, "each open has a pointer of its own", b -> {
            String path = b.file("abcdef");
            int one = open(b, path, GENERIC_READ);
            int other = open(b, path, GENERIC_READ);
            assertThat(read(b, one, 3)).isEqualTo("abc");
            assertThat(read(b, other, 2)).isEqualTo("ab");
            assertThat(read(b, one, 3)).isEqualTo("def");
        });
        rules.win32(D, "a read without read access is 5, and the count 0", b -> {
            int file = open(b, b.file("abc"), GENERIC_WRITE);
            IntRef count = new IntRef(55);
            b.fails(5, () -> b.win.readFile(file, new byte[3], 3, count, null));
            assertThat(count.value).isZero();
            b.fails(5, () -> b.win.readFile(file, new byte[3], 3, count, new Overlapped()));
        });
        rules.win32(P, "an array shorter than said is 998, for files too", b -> {
            int file = open(b, b.file("abcdef"), BOTH);
            b.fails(998, () -> b.win.readFile(file, new byte[3], 4, new IntRef(), null));
            b.fails(998, () -> b.win.writeFile(file, new byte[3], 4, new IntRef(), null));
            b.fails(998, () -> b.win.readFile(file, null, 4, new IntRef(), new Overlapped()));
            assertThat(b.read(file)).isEqualTo("abcdef");
        });
        rules.win32(W, "bits of a file's handle that are tags do not count", b -> {
            int file = open(b, b.file("abcdef"), GENERIC_READ);
            assertThat(read(b, file | 1, 3)).isEqualTo("abc");
            assertThat(read(b, file | 2, 3)).isEqualTo("def");
        });
        rules.win32(P, "a read does not mind an interrupt", b -> {
            int file = open(b, b.file("abc"), GENERIC_READ);
            Thread.currentThread().interrupt();
            assertThat(b.read(file)).isEqualTo("abc");
            assertThat(Thread.interrupted()).isTrue();
        });
        rules.win32(W, "a handle that is closed is 6, also if its number was used to read before", b -> {
            int file = open(b, b.file("abc"), GENERIC_READ);
            assertThat(read(b, file, 1)).isEqualTo("a");
            b.ok(() -> b.win.closeHandle(file));
            b.fails(6, () -> b.readInto(file, 1));
            assertThat(open(b, b.file("other"), GENERIC_READ)).isEqualTo(file);
            assertThat(b.read(file)).isEqualTo("other");
        });
    }

    private static void writes(Rules rules) {
        rules.win32(D, "writes go on where the last one ended", b -> {
            String path = b.path();
            int file = open(b, path, GENERIC_WRITE);
            b.write(file, "one ");
            b.write(file, "two");
            assertThat(Path.of(path)).hasContent("one two");
        });
        rules.win32(D, "a write over what is there leaves the rest", b -> {
            String path = b.file("abcdef");
            int file = open(b, path, BOTH);
            b.write(file, "XY");
            assertThat(b.read(file)).isEqualTo("cdef");
            assertThat(Path.of(path)).hasContent("XYcdef");
        });
        rules.win32(D, "a write of 0 bytes changes nothing", b -> {
            String path = b.file("abc");
            int file = open(b, path, BOTH);
            b.ok(() -> b.win.writeFile(file, null, 0, new IntRef(), null));
            assertThat(Path.of(path)).hasContent("abc");
            assertThat(b.read(file)).isEqualTo("abc");
        });
        for (int access : new int[] {0, GENERIC_READ}) {
            rules.win32(D, String.format(Locale.ROOT, "a write to a file with access 0x%x only is 5", access), b -> {
                String path = b.file("abc");
                int file = open(b, path, access);
                b.fails(5, () -> b.writeByte(file));
                b.fails(5, () -> b.win.writeFile(file, new byte[1], 1, new IntRef(), new Overlapped()));
                assertThat(Path.of(path)).hasContent("abc");
            });
        }
    }

    private static void overlappedReads(Rules rules) {
        rules.win32(D, "an overlapped read begins at the offset, is complete at once, and sets the event", b -> {
            int file = open(b, b.file("abcdef"), GENERIC_READ);
            Overlapped at = at(b, 2);
            byte[] buffer = new byte[3];
            IntRef count = new IntRef();
            b.ok(() -> b.win.readFile(file, buffer, 3, count, at));
            assertThat(new String(buffer, UTF_8)).isEqualTo("cde");
            assertThat(count.value).isEqualTo(3);
            assertThat(at.isCompleted()).isTrue();
            b.waits(0, () -> b.win.waitForSingleObject(at.event, 0));
            IntRef transferred = new IntRef();
            b.ok(() -> b.win.getOverlappedResult(file, at, transferred, false));
            assertThat(transferred.value).isEqualTo(3);
        });
        rules.win32(D, "the pointer is left behind what an overlapped read has read", b -> {
            int file = open(b, b.file("abcdef"), GENERIC_READ);
            b.ok(() -> b.win.readFile(file, new byte[2], 2, null, at(b, 2)));
            assertThat(read(b, file, 100)).isEqualTo("ef");
        });
        rules.win32(W, "an overlapped read at the end of a file, or behind it, is 38", b -> {
            int file = open(b, b.file("abc"), GENERIC_READ);
            for (int offset : new int[] {3, 1_000}) {
                Overlapped at = at(b, offset);
                IntRef count = new IntRef(55);
                b.fails(38, () -> b.win.readFile(file, new byte[3], 3, count, at));
                assertThat(count.value).isZero();
                b.fails(38, () -> b.win.getOverlappedResult(file, at, count, true));
                assertThat(count.value).isZero();
                b.ok(() -> b.win.readFile(file, null, 0, count, at));
            }
            assertThat(b.read(file)).as("the pointer has not moved").isEqualTo("abc");
        });
        rules.win32(W, "offset -2 is the pointer, other negative ones are 87", b -> {
            String path = b.file("abcdef");
            int file = open(b, path, BOTH);
            read(b, file, 2);
            byte[] buffer = new byte[2];
            b.ok(() -> b.win.readFile(file, buffer, 2, null, at(b, -2)));
            assertThat(new String(buffer, UTF_8)).isEqualTo("cd");
            b.ok(() -> b.win.writeFile(file, new byte[] {'X'}, 1, null, at(b, -2)));
            b.fails(87, () -> b.win.readFile(file, buffer, 2, null, at(b, -1)));
            b.fails(87, () -> b.win.readFile(file, buffer, 2, null, at(b, -3)));
            b.fails(87, () -> b.win.writeFile(file, buffer, 2, null, at(b, -3)));
            assertThat(Path.of(path)).hasContent("abcdXf");
        });
        rules.win32(P, "an event that is none is 6, and nothing is read", b -> {
            int file = open(b, b.file("abc"), GENERIC_READ);
            b.fails(6, () -> b.win.readFile(file, new byte[1], 1, null, new Overlapped(file)));
            assertThat(b.read(file)).isEqualTo("abc");
        });
    }

    private static void overlappedWrites(Rules rules) {
        rules.win32(D, "an overlapped write begins at the offset, and is complete at once", b -> {
            String path = b.file("abcdef");
            int file = open(b, path, BOTH);
            Overlapped at = at(b, 2);
            IntRef count = new IntRef();
            b.ok(() -> b.win.writeFile(file, new byte[] {'X', 'Y'}, 2, count, at));
            assertThat(count.value).isEqualTo(2);
            b.waits(0, () -> b.win.waitForSingleObject(at.event, 0));
            b.ok(() -> b.win.getOverlappedResult(file, at, count, false));
            assertThat(count.value).isEqualTo(2);
            assertThat(Path.of(path)).hasContent("abXYef");
            assertThat(b.read(file)).isEqualTo("ef");
        });
        rules.win32(D, "offset -1 writes at the end", b -> {
            String path = b.file("abc");
            int file = open(b, path, GENERIC_WRITE);
            b.ok(() -> b.win.writeFile(file, new byte[] {'d'}, 1, null, at(b, -1)));
            b.ok(() -> b.win.writeFile(file, new byte[] {'e'}, 1, null, at(b, -1)));
            assertThat(Path.of(path)).hasContent("abcde");
        });
        rules.win32(D, "a write behind the end fills the gap with zeros", b -> {
            String path = b.file("a");
            int file = open(b, path, GENERIC_WRITE);
            b.ok(() -> b.win.writeFile(file, new byte[] {'d'}, 1, null, at(b, 3)));
            assertThat(Files.readAllBytes(Path.of(path))).containsExactly('a', 0, 0, 'd');
        });
    }

    private static void sharedPointer(Rules rules) {
        rules.win32(D, "a duplicate moves the same pointer", b -> {
            int file = open(b, b.file("abcdef"), GENERIC_READ);
            int duplicate = b.duplicate(file);
            assertThat(read(b, file, 2)).isEqualTo("ab");
            assertThat(read(b, duplicate, 2)).isEqualTo("cd");
            b.ok(() -> b.win.closeHandle(file));
            assertThat(read(b, duplicate, 2)).isEqualTo("ef");
        });
        rules.win32(D, "a duplicate for reading cannot write", b -> {
            int file = open(b, b.file("abc"), BOTH);
            int reader = b.duplicate(file, GENERIC_READ);
            b.fails(5, () -> b.writeByte(reader));
            assertThat(b.read(reader)).isEqualTo("abc");
        });
        rules.win32(D, "a process that gets a duplicate goes on where this one was", b -> {
            int file = open(b, b.file("abcdef"), BOTH);
            assertThat(read(b, file, 3)).isEqualTo("abc");
            int theirs = b.kernel.duplicate(Kernel.CURRENT_PROCESS, file, b.process(), DuplicateOptions.defaults());
            assertThat(b.child().write(theirs, "XY")).isEqualTo(2);
            assertThat(read(b, file, 3)).isEqualTo("f");
            b.child().close(theirs);
        });
        rules.win32(D, "a child that inherits a file goes on where its parent was", b -> {
            int file = b.created(() -> b.win.createFile(b.file("abcdef"), BOTH, SHARE_ALL, INHERIT, OPEN_ALWAYS, 0, 0));
            assertThat(read(b, file, 3)).isEqualTo("abc");
            Win32Child child = Win32Child.start(b.jvms);
            assertThat(child.read(file)).isEqualTo("def");
            assertThat(child.out((win, out) -> win.getHandleInformation(file, out)))
                    .isEqualTo(1);
            child.jvm().close();
            assertThat(read(b, file, 3)).isEmpty();
        });
    }

    private static int open(Bench b, String path, int access) {
        return b.created(() -> b.win.createFile(path, access, SHARE_ALL, null, OPEN_ALWAYS, 0, 0));
    }

    private static String read(Bench b, int file, int length) {
        byte[] buffer = new byte[length];
        IntRef size = new IntRef(-1);
        b.ok(() -> b.win.readFile(file, buffer, length, size, null));
        return new String(buffer, 0, size.value, UTF_8);
    }

    /** With an event, made without a change to the last error. */
    private static Overlapped at(Bench b, long offset) {
        EventOptions manual = EventOptions.defaults().withManualReset(true);
        Overlapped overlapped =
                new Overlapped(b.kernel.synchronization().createEvent(manual).handle());
        overlapped.offset = offset;
        return overlapped;
    }
}
