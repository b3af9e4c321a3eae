package io.mailslot.it.win32;

import static io.mailslot.it.win32.Bench.INHERIT;
import static io.mailslot.it.win32.Tag.D;
import static io.mailslot.it.win32.Tag.P;
import static io.mailslot.it.win32.Tag.R;
import static io.mailslot.it.win32.Tag.W;
import static io.mailslot.win32.Win32Constants.DUPLICATE_CLOSE_SOURCE;
import static io.mailslot.win32.Win32Constants.DUPLICATE_SAME_ACCESS;
import static io.mailslot.win32.Win32Constants.DUPLICATE_SAME_ATTRIBUTES;
import static io.mailslot.win32.Win32Constants.GENERIC_READ;
import static io.mailslot.win32.Win32Constants.GENERIC_WRITE;
import static io.mailslot.win32.Win32Constants.HANDLE_FLAG_INHERIT;
import static io.mailslot.win32.Win32Constants.PROCESS_QUERY_INFORMATION;
import static io.mailslot.win32.Win32Constants.PROCESS_TERMINATE;
import static io.mailslot.win32.Win32Constants.SYNCHRONIZE;
import static org.assertj.core.api.Assertions.assertThat;

import io.mailslot.api.DuplicateOptions;
import io.mailslot.win32.IntRef;

/** Sections 12 and 13: DuplicateHandle and the pseudo handle. */
final class DuplicateRules {
    private static final int CLOSE_AND_SAME = DUPLICATE_CLOSE_SOURCE | DUPLICATE_SAME_ACCESS;

    private DuplicateRules() {}

    static void addTo(Rules rules) {
        same(rules.section("12"));
        rights(rules);
        flags(rules);
        failures(rules);
        closeSource(rules);
        pseudoSource(rules);
        pseudo(rules.section("13"));
    }

    private static void same(Rules rules) {
        rules.win32(D, "a duplicate is another handle to the same object, and survives the source", b -> {
            String name = b.name();
            int receiver = b.receiver(name);
            int sender = b.sender(name);
            int duplicate = b.duplicate(sender);
            assertThat(duplicate).isNotEqualTo(sender);
            assertThat(b.kernel.describe(duplicate).objectId())
                    .isEqualTo(b.kernel.describe(sender).objectId());
            b.ok(() -> b.win.closeHandle(sender));
            b.write(duplicate, "survived");
            assertThat(b.read(receiver)).isEqualTo("survived");
        });
        rules.win32(R, "option bits that are none are ignored", b -> {
            int event = b.win.createEvent(null, true, true, null);
            IntRef made = new IntRef();
            b.ok(() -> b.win.duplicateHandle(-1, event, -1, made, SYNCHRONIZE, false, 0x4000_0008));
            b.waits(0, () -> b.win.waitForSingleObject(made.value, 0));
            b.ok(() -> b.win.setEvent(event));
            b.fails(5, () -> b.win.setEvent(made.value));
        });
        rules.win32(D, "any duplicate of a receiver may read; they share queue and timeout", b -> {
            String name = b.name();
            int receiver = b.receiver(name);
            int duplicate = b.duplicate(receiver);
            int sender = b.sender(name);
            b.write(sender, "1");
            b.write(sender, "2");
            assertThat(b.read(duplicate)).isEqualTo("1");
            assertThat(b.read(receiver)).isEqualTo("2");
        });
        rules.win32(D, "a duplicate in another process works there at once", b -> {
            String name = b.name();
            int receiver = b.receiver(name);
            int sender = b.sender(name);
            IntRef theirs = new IntRef();
            b.ok(() -> b.win.duplicateHandle(-1, sender, b.process(), theirs, 0, false, DUPLICATE_SAME_ACCESS));
            b.child().write(theirs.value, "pushed");
            assertThat(b.read(receiver)).isEqualTo("pushed");
            b.child().close(theirs.value);
        });
        rules.win32(D, "the caller may be neither source nor target", b -> {
            String name = b.name();
            int theirs = b.child().create(name);
            IntRef second = new IntRef();
            int process = b.process();
            b.ok(() -> b.win.duplicateHandle(process, theirs, process, second, 0, false, DUPLICATE_SAME_ACCESS));
            b.write(b.sender(name), "there and back");
            assertThat(b.child().read(second.value)).isEqualTo("there and back");
            b.child().close(second.value);
            b.child().close(theirs);
        });
        rules.win32(W, "the target reference may be null: it duplicates and leaks", b -> {
            int receiver = b.receiver();
            b.ok(() -> b.win.duplicateHandle(-1, receiver, -1, null, 0, false, DUPLICATE_SAME_ACCESS));
            assertThat(b.usageCount(receiver)).isEqualTo(2);
        });
        rules.java(D, "a duplicate survives the source", b -> {
            int receiver = b.receiver();
            int duplicate = b.kernel.duplicate(receiver, DuplicateOptions.defaults());
            b.kernel.closeHandle(receiver);
            assertThat(b.kernel.receiver(duplicate).poll()).isEmpty();
        });
    }

    private static void rights(Rules rules) {
        rules.win32(D, "fewer rights are always possible", b -> {
            String name = b.name();
            b.receiver(name);
            int both = b.sender(name, GENERIC_READ | GENERIC_WRITE);
            int reading = b.duplicate(both, GENERIC_READ);
            b.fails(5, () -> b.writeByte(reading));
            b.fails(87, () -> b.readInto(reading, 1));
        });
        rules.win32(D, "more rights than the source are 5, and the target 0", b -> {
            String name = b.name();
            b.receiver(name);
            int reading = b.sender(name, GENERIC_READ);
            refused(b, 5, reading, GENERIC_WRITE);
        });
        rules.win32(D, "a receiver does not learn to write", b -> refused(b, 5, b.receiver(), GENERIC_WRITE));
        rules.win32(W, "a mask of all ones is 5, and the target 0", b -> {
            refused(b, 5, b.receiver(), -1);
            refused(b, 5, b.duplicate(b.process()), -1);
        });
        rules.win32(D, "a process handle with SYNCHRONIZE only can be waited on, and not asked", b -> {
            int waits = b.duplicate(b.process(), SYNCHRONIZE);
            b.waits(0x102, () -> b.win.waitForSingleObject(waits, 0));
            b.fails(5, () -> b.win.getExitCodeProcess(waits, new IntRef()));
            b.fails(5, () -> b.win.terminateProcess(waits, 1));
        });
        rules.win32(D, "the mask means what it means for the type of an object in another process", b -> {
            String name = b.name();
            int theirs = b.child().create(name);
            IntRef mine = new IntRef();
            int before = b.kernel.handles().size();
            b.ok(() -> b.win.duplicateHandle(b.process(), theirs, -1, mine, GENERIC_READ, false, 0));
            assertThat(b.kernel.handles()).hasSize(before + 1);
            b.fails(121, () -> b.readInto(mine.value, 1));
            b.child().close(theirs);
        });
        rules.java(
                D,
                "more rights than the source are 5",
                b -> b.throwsCode(
                        5,
                        () -> b.kernel.duplicate(
                                b.receiver(),
                                DuplicateOptions.defaults()
                                        .withAccess(java.util.Set.of(io.mailslot.api.AccessRight.WRITE)))));
    }

    private static void refused(Bench b, int code, int source, int access) {
        IntRef target = new IntRef(77);
        b.fails(code, () -> b.win.duplicateHandle(-1, source, -1, target, access, false, 0));
        assertThat(target.value).isZero();
    }

    private static void flags(Rules rules) {
        rules.win32(W, "the argument alone sets the inherit flag; protect is not copied", b -> {
            int receiver = b.created(() -> b.win.createMailslot(b.name(), 0, 0, INHERIT));
            b.ok(() -> b.win.setHandleInformation(receiver, 2, 2));
            assertThat(b.flags(b.duplicate(receiver))).isZero();
            IntRef inheritable = new IntRef();
            b.ok(() -> b.win.duplicateHandle(-1, receiver, -1, inheritable, 0, true, DUPLICATE_SAME_ACCESS));
            assertThat(b.flags(inheritable.value)).isEqualTo(HANDLE_FLAG_INHERIT);
        });
        rules.win32(W, "with DUPLICATE_SAME_ATTRIBUTES both flags are copied, and the argument ignored", b -> {
            int receiver = b.receiver();
            int same = DUPLICATE_SAME_ACCESS | DUPLICATE_SAME_ATTRIBUTES;
            IntRef target = new IntRef();
            b.ok(() -> b.win.duplicateHandle(-1, receiver, -1, target, 0, true, same));
            assertThat(b.flags(target.value)).isZero();
            b.ok(() -> b.win.setHandleInformation(receiver, 3, 3));
            b.ok(() -> b.win.duplicateHandle(-1, receiver, -1, target, 0, false, same));
            assertThat(b.flags(target.value)).isEqualTo(3);
        });
    }

    private static void failures(Rules rules) {
        rules.win32(W, "an invalid source is 6, and the target 0", b -> {
            IntRef target = new IntRef(77);
            b.fails(6, () -> b.win.duplicateHandle(-1, Bench.NEVER_OPEN, -1, target, 0, false, CLOSE_AND_SAME));
            assertThat(target.value).isZero();
        });
        rules.win32(P, "a source process that is none is 6", b -> {
            int receiver = b.receiver();
            b.fails(6, () -> b.win.duplicateHandle(receiver, receiver, -1, null, 0, false, 2));
            b.fails(6, () -> b.win.duplicateHandle(Bench.NEVER_OPEN, receiver, -1, null, 0, false, 2));
        });
        rules.win32(P, "a target process that is none is 6", b -> {
            int receiver = b.receiver();
            b.fails(6, () -> b.win.duplicateHandle(-1, receiver, receiver, null, 0, false, 2));
        });
        rules.win32(D, "a process handle without PROCESS_DUP_HANDLE is 5", b -> {
            int receiver = b.receiver();
            int asks = b.duplicate(b.process(), PROCESS_QUERY_INFORMATION);
            b.fails(5, () -> b.win.duplicateHandle(-1, receiver, asks, null, 0, false, 2));
            b.fails(5, () -> b.win.duplicateHandle(asks, 4, -1, null, 0, false, 2));
        });
        rules.win32(R, "a process that has ended is 5, as source and as target", b -> {
            int receiver = b.receiver();
            int ended = b.ended(0);
            b.fails(5, () -> b.win.duplicateHandle(-1, receiver, ended, null, 0, false, 2));
            b.fails(5, () -> b.win.duplicateHandle(ended, 4, -1, null, 0, false, 2));
        });
        rules.win32(R, "a NULL target process without CLOSE_SOURCE is 87", b -> {
            int receiver = b.receiver();
            b.fails(87, () -> b.win.duplicateHandle(-1, receiver, 0, null, 0, false, 2));
            assertThat(b.flags(receiver)).isZero();
        });
    }

    private static void closeSource(Rules rules) {
        rules.win32(D, "a NULL target process with CLOSE_SOURCE closes the source", b -> {
            int receiver = b.receiver();
            b.ok(() -> b.win.duplicateHandle(-1, receiver, 0, null, 0, false, DUPLICATE_CLOSE_SOURCE));
            b.fails(6, () -> b.win.closeHandle(receiver));
        });
        rules.win32(D, "so a handle in another process is closed", b -> {
            String name = b.name();
            int theirs = b.child().create(name);
            b.ok(() -> b.win.duplicateHandle(b.process(), theirs, 0, null, 0, false, DUPLICATE_CLOSE_SOURCE));
            b.child().failsToClose(6, theirs);
            b.receiver(name);
        });
        rules.win32(D, "CLOSE_SOURCE closes although the duplication fails", b -> {
            String name = b.name();
            b.receiver(name);
            int reading = b.sender(name, GENERIC_READ);
            b.fails(
                    5,
                    () -> b.win.duplicateHandle(-1, reading, -1, null, GENERIC_WRITE, false, DUPLICATE_CLOSE_SOURCE));
            b.fails(6, () -> b.win.closeHandle(reading));
            int other = b.sender(name);
            b.fails(5, () -> b.win.duplicateHandle(-1, other, -1, null, -1, false, DUPLICATE_CLOSE_SOURCE));
            b.fails(6, () -> b.win.closeHandle(other));
        });
        rules.win32(R, "CLOSE_SOURCE closes although the target process has ended", b -> {
            int receiver = b.receiver();
            int ended = b.ended(0);
            b.fails(5, () -> b.win.duplicateHandle(-1, receiver, ended, null, 0, false, CLOSE_AND_SAME));
            b.fails(6, () -> b.win.closeHandle(receiver));
        });
        rules.win32(W, "within one process the same number comes back, though a lower one is free", b -> {
            int lower = b.receiver();
            int receiver = b.receiver();
            b.ok(() -> b.win.closeHandle(lower));
            IntRef target = new IntRef();
            b.ok(() -> b.win.duplicateHandle(-1, receiver, -1, target, 0, true, CLOSE_AND_SAME));
            assertThat(target.value).isEqualTo(receiver);
            assertThat(b.flags(receiver)).isEqualTo(HANDLE_FLAG_INHERIT);
            assertThat(b.usageCount(receiver)).isEqualTo(1);
        });
        rules.win32(W, "a protected source stays open: TRUE with another number", b -> {
            int receiver = b.receiver();
            b.ok(() -> b.win.setHandleInformation(receiver, 2, 2));
            IntRef target = new IntRef();
            b.ok(() -> b.win.duplicateHandle(-1, receiver, -1, target, 0, false, CLOSE_AND_SAME));
            assertThat(target.value).isNotZero().isNotEqualTo(receiver);
            assertThat(b.flags(receiver)).isEqualTo(2);
        });
        rules.win32(D, "moving a handle into another process closes it here", b -> {
            String name = b.name();
            int receiver = b.receiver(name);
            IntRef theirs = new IntRef();
            b.ok(() -> b.win.duplicateHandle(-1, receiver, b.process(), theirs, 0, false, CLOSE_AND_SAME));
            b.fails(6, () -> b.readInto(receiver, 1));
            b.child().close(theirs.value);
        });
    }

    private static void pseudoSource(Rules rules) {
        rules.win32(W, "a duplicate of -1 is a real handle with every right and no flags", b -> {
            int real = b.duplicate(-1);
            assertThat(b.flags(real)).isZero();
            assertThat(b.kernel.process(real).processId()).isEqualTo(b.win.getCurrentProcessId());
            assertThat(b.kernel.describe(real).access())
                    .isEqualTo(b.kernel.describe(b.process()).access());
            b.ok(() -> b.win.closeHandle(real));
        });
        rules.win32(W, "with CLOSE_SOURCE too, which does no harm", b -> {
            IntRef real = new IntRef();
            b.ok(() -> b.win.duplicateHandle(-1, -1, -1, real, 0, true, CLOSE_AND_SAME));
            assertThat(b.flags(real.value)).isEqualTo(HANDLE_FLAG_INHERIT);
            b.waits(0x102, () -> b.win.waitForSingleObject(-1, 0));
        });
        rules.win32(W, "with DUPLICATE_SAME_ATTRIBUTES it has no flags, whatever the argument", b -> {
            IntRef real = new IntRef();
            int same = DUPLICATE_SAME_ACCESS | DUPLICATE_SAME_ATTRIBUTES;
            b.ok(() -> b.win.duplicateHandle(-1, -1, -1, real, 0, true, same));
            assertThat(b.flags(real.value)).isZero();
        });
        rules.win32(D, "a duplicate of -1 can have fewer rights", b -> {
            int real = b.duplicate(-1, PROCESS_TERMINATE);
            b.fails(5, () -> b.win.getExitCodeProcess(real, new IntRef()));
        });
        rules.win32(D, "-1 in another process means that process", b -> {
            IntRef real = new IntRef();
            b.ok(() -> b.win.duplicateHandle(b.process(), -1, -1, real, 0, false, DUPLICATE_SAME_ACCESS));
            assertThat(b.kernel.process(real.value).processId())
                    .isEqualTo(b.child().pid());
        });
    }

    private static void pseudo(Rules rules) {
        rules.win32(
                D,
                "GetCurrentProcess is -1",
                b -> assertThat(b.win.getCurrentProcess()).isEqualTo(-1));
        rules.win32(W, "-1 has the exit code 259", b -> {
            IntRef code = new IntRef();
            b.ok(() -> b.win.getExitCodeProcess(-1, code));
            assertThat(code.value).isEqualTo(259);
        });
        rules.win32(D, "in a child -1 means the child", b -> {
            int theirs =
                    b.child().out((win, out) -> win.duplicateHandle(-1, -1, -1, out, 0, false, DUPLICATE_SAME_ACCESS));
            IntRef mine = new IntRef();
            b.ok(() -> b.win.duplicateHandle(b.process(), theirs, -1, mine, 0, false, 2));
            assertThat(b.kernel.process(mine.value).processId())
                    .isEqualTo(b.child().pid());
            b.child().close(theirs);
        });
        rules.java(
                W,
                "-1 has no exit code, for it runs",
                b -> assertThat(b.kernel.process(-1).exitCode()).isEmpty());
    }
}
