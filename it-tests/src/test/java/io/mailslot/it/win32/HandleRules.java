package io.mailslot.it.win32;

import static io.mailslot.it.win32.Bench.INHERIT;
import static io.mailslot.it.win32.Tag.D;
import static io.mailslot.it.win32.Tag.P;
import static io.mailslot.it.win32.Tag.W;
import static io.mailslot.it.win32.Tag.X;
import static io.mailslot.win32.Win32Constants.HANDLE_FLAG_INHERIT;
import static io.mailslot.win32.Win32Constants.HANDLE_FLAG_PROTECT_FROM_CLOSE;
import static org.assertj.core.api.Assertions.assertThat;

import io.mailslot.Kernel;
import io.mailslot.api.HandleFlag;
import io.mailslot.win32.IntRef;
import io.mailslot.win32.Win32;
import java.util.Set;

/** Sections 9 to 11: handle values, CloseHandle, handle flags. */
final class HandleRules {
    private HandleRules() {}

    static void addTo(Rules rules) {
        values(rules.section("9"));
        reuse(rules);
        close(rules.section("10"));
        flags(rules.section("11"));
    }

    private static void values(Rules rules) {
        rules.win32(W, "handles are multiples of 4, never 0", b -> {
            for (int i = 0; i < 5; i++) {
                int handle = b.receiver();
                assertThat(handle).isPositive();
                assertThat(handle % 4).isZero();
            }
        });
        for (int tag = 1; tag <= 3; tag++) {
            int bits = tag;
            rules.win32(W, "h|" + bits + " behaves as h", b -> {
                String name = b.name();
                int receiver = b.receiver(name);
                int sender = b.sender(name);
                b.write(sender | bits, "tagged");
                assertThat(b.read(receiver | bits)).isEqualTo("tagged");
                assertThat(b.flags(receiver | bits)).isZero();
                b.ok(() -> b.win.getMailslotInfo(receiver | bits, null, null, null, null));
                b.waits(0x102, () -> b.win.waitForSingleObject(receiver | bits, 0));
                b.duplicate(receiver | bits);
                b.ok(() -> b.win.closeHandle(receiver | bits));
                b.fails(6, () -> b.win.closeHandle(receiver));
            });
            rules.win32(W, "tag bits " + bits + " make no valid handle", b -> {
                b.fails(6, () -> b.win.closeHandle(bits));
                b.fails(6, () -> b.win.closeHandle(Bench.NEVER_OPEN | bits));
            });
        }
        rules.java(W, "h|1 behaves as h", b -> {
            String name = b.name();
            int receiver = b.receiver(name);
            b.kernel.sender(b.sender(name) | 1).write(new byte[1]);
            assertThat(b.kernel.receiver(receiver | 1).poll()).hasValue(new byte[1]);
            b.kernel.closeHandle(receiver | 1);
            b.throwsCode(6, () -> b.kernel.describe(receiver));
        });
        rules.win32(W, "-2 to -4 are no pseudo handles of processes", b -> {
            for (int handle : new int[] {-2, -3, -4}) {
                b.fails(6, () -> b.win.getExitCodeProcess(handle, new IntRef()));
            }
        });
        rules.win32(X, "the lowest free number comes first", b -> {
            int first = b.receiver();
            b.receiver();
            b.ok(() -> b.win.closeHandle(first));
            assertThat(b.receiver()).isEqualTo(first);
        });
        rules.win32(D, "a number means nothing in another process's table", b -> {
            int receiver = b.receiver();
            b.child().failsToClose(6, Math.max(receiver, Bench.NEVER_OPEN));
        });
        rules.win32(D, "each handle holds one count on its object, whatever process it is in", b -> {
            String name = b.name();
            int receiver = b.receiver(name);
            assertThat(b.usageCount(receiver)).isEqualTo(1);
            b.duplicate(receiver);
            assertThat(b.usageCount(receiver)).isEqualTo(2);
            IntRef theirs = new IntRef();
            b.ok(() -> b.win.duplicateHandle(-1, receiver, b.process(), theirs, 0, false, 2));
            assertThat(b.usageCount(receiver)).isEqualTo(3);
            b.child().close(theirs.value);
            assertThat(b.usageCount(receiver)).isEqualTo(2);
        });
        rules.win32(D, "a running process holds itself", b -> {
            int count = b.usageCount(b.process());
            int opened =
                    b.created(() -> b.win.openProcess(0x400, false, b.child().pid()));
            assertThat(b.usageCount(opened)).isEqualTo(count + 1).isEqualTo(3);
            b.ok(() -> b.win.closeHandle(opened));
            assertThat(b.child().call(Win32::getCurrentProcessId)).isPositive();
        });
        rules.win32(D, "rights belong to the handle", b -> {
            String name = b.name();
            b.receiver(name);
            int sender = b.sender(name);
            int less = b.duplicate(sender, 0);
            b.fails(5, () -> b.writeByte(less));
            b.ok(() -> b.writeByte(sender));
        });
    }

    /** Numbers are used again, and nothing may remember what they named before. */
    private static void reuse(Rules rules) {
        rules.win32(D, "a number that was closed by other means names the next object", b -> {
            String name = b.name();
            int old = b.receiver(name);
            b.write(b.sender(name), "old");
            b.fails(122, () -> b.readInto(old, 1));
            b.kernel.closeHandle(old);
            String next = b.name();
            assertThat(b.receiver(next)).isEqualTo(old);
            b.fails(121, () -> b.readInto(old, 16));
            b.write(b.sender(next), "new");
            assertThat(b.read(old)).isEqualTo("new");
        });
        rules.win32(D, "a number that named a receiver may name a sender", b -> {
            String name = b.name();
            int receiver = b.receiver(name);
            int number = b.receiver();
            b.fails(121, () -> b.readInto(number, 1));
            b.kernel.closeHandle(number);
            assertThat(b.sender(name)).isEqualTo(number);
            b.fails(5, () -> b.readInto(number, 1));
            b.write(number, "now a sender");
            assertThat(b.read(receiver)).isEqualTo("now a sender");
        });
        rules.win32(D, "a number that another process closed is 6", b -> {
            int theirs = b.child().create(b.name());
            b.child().failsToRead(121, theirs);
            b.ok(() -> b.win.duplicateHandle(b.process(), theirs, 0, null, 0, false, 1));
            b.child().failsToRead(6, theirs);
        });
        rules.win32(D, "a number to which another process gave another object names that", b -> {
            String name = b.name();
            int mine = b.receiver(name);
            b.write(b.sender(name), "from the new one");
            int theirs = b.child().create(b.name());
            b.child().failsToRead(121, theirs);
            b.ok(() -> b.win.duplicateHandle(b.process(), theirs, 0, null, 0, false, 1));
            IntRef given = new IntRef();
            b.ok(() -> b.win.duplicateHandle(-1, mine, b.process(), given, 0, false, 2));
            assertThat(given.value).isEqualTo(theirs);
            assertThat(b.child().read(theirs)).isEqualTo("from the new one");
            b.child().close(theirs);
        });
        rules.win32(D, "a number that gets the same object again works again", b -> {
            String name = b.name();
            int mine = b.receiver(name);
            IntRef given = new IntRef();
            b.ok(() -> b.win.duplicateHandle(-1, mine, b.process(), given, 0, false, 2));
            int first = given.value;
            b.child().failsToRead(121, first);
            b.child().close(first);
            b.ok(() -> b.win.duplicateHandle(-1, mine, b.process(), given, 0, false, 2));
            assertThat(given.value).isEqualTo(first);
            b.write(b.sender(name), "again");
            assertThat(b.child().read(first)).isEqualTo("again");
            b.child().close(first);
        });
        rules.win32(D, "rights and flags of the duplicate count, though object and number are the same", b -> {
            String name = b.name();
            b.receiver(name);
            int sender = b.sender(name);
            b.ok(() -> b.writeByte(sender));
            IntRef target = new IntRef();
            b.ok(() -> b.win.duplicateHandle(-1, sender, -1, target, 0x80000, false, 1));
            assertThat(target.value).isEqualTo(sender);
            b.fails(5, () -> b.writeByte(sender));
        });
    }

    private static void close(Rules rules) {
        rules.win32(W, "close of a valid handle is TRUE", b -> {
            int receiver = b.receiver();
            b.ok(() -> b.win.closeHandle(receiver));
        });
        rules.win32(W, "a second close is 6", b -> {
            int receiver = b.receiver();
            b.ok(() -> b.win.closeHandle(receiver));
            b.fails(6, () -> b.win.closeHandle(receiver));
        });
        rules.win32(W, "close of what was never open is 6", b -> b.fails(6, () -> b.win.closeHandle(Bench.NEVER_OPEN)));
        rules.win32(W, "close of NULL is 6", b -> b.fails(6, () -> b.win.closeHandle(0)));
        rules.win32(W, "close of -1 is TRUE, without effect, and leaves the last error", b -> {
            b.ok(() -> b.win.closeHandle(-1));
            assertThat(b.win.getCurrentProcess()).isEqualTo(-1);
        });
        rules.java(W, "close of -1 does nothing", b -> b.kernel.closeHandle(-1));
        rules.java(W, "close of NULL is 6", b -> b.throwsCode(6, () -> b.kernel.closeHandle(0)));
        rules.win32(D, "a protected handle does not close: 6, and it stays valid", b -> {
            int receiver = b.receiver();
            b.ok(() -> b.win.setHandleInformation(receiver, 2, 2));
            b.fails(6, () -> b.win.closeHandle(receiver));
            b.fails(121, () -> b.readInto(receiver, 1));
            b.ok(() -> b.win.setHandleInformation(receiver, 2, 0));
            b.ok(() -> b.win.closeHandle(receiver));
        });
        rules.java(D, "a protected handle does not close: 6", b -> {
            int receiver = b.receiver();
            b.kernel.setFlags(receiver, Set.of(HandleFlag.PROTECT_FROM_CLOSE), Set.of(HandleFlag.PROTECT_FROM_CLOSE));
            b.throwsCode(6, () -> b.kernel.closeHandle(receiver));
        });
        rules.win32(D, "closing a process handle does not end the process", b -> {
            int process = b.duplicate(b.process());
            b.ok(() -> b.win.closeHandle(process));
            b.waits(0x102, () -> b.win.waitForSingleObject(b.process(), 0));
        });
        rules.win32(P, "a closed kernel's facade fails with 6", b -> {
            Kernel closed = Kernel.attach(b.home.options());
            Win32 win = new Win32(closed);
            closed.close();
            b.fails(6, () -> win.getHandleInformation(4, new IntRef()));
        });
    }

    private static void flags(Rules rules) {
        rules.win32(D, "get tells inherit and protect", b -> {
            int receiver = b.created(() -> b.win.createMailslot(b.name(), 0, 0, INHERIT));
            assertThat(b.flags(receiver)).isEqualTo(HANDLE_FLAG_INHERIT);
            b.ok(() -> b.win.setHandleInformation(receiver, 2, 2));
            assertThat(b.flags(receiver)).isEqualTo(HANDLE_FLAG_INHERIT | HANDLE_FLAG_PROTECT_FROM_CLOSE);
        });
        rules.win32(D, "only bits in the mask change", b -> {
            int receiver = b.created(() -> b.win.createMailslot(b.name(), 0, 0, INHERIT));
            b.ok(() -> b.win.setHandleInformation(receiver, 2, 0));
            assertThat(b.flags(receiver)).isEqualTo(HANDLE_FLAG_INHERIT);
            b.ok(() -> b.win.setHandleInformation(receiver, 0, 3));
            assertThat(b.flags(receiver)).isEqualTo(HANDLE_FLAG_INHERIT);
            b.ok(() -> b.win.setHandleInformation(receiver, 1, 0));
            assertThat(b.flags(receiver)).isZero();
        });
        rules.win32(W, "a mask of all ones is accepted", b -> {
            int receiver = b.receiver();
            b.ok(() -> b.win.setHandleInformation(receiver, -1, -1));
            assertThat(b.flags(receiver)).isEqualTo(3);
        });
        rules.win32(W, "get of an invalid handle is 6, and leaves the reference alone", b -> {
            IntRef flags = new IntRef(77);
            b.fails(6, () -> b.win.getHandleInformation(Bench.NEVER_OPEN, flags));
            assertThat(flags.value).isEqualTo(77);
        });
        rules.win32(
                D,
                "set of an invalid handle is 6",
                b -> b.fails(6, () -> b.win.setHandleInformation(Bench.NEVER_OPEN, 1, 1)));
        rules.win32(
                P,
                "a null where the flags go is 998",
                b -> b.fails(998, () -> b.win.getHandleInformation(b.process(), null)));
        rules.win32(D, "flags are each handle's own", b -> {
            int receiver = b.receiver();
            int duplicate = b.duplicate(receiver);
            b.ok(() -> b.win.setHandleInformation(receiver, 3, 3));
            assertThat(b.flags(duplicate)).isZero();
        });
        rules.win32(X, "get of -1 is TRUE and 0, set is 5", b -> {
            assertThat(b.flags(-1)).isZero();
            b.fails(5, () -> b.win.setHandleInformation(-1, 1, 1));
        });
    }
}
