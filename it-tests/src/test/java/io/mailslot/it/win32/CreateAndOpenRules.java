package io.mailslot.it.win32;

import static io.mailslot.it.win32.Bench.INHERIT;
import static io.mailslot.it.win32.Bench.SHARE_ALL;
import static io.mailslot.it.win32.Tag.D;
import static io.mailslot.it.win32.Tag.P;
import static io.mailslot.it.win32.Tag.W;
import static io.mailslot.win32.Win32Constants.CREATE_ALWAYS;
import static io.mailslot.win32.Win32Constants.CREATE_NEW;
import static io.mailslot.win32.Win32Constants.ERROR_ALREADY_EXISTS;
import static io.mailslot.win32.Win32Constants.FILE_SHARE_READ;
import static io.mailslot.win32.Win32Constants.GENERIC_READ;
import static io.mailslot.win32.Win32Constants.GENERIC_WRITE;
import static io.mailslot.win32.Win32Constants.HANDLE_FLAG_INHERIT;
import static io.mailslot.win32.Win32Constants.MAILSLOT_WAIT_FOREVER;
import static io.mailslot.win32.Win32Constants.OPEN_ALWAYS;
import static io.mailslot.win32.Win32Constants.OPEN_EXISTING;
import static io.mailslot.win32.Win32Constants.TRUNCATE_EXISTING;
import static org.assertj.core.api.Assertions.assertThat;

import io.mailslot.api.MailslotOptions;
import io.mailslot.api.OpenOptions;
import io.mailslot.win32.IntRef;
import java.time.Duration;
import java.util.Locale;
import java.util.Set;

/** Sections 1 to 3: names, CreateMailslot, CreateFile. */
final class CreateAndOpenRules {
    private static final String DEVICE = "\\\\.\\mailslot";

    private CreateAndOpenRules() {}

    static void addTo(Rules rules) {
        names(rules.section("1"));
        create(rules.section("2"));
        open(rules.section("3"));
        shareModes(rules);
        dispositions(rules);
    }

    private static void refused(Rules rules, Tag tag, int code, String what, String name) {
        rules.win32(tag, "create " + what + " is " + code, b -> b.failsOpen(code, () -> create(b, name)));
    }

    private static void names(Rules rules) {
        refused(rules, P, 123, "of a name on another computer", "\\\\server\\mailslot\\n");
        refused(rules, P, 123, "without a name after the prefix", DEVICE + "\\");
        refused(rules, P, 123, "of the device itself", DEVICE);
        refused(rules, P, 123, "of a name with an empty part", DEVICE + "\\a\\\\b");
        refused(rules, P, 123, "of a name with ..", DEVICE + "\\a\\..\\b");
        refused(rules, P, 123, "of a name with a slash", DEVICE + "\\a/b");
        refused(rules, P, 123, "of a name with a control character", DEVICE + "\\a\tb");
        rules.win32(D, "folders in a name need not be created", b -> b.receiver(b.name() + "\\some\\where"));
        rules.win32(D, "the case of letters does not distinguish names", b -> {
            String name = b.name();
            int receiver = b.receiver(name);
            b.write(b.sender(name.toUpperCase(Locale.ROOT)), "m");
            assertThat(b.read(receiver)).isEqualTo("m");
        });
        rules.win32(
                P,
                "open of a name on another computer is 53",
                b -> b.failsOpen(53, () -> open(b, "\\\\server\\mailslot\\n", GENERIC_WRITE)));
        rules.java(
                P,
                "open of a name on another computer is 53",
                b -> b.throwsCode(53, () -> b.kernel.openMailslot("\\\\server\\mailslot\\n")));
        rules.win32(W, "the device itself opens with access 0", b -> b.sender(DEVICE, 0));
        rules.win32(P, "a read of the device is 1", b -> {
            int device = b.sender(DEVICE, 0);
            b.fails(1, () -> b.readInto(device, 1));
        });
        rules.win32(P, "a write to the device is 1", b -> {
            int device = b.sender(DEVICE, 0);
            b.fails(1, () -> b.writeByte(device));
        });
        rules.java(
                P,
                "the device opens, and a write to it is 1",
                b -> b.throwsCode(1, () -> b.kernel.openMailslot(DEVICE).write(new byte[1])));
        rules.win32(P, "no length rule of 424 bytes for broadcasts", b -> {
            int receiver = b.created(() -> create(b, "\\\\*\\mailslot\\conformance\\wide"));
            int sender = b.sender("\\\\*\\mailslot\\conformance\\wide");
            b.ok(() -> b.win.writeFile(sender, new byte[1_000], 1_000, new IntRef(), null));
            b.ok(() -> b.readInto(receiver, 1_000));
        });
    }

    private static void create(Rules rules) {
        refused(rules, W, 3, "of null", null);
        refused(rules, P, 3, "of the empty name", "");
        refused(rules, W, 123, "without the prefix", "blah");
        refused(rules, D, 206, "of a name of 256 characters", DEVICE + "\\" + "n".repeat(256));
        rules.java(W, "create of null is 3", b -> b.throwsCode(3, () -> b.kernel.createMailslot(null)));
        rules.java(
                D,
                "create of a name of 256 characters is 206",
                b -> b.throwsCode(206, () -> b.kernel.createMailslot(DEVICE + "\\" + "n".repeat(256))));
        rules.win32(W, "create of a name that is taken is 183, whatever the case of letters", b -> {
            String name = b.name();
            b.receiver(name);
            b.failsOpen(183, () -> create(b, name));
            b.failsOpen(183, () -> create(b, name.toUpperCase(Locale.ROOT)));
        });
        rules.win32(D, "\\\\?\\mailslot\\ is another spelling of \\\\.\\mailslot\\", b -> {
            String name = b.name();
            String literal = name.replaceFirst("\\.", "?");
            int receiver = b.created(() -> create(b, literal));
            b.failsOpen(183, () -> create(b, name));
            b.sender(literal);
            b.ok(() -> b.win.writeFile(b.sender(name), new byte[1], 1, new IntRef(), null));
            b.ok(() -> b.readInto(receiver, 1));
        });
        rules.win32(P, "a letter is folded into one letter: no \u00df is an ss, no \u0131 an i", b -> {
            String name = b.name();
            b.receiver(name + "ma\u00dfe \u0131");
            b.failsOpen(2, () -> open(b, name + "masse \u0131", GENERIC_WRITE));
            b.failsOpen(2, () -> open(b, name + "ma\u00dfe i", GENERIC_WRITE));
            b.sender(name + "MA\u00dfE \u0131");
        });
        rules.win32(P, "a name may have 255 characters of any script", b -> {
            int receiver = b.created(() -> create(b, DEVICE + "\\" + "\ud55c".repeat(255)));
            b.ok(() -> b.win.closeHandle(receiver));
        });
        rules.win32(W, "create of a name that another process has is 183", b -> {
            String name = b.name();
            int theirs = b.child().create(name);
            b.failsOpen(183, () -> create(b, name));
            b.child().close(theirs);
        });
        rules.java(W, "create of a name that is taken is 183", b -> {
            String name = b.name();
            b.receiver(name);
            b.throwsCode(183, () -> b.kernel.createMailslot(name));
        });
        for (int maximum : new int[] {0, -1, 424}) {
            rules.win32(W, "a maximum of " + Integer.toUnsignedString(maximum) + " is reported as given", b -> {
                IntRef told = new IntRef(77);
                int receiver = b.created(() -> b.win.createMailslot(b.name(), maximum, 0, null));
                b.ok(() -> b.win.getMailslotInfo(receiver, told, null, null, null));
                assertThat(told.value).isEqualTo(maximum);
            });
        }
        rules.win32(P, "a write over the maximum is 87", b -> {
            String name = b.name();
            b.created(() -> b.win.createMailslot(name, 10, 0, null));
            int sender = b.sender(name);
            b.ok(() -> b.win.writeFile(sender, new byte[10], 10, new IntRef(), null));
            b.fails(87, () -> b.win.writeFile(sender, new byte[11], 11, new IntRef(), null));
        });
        rules.java(P, "a write over the maximum is 87", b -> {
            String name = b.name();
            b.kernel.createMailslot(name, MailslotOptions.defaults().withMaxMessageSize(10));
            b.throwsCode(87, () -> b.kernel.openMailslot(name).write(new byte[11]));
        });
        rules.win32(
                D,
                "without attributes the handle is not inheritable",
                b -> assertThat(b.flags(b.receiver())).isZero());
        rules.win32(
                D,
                "with bInheritHandle it is",
                b -> assertThat(b.flags(b.created(() -> b.win.createMailslot(b.name(), 0, 0, INHERIT))))
                        .isEqualTo(HANDLE_FLAG_INHERIT));
        rules.java(D, "the timeout is a property of the mailslot's receiver, not of a handle", b -> {
            int receiver = b.receiver();
            int duplicate = b.duplicate(receiver);
            b.kernel.receiver(duplicate).setReadTimeout(Duration.ofMillis(7));
            assertThat(b.kernel.receiver(receiver).info().readTimeout()).hasMillis(7);
        });
    }

    private static void open(Rules rules) {
        rules.win32(
                D, "open of a name that nothing has is 2", b -> b.failsOpen(2, () -> open(b, b.name(), GENERIC_WRITE)));
        rules.java(
                D, "open of a name that nothing has is 2", b -> b.throwsCode(2, () -> b.kernel.openMailslot(b.name())));
        rules.win32(P, "open of null is 3", b -> b.failsOpen(3, () -> open(b, null, GENERIC_WRITE)));
        rules.win32(P, "open of the empty name is 3", b -> b.failsOpen(3, () -> open(b, "", GENERIC_WRITE)));
        opens(rules, W, "with access 0", 0);
        opens(rules, W, "to write", GENERIC_WRITE);
        opens(rules, W, "to read and write", GENERIC_READ | GENERIC_WRITE);
        opens(rules, W, "to read only", GENERIC_READ);
        rules.win32(D, "a sender is inheritable only with bInheritHandle", b -> {
            String name = b.name();
            b.receiver(name);
            assertThat(b.flags(b.sender(name))).isZero();
            int inheritable =
                    b.created(() -> b.win.createFile(name, GENERIC_WRITE, SHARE_ALL, INHERIT, OPEN_EXISTING, 0, 0));
            assertThat(b.flags(inheritable)).isEqualTo(HANDLE_FLAG_INHERIT);
        });
        rules.win32(D, "each open makes an object of its own to the same queue", b -> {
            String name = b.name();
            int receiver = b.receiver(name);
            int one = b.sender(name);
            int other = b.sender(name);
            assertThat(b.kernel.describe(one).objectId())
                    .isNotEqualTo(b.kernel.describe(other).objectId());
            assertThat(b.usageCount(one)).isEqualTo(1);
            b.write(one, "1");
            b.write(other, "2");
            assertThat(b.read(receiver) + b.read(receiver)).isEqualTo("12");
        });
    }

    private static void opens(Rules rules, Tag tag, String what, int access) {
        rules.win32(tag, "open " + what + " succeeds", b -> {
            String name = b.name();
            b.receiver(name);
            b.created(() -> open(b, name, access));
        });
    }

    private static void shareModes(Rules rules) {
        rules.win32(W, "a share mode without FILE_SHARE_READ opens", b -> {
            String name = b.name();
            b.receiver(name);
            b.created(() -> open(b, name, GENERIC_WRITE, 2));
        });
        rules.win32(P, "a second writer that does not share is 32", b -> {
            String name = b.name();
            b.receiver(name);
            b.created(() -> open(b, name, GENERIC_WRITE, SHARE_ALL));
            b.failsOpen(32, () -> open(b, name, GENERIC_WRITE, FILE_SHARE_READ));
        });
        rules.win32(P, "a second writer after one that does not share is 32", b -> {
            String name = b.name();
            b.receiver(name);
            b.created(() -> open(b, name, GENERIC_WRITE, 0));
            b.failsOpen(32, () -> open(b, name, GENERIC_WRITE, SHARE_ALL));
        });
        rules.java(P, "a second writer after one that does not share is 32", b -> {
            String name = b.name();
            b.receiver(name);
            b.kernel.openMailslot(name, OpenOptions.defaults().withShareWrite(false));
            b.throwsCode(32, () -> b.kernel.openMailslot(name));
        });
        rules.win32(P, "an open without write access takes no part in sharing", b -> {
            String name = b.name();
            b.receiver(name);
            b.created(() -> open(b, name, GENERIC_WRITE, 0));
            b.created(() -> open(b, name, 0, 0));
            b.created(() -> open(b, name, GENERIC_READ, 0));
        });
        rules.win32(P, "a duplicate keeps the reservation", b -> {
            String name = b.name();
            b.receiver(name);
            int exclusive = b.created(() -> open(b, name, GENERIC_WRITE, 0));
            int duplicate = b.duplicate(exclusive);
            b.ok(() -> b.win.closeHandle(exclusive));
            b.failsOpen(32, () -> open(b, name, GENERIC_WRITE, SHARE_ALL));
            b.ok(() -> b.win.closeHandle(duplicate));
            b.created(() -> open(b, name, GENERIC_WRITE, SHARE_ALL));
        });
        rules.win32(W, "two writers that share succeed", b -> {
            String name = b.name();
            b.receiver(name);
            b.sender(name);
            b.sender(name);
        });
        rules.win32(W, "opens to write change nothing for reads", b -> {
            String name = b.name();
            int receiver = b.receiver(name);
            b.created(() -> open(b, name, GENERIC_WRITE, 0));
            b.fails(121, () -> b.readInto(receiver, 1));
        });
        rules.win32(D, "share bits that mean nothing are 87", b -> {
            String name = b.name();
            b.receiver(name);
            b.failsOpen(87, () -> open(b, name, GENERIC_WRITE, 8));
        });
    }

    private static void dispositions(Rules rules) {
        rules.win32(P, "OPEN_ALWAYS opens, and says 183", b -> {
            String name = b.name();
            b.receiver(name);
            b.created(() -> dispose(b, name, OPEN_ALWAYS));
            assertThat(b.win.getLastError()).isEqualTo(ERROR_ALREADY_EXISTS);
        });
        int[][] refusals = {{CREATE_NEW, 80}, {CREATE_ALWAYS, 87}, {TRUNCATE_EXISTING, 87}};
        for (int[] refusal : refusals) {
            rules.win32(P, "disposition " + refusal[0] + " of what exists is " + refusal[1], b -> {
                String name = b.name();
                b.receiver(name);
                b.failsOpen(refusal[1], () -> dispose(b, name, refusal[0]));
            });
        }
        for (int disposition : new int[] {CREATE_NEW, CREATE_ALWAYS, OPEN_EXISTING, OPEN_ALWAYS, TRUNCATE_EXISTING}) {
            rules.win32(
                    P,
                    "disposition " + disposition + " of what is missing is 2",
                    b -> b.failsOpen(2, () -> dispose(b, b.name(), disposition)));
        }
        rules.win32(D, "a disposition that does not exist is 87", b -> b.failsOpen(87, () -> dispose(b, b.name(), 6)));
        rules.win32(P, "a refused disposition leaves no handle", b -> {
            String name = b.name();
            int receiver = b.receiver(name);
            int before = b.kernel.handles().size();
            b.failsOpen(80, () -> dispose(b, name, CREATE_NEW));
            assertThat(b.kernel.handles()).hasSize(before);
            assertThat(b.usageCount(receiver)).isEqualTo(1);
        });
        rules.java(W, "open without a right succeeds", b -> {
            String name = b.name();
            b.receiver(name);
            assertThat(b.kernel
                            .openMailslot(name, OpenOptions.defaults().withAccess(Set.of()))
                            .info()
                            .messageCount())
                    .isZero();
        });
    }

    private static int create(Bench b, String name) {
        return b.win.createMailslot(name, 0, MAILSLOT_WAIT_FOREVER, null);
    }

    private static int open(Bench b, String name, int access) {
        return open(b, name, access, SHARE_ALL);
    }

    private static int open(Bench b, String name, int access, int share) {
        return b.win.createFile(name, access, share, null, OPEN_EXISTING, 0, 0);
    }

    private static int dispose(Bench b, String name, int disposition) {
        return b.win.createFile(name, GENERIC_WRITE, SHARE_ALL, null, disposition, 0, 0);
    }
}
