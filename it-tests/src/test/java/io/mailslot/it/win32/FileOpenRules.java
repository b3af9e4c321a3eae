package io.mailslot.it.win32;

import static io.mailslot.it.win32.Bench.INHERIT;
import static io.mailslot.it.win32.Bench.SHARE_ALL;
import static io.mailslot.it.win32.Tag.D;
import static io.mailslot.it.win32.Tag.P;
import static io.mailslot.it.win32.Tag.W;
import static io.mailslot.win32.Win32Constants.CREATE_ALWAYS;
import static io.mailslot.win32.Win32Constants.CREATE_NEW;
import static io.mailslot.win32.Win32Constants.FILE_ATTRIBUTE_HIDDEN;
import static io.mailslot.win32.Win32Constants.FILE_ATTRIBUTE_NORMAL;
import static io.mailslot.win32.Win32Constants.FILE_ATTRIBUTE_READONLY;
import static io.mailslot.win32.Win32Constants.FILE_FLAG_DELETE_ON_CLOSE;
import static io.mailslot.win32.Win32Constants.FILE_SHARE_DELETE;
import static io.mailslot.win32.Win32Constants.FILE_SHARE_READ;
import static io.mailslot.win32.Win32Constants.FILE_SHARE_WRITE;
import static io.mailslot.win32.Win32Constants.GENERIC_READ;
import static io.mailslot.win32.Win32Constants.GENERIC_WRITE;
import static io.mailslot.win32.Win32Constants.HANDLE_FLAG_INHERIT;
import static io.mailslot.win32.Win32Constants.OPEN_ALWAYS;
import static io.mailslot.win32.Win32Constants.OPEN_EXISTING;
import static io.mailslot.win32.Win32Constants.TRUNCATE_EXISTING;
import static org.assertj.core.api.Assertions.assertThat;

import io.mailslot.win32.SecurityAttributes;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import java.util.Set;

/** CreateFile on ordinary files. */
final class FileOpenRules {
    private static final int BOTH = GENERIC_READ | GENERIC_WRITE;
    private static final int SHARE_EVERYTHING = SHARE_ALL | FILE_SHARE_DELETE;
    private static final int[] DISPOSITIONS = {CREATE_NEW, CREATE_ALWAYS, OPEN_EXISTING, OPEN_ALWAYS, TRUNCATE_EXISTING
    };

    private FileOpenRules() {}

    static void addTo(Rules rules) {
        rules.section("file");
        existing(rules);
        missing(rules);
        paths(rules);
        sharing(rules);
        attributes(rules);
        securityAttributes(rules);
        deletion(rules);
    }

    private static void existing(Rules rules) {
        rules.win32(W, "CREATE_NEW of a file that exists is 80", b -> {
            String file = b.file("content");
            b.failsOpen(80, () -> open(b, file, BOTH, CREATE_NEW));
            assertThat(Path.of(file)).hasContent("content");
        });
        opens(rules, W, CREATE_ALWAYS, "empties it and says 183", 183, "");
        opens(rules, D, OPEN_EXISTING, "opens it", Bench.SENTINEL, "content");
        opens(rules, W, OPEN_ALWAYS, "opens it and says 183", 183, "content");
        opens(rules, D, TRUNCATE_EXISTING, "empties it", Bench.SENTINEL, "");
        rules.win32(D, "TRUNCATE_EXISTING without GENERIC_WRITE is 87", b -> {
            String file = b.file("content");
            b.failsOpen(87, () -> open(b, file, GENERIC_READ, TRUNCATE_EXISTING));
            assertThat(Path.of(file)).hasContent("content");
        });
        rules.win32(W, "CREATE_ALWAYS empties a file also if it is opened to read", b -> {
            String file = b.file("content");
            b.created(() -> open(b, file, GENERIC_READ, CREATE_ALWAYS));
            assertThat(Path.of(file)).isEmptyFile();
        });
        rules.win32(D, "a disposition that does not exist is 87, for files too", b -> {
            String file = b.file("content");
            b.failsOpen(87, () -> open(b, file, BOTH, 0));
            b.failsOpen(87, () -> open(b, file, BOTH, 6));
            b.failsOpen(87, () -> b.win.createFile(file, BOTH, 8, null, OPEN_EXISTING, 0, 0));
        });
    }

    private static void opens(Rules rules, Tag tag, int disposition, String what, int lastError, String content) {
        rules.win32(tag, "disposition " + disposition + " of a file that exists " + what, b -> {
            String file = b.file("content");
            int handle = b.created(() -> open(b, file, BOTH, disposition));
            assertThat(b.win.getLastError()).as("last error").isEqualTo(lastError);
            assertThat(b.read(handle)).isEqualTo(content);
        });
    }

    private static void missing(Rules rules) {
        for (int disposition : new int[] {CREATE_NEW, CREATE_ALWAYS, OPEN_ALWAYS}) {
            int lastError = disposition == CREATE_NEW ? Bench.SENTINEL : 0;
            Tag tag = disposition == OPEN_ALWAYS ? W : D;
            rules.win32(tag, "disposition " + disposition + " makes a file that is missing", b -> {
                String file = b.path();
                int handle = b.created(() -> open(b, file, BOTH, disposition));
                assertThat(b.win.getLastError()).as("last error").isEqualTo(lastError);
                b.write(handle, "new");
                assertThat(Path.of(file)).hasContent("new");
            });
        }
        for (int disposition : new int[] {OPEN_EXISTING, TRUNCATE_EXISTING}) {
            rules.win32(
                    D,
                    "disposition " + disposition + " of a file that is missing is 2",
                    b -> b.failsOpen(2, () -> open(b, b.path(), BOTH, disposition)));
        }
        for (int disposition : DISPOSITIONS) {
            rules.win32(D, "disposition " + disposition + " of a file in a folder that is missing is 3", b -> {
                String file = b.path() + "/file";
                b.failsOpen(3, () -> open(b, file, BOTH, disposition));
            });
        }
    }

    private static void paths(Rules rules) {
        rules.win32(D, "a relative path begins at the working directory", b -> {
            Path relative = Path.of("").toAbsolutePath().relativize(Path.of(b.file("here")));
            int handle = b.created(() -> open(b, relative.toString(), GENERIC_READ, OPEN_EXISTING));
            assertThat(b.read(handle)).isEqualTo("here");
        });
        rules.win32(D, "a folder is 5", b -> {
            String folder = b.home.scratch().toString();
            b.failsOpen(5, () -> open(b, folder, GENERIC_READ, OPEN_EXISTING));
            b.failsOpen(5, () -> open(b, folder, BOTH, CREATE_ALWAYS));
        });
        rules.win32(P, "a file below a file is 3", b -> {
            String below = b.file("content") + "/below";
            b.failsOpen(3, () -> open(b, below, BOTH, OPEN_ALWAYS));
        });
        rules.win32(P, "a path with a character that is not possible is 123, one that is too long 206", b -> {
            b.failsOpen(123, () -> open(b, "a\0b", BOTH, OPEN_ALWAYS));
            b.failsOpen(206, () -> open(b, b.path() + "x".repeat(300), BOTH, OPEN_ALWAYS));
        });
        rules.win32(W, "a device that is none is 2", b -> {
            b.failsOpen(2, () -> open(b, "\\\\.\\BOGUS", GENERIC_READ, OPEN_EXISTING));
            b.failsOpen(2, () -> open(b, "\\\\.\\mailslots\\n", BOTH, CREATE_ALWAYS));
        });
        rules.win32(P, "a file of another computer is 53", b -> {
            b.failsOpen(53, () -> open(b, "\\\\server\\share\\file", BOTH, OPEN_ALWAYS));
        });
        rules.win32(P, "what is no ordinary file is 50", b -> {
            b.failsOpen(50, () -> open(b, "/dev/null", GENERIC_WRITE, OPEN_EXISTING));
        });
        rules.win32(P, "files of the home itself are 5", b -> {
            String file = b.home.path().resolve("kernel.dat").toString();
            b.failsOpen(5, () -> open(b, file, GENERIC_READ, OPEN_EXISTING));
        });
    }

    private static void sharing(Rules rules) {
        rules.win32(D, "share 0 is exclusive: 32", b -> {
            String file = b.file("content");
            b.created(() -> b.win.createFile(file, GENERIC_READ, 0, null, OPEN_EXISTING, 0, 0));
            b.failsOpen(32, () -> open(b, file, GENERIC_READ, OPEN_EXISTING));
        });
        rules.win32(D, "an open that does not share what others have is 32", b -> {
            String file = b.file("content");
            b.created(() -> open(b, file, GENERIC_WRITE, OPEN_EXISTING));
            b.failsOpen(32, () -> b.win.createFile(file, GENERIC_READ, FILE_SHARE_READ, null, OPEN_EXISTING, 0, 0));
            b.created(() -> b.win.createFile(file, GENERIC_READ, FILE_SHARE_WRITE, null, OPEN_EXISTING, 0, 0));
        });
        rules.win32(D, "access 0 takes no part in sharing", b -> {
            String file = b.file("content");
            b.created(() -> b.win.createFile(file, BOTH, 0, null, OPEN_EXISTING, 0, 0));
            b.created(() -> b.win.createFile(file, 0, 0, null, OPEN_EXISTING, 0, 0));
        });
        rules.win32(D, "a file that another process has open is shared as both say", b -> {
            String file = b.file("content");
            int theirs = b.child()
                    .call(win -> win.createFile(file, GENERIC_READ, FILE_SHARE_READ, null, OPEN_EXISTING, 0, 0));
            b.failsOpen(32, () -> open(b, file, GENERIC_WRITE, OPEN_EXISTING));
            b.failsOpen(32, () -> open(b, file, GENERIC_READ, CREATE_ALWAYS));
            int ours = b.created(() -> b.win.createFile(file, GENERIC_READ, 1, null, OPEN_EXISTING, 0, 0));
            b.child()
                    .fails(
                            32,
                            (win, out) ->
                                    win.createFile(file, GENERIC_WRITE, SHARE_ALL, null, OPEN_EXISTING, 0, 0) != -1);
            b.child().close(theirs);
            b.failsOpen(32, () -> open(b, file, GENERIC_WRITE, OPEN_EXISTING));
            b.ok(() -> b.win.closeHandle(ours));
            b.created(() -> open(b, file, GENERIC_WRITE, OPEN_EXISTING));
        });
        rules.win32(D, "an open that fails changes and leaves nothing", b -> {
            String file = b.file("content");
            int only = b.created(() -> b.win.createFile(file, GENERIC_READ, 0, null, OPEN_EXISTING, 0, 0));
            int before = b.kernel.handles().size();
            b.failsOpen(32, () -> open(b, file, BOTH, CREATE_ALWAYS));
            assertThat(b.kernel.handles()).hasSize(before);
            assertThat(b.usageCount(only)).isEqualTo(1);
            assertThat(b.read(only)).isEqualTo("content");
        });
    }

    private static void attributes(Rules rules) {
        rules.win32(D, "a file made with FILE_ATTRIBUTE_READONLY is writable through its handle only", b -> {
            String file = b.path();
            int made = b.created(() -> create(b, file, FILE_ATTRIBUTE_READONLY));
            b.write(made, "once");
            b.failsOpen(5, () -> open(b, file, GENERIC_WRITE, OPEN_EXISTING));
            b.failsOpen(5, () -> open(b, file, GENERIC_READ, CREATE_ALWAYS));
            b.created(() -> open(b, file, GENERIC_READ, OPEN_EXISTING));
        });
        rules.win32(D, "CREATE_ALWAYS of a hidden file is 5 without FILE_ATTRIBUTE_HIDDEN", b -> {
            Path file = Files.writeString(Path.of(b.path()).resolveSibling(".hidden"), "content");
            b.failsOpen(5, () -> open(b, file.toString(), BOTH, CREATE_ALWAYS));
            b.created(() -> create(b, file.toString(), FILE_ATTRIBUTE_HIDDEN));
            assertThat(file).isEmptyFile();
        });
        rules.win32(D, "a new file has the attributes of the template", b -> {
            String template = b.file("pattern");
            permit(template, "r--r-----");
            int handle = b.created(() -> open(b, template, GENERIC_READ, OPEN_EXISTING));
            String file = b.path();
            b.created(() -> b.win.createFile(file, BOTH, SHARE_ALL, null, CREATE_NEW, 0, handle));
            assertThat(permissions(file)).isEqualTo("r--r-----");
        });
        rules.win32(P, "a template without read access is 5, one that is no file 6", b -> {
            String template = b.file("pattern");
            int blind = b.created(() -> open(b, template, GENERIC_WRITE, OPEN_EXISTING));
            b.failsOpen(5, () -> b.win.createFile(b.path(), BOTH, SHARE_ALL, null, CREATE_NEW, 0, blind));
            int receiver = b.receiver();
            b.failsOpen(6, () -> b.win.createFile(b.path(), BOTH, SHARE_ALL, null, CREATE_NEW, 0, receiver));
        });
        rules.win32(D, "OPEN_EXISTING does not look at the template", b -> {
            String file = b.file("content");
            b.created(() -> b.win.createFile(file, BOTH, SHARE_ALL, null, OPEN_EXISTING, 0, Bench.NEVER_OPEN));
        });
    }

    private static void securityAttributes(Rules rules) {
        rules.win32(D, "a file's handle is inheritable only with bInheritHandle", b -> {
            String file = b.file("content");
            assertThat(b.flags(b.created(() -> open(b, file, GENERIC_READ, OPEN_EXISTING))))
                    .isZero();
            int inheritable =
                    b.created(() -> b.win.createFile(file, GENERIC_READ, SHARE_ALL, INHERIT, OPEN_EXISTING, 0, 0));
            assertThat(b.flags(inheritable)).isEqualTo(HANDLE_FLAG_INHERIT);
        });
        rules.win32(P, "a new file has the permissions of the attributes, whatever the template's are", b -> {
            String template = b.file("pattern");
            int handle = b.created(() -> open(b, template, GENERIC_READ, OPEN_EXISTING));
            String file = b.path();
            b.created(() -> b.win.createFile(file, BOTH, SHARE_ALL, only("rw-rw-rw-"), CREATE_NEW, 0, handle));
            assertThat(permissions(file)).isEqualTo("rw-rw-rw-");
        });
        rules.win32(P, "an empty permission set is for nobody but the owner", b -> {
            String file = b.path();
            SecurityAttributes nobody = new SecurityAttributes(false, Set.of());
            b.created(() -> b.win.createFile(file, BOTH, SHARE_ALL, nobody, CREATE_NEW, 0, 0));
            assertThat(permissions(file)).isEqualTo("rw-------");
            assertThat(mailslotFolder(b, nobody)).isEqualTo("rwx------");
        });
        rules.win32(D, "permissions are not looked at if the file exists", b -> {
            String file = b.file("content");
            permit(file, "rw-r--r--");
            b.created(() -> b.win.createFile(file, BOTH, SHARE_ALL, only("rw-------"), CREATE_ALWAYS, 0, 0));
            assertThat(permissions(file)).isEqualTo("rw-r--r--");
        });
        rules.win32(
                P,
                "a mailslot's files have the permissions of the attributes",
                b -> assertThat(mailslotFolder(b, only("rw-r-----"))).isEqualTo("rwxr-x---"));
    }

    private static void deletion(Rules rules) {
        rules.win32(D, "a file with FILE_FLAG_DELETE_ON_CLOSE goes with the last handle", b -> {
            String file = b.path();
            int temporary = b.created(() -> create(b, file, FILE_FLAG_DELETE_ON_CLOSE));
            int duplicate = b.duplicate(temporary);
            b.ok(() -> b.win.closeHandle(temporary));
            assertThat(Path.of(file)).exists();
            b.ok(() -> b.win.closeHandle(duplicate));
            assertThat(Path.of(file)).doesNotExist();
        });
        rules.win32(D, "others that have such a file open must share FILE_SHARE_DELETE: 32", b -> {
            String file = b.file("content");
            int reader = b.created(() -> open(b, file, GENERIC_READ, OPEN_EXISTING));
            int delete = FILE_FLAG_DELETE_ON_CLOSE;
            b.failsOpen(
                    32, () -> b.win.createFile(file, GENERIC_READ, SHARE_EVERYTHING, null, OPEN_EXISTING, delete, 0));
            b.ok(() -> b.win.closeHandle(reader));
            b.created(() -> b.win.createFile(file, GENERIC_READ, SHARE_ALL, null, OPEN_EXISTING, delete, 0));
            b.failsOpen(32, () -> open(b, file, GENERIC_READ, OPEN_EXISTING));
            b.created(() -> b.win.createFile(file, GENERIC_READ, SHARE_EVERYTHING, null, OPEN_EXISTING, 0, 0));
        });
    }

    private static int open(Bench b, String file, int access, int disposition) {
        return b.win.createFile(file, access, SHARE_ALL, null, disposition, FILE_ATTRIBUTE_NORMAL, 0);
    }

    private static int create(Bench b, String file, int flags) {
        return b.win.createFile(file, BOTH, SHARE_ALL, null, CREATE_ALWAYS, flags, 0);
    }

    private static SecurityAttributes only(String permissions) {
        return new SecurityAttributes(false, PosixFilePermissions.fromString(permissions));
    }

    private static void permit(String file, String permissions) throws IOException {
        Files.setPosixFilePermissions(Path.of(file), PosixFilePermissions.fromString(permissions));
    }

    private static String permissions(String file) throws IOException {
        return PosixFilePermissions.toString(Files.getPosixFilePermissions(Path.of(file)));
    }

    /** The permissions of the folder of a new mailslot. */
    private static String mailslotFolder(Bench b, SecurityAttributes attributes) throws IOException {
        String name = b.name();
        b.created(() -> b.win.createMailslot(name, 0, 0, attributes));
        Path named = b.home.path().resolve("mailslots/conformance").resolve(name.substring(name.lastIndexOf('\\') + 1));
        try (var folders = Files.list(named)) {
            return permissions(folders.findFirst().orElseThrow().toString());
        }
    }
}
