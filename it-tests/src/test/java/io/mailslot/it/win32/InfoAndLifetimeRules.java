package io.mailslot.it.win32;

import static io.mailslot.it.win32.Tag.D;
import static io.mailslot.it.win32.Tag.P;
import static io.mailslot.it.win32.Tag.W;
import static io.mailslot.win32.Win32Constants.GENERIC_READ;
import static io.mailslot.win32.Win32Constants.GENERIC_WRITE;
import static io.mailslot.win32.Win32Constants.MAILSLOT_NO_MESSAGE;
import static io.mailslot.win32.Win32Constants.MAILSLOT_WAIT_FOREVER;
import static org.assertj.core.api.Assertions.assertThat;

import io.mailslot.api.MailslotInfo;
import io.mailslot.it.harness.Deadline;
import io.mailslot.testkit.Child;
import io.mailslot.win32.IntRef;

/** Sections 6 to 8: GetMailslotInfo, SetMailslotInfo, how long a mailslot lives. */
final class InfoAndLifetimeRules {
    private InfoAndLifetimeRules() {}

    /** What GetMailslotInfo tells. */
    private record Told(int max, int next, int count, int timeout) {
        static Told by(Bench b, int handle) {
            IntRef max = new IntRef(77);
            IntRef next = new IntRef(77);
            IntRef count = new IntRef(77);
            IntRef timeout = new IntRef(77);
            b.ok(() -> b.win.getMailslotInfo(handle, max, next, count, timeout));
            return new Told(max.value, next.value, count.value, timeout.value);
        }
    }

    static void addTo(Rules rules) {
        get(rules.section("6"));
        set(rules.section("7"));
        lifetime(rules.section("8"));
    }

    private static void get(Rules rules) {
        rules.win32(W, "all references may be null", b -> {
            int receiver = b.receiver();
            b.ok(() -> b.win.getMailslotInfo(receiver, null, null, null, null));
        });
        rules.win32(
                W,
                "an empty mailslot has no next message, and count 0",
                b -> assertThat(Told.by(b, b.created(() -> b.win.createMailslot(b.name(), 9, 8, null))))
                        .isEqualTo(new Told(9, MAILSLOT_NO_MESSAGE, 0, 8)));
        rules.win32(W, "an empty message is told from none", b -> {
            String name = b.name();
            int receiver = b.receiver(name);
            b.write(b.sender(name), "");
            assertThat(Told.by(b, receiver)).isEqualTo(new Told(0, 0, 1, 0));
        });
        rules.win32(W, "the count is of all messages, the size of the oldest", b -> {
            String name = b.name();
            int receiver = b.receiver(name);
            int sender = b.sender(name);
            b.write(sender, "four");
            b.write(sender, "three");
            b.write(sender, "to");
            assertThat(Told.by(b, receiver)).isEqualTo(new Told(0, 4, 3, 0));
            b.read(receiver);
            assertThat(Told.by(b, receiver)).isEqualTo(new Told(0, 5, 2, 0));
        });
        rules.java(W, "the count is of all messages, the size of the oldest", b -> {
            String name = b.name();
            int receiver = b.receiver(name);
            b.write(b.sender(name), "four");
            MailslotInfo info = b.kernel.receiver(receiver).info();
            assertThat(info.nextMessageSize()).hasValue(4);
            assertThat(info.messageCount()).isEqualTo(1);
        });
        rules.win32(W, "a sender tells the same", b -> {
            String name = b.name();
            int receiver = b.created(() -> b.win.createMailslot(name, 100, 5_000, null));
            b.write(b.sender(name), "four");
            assertThat(Told.by(b, b.sender(name, 0)))
                    .isEqualTo(Told.by(b, receiver))
                    .isEqualTo(new Told(100, 4, 1, 5_000));
            assertThat(Told.by(b, b.sender(name, GENERIC_READ)).count()).isEqualTo(1);
        });
        rules.win32(W, "a failure leaves the references alone", b -> {
            IntRef next = new IntRef(77);
            b.fails(6, () -> b.win.getMailslotInfo(-1, null, next, null, null));
            assertThat(next.value).isEqualTo(77);
        });
        rules.win32(W, "another process sees the same count", b -> {
            String name = b.name();
            b.receiver(name);
            b.write(b.sender(name), "m");
            int theirs = b.child().open(name, 0);
            assertThat(b.child().out((win, out) -> win.getMailslotInfo(theirs, null, null, out, null)))
                    .isEqualTo(1);
            b.child().close(theirs);
        });
    }

    private static void set(Rules rules) {
        for (int timeout : new int[] {0, 1, 1_234_567, 0xFFFF_FFFE, MAILSLOT_WAIT_FOREVER}) {
            rules.win32(D, "the timeout " + Integer.toUnsignedString(timeout) + " is told as set", b -> {
                int receiver = b.receiver();
                b.ok(() -> b.win.setMailslotInfo(receiver, timeout));
                assertThat(Told.by(b, receiver).timeout()).isEqualTo(timeout);
            });
        }
        rules.win32(D, "it holds for duplicates too", b -> {
            int receiver = b.receiver();
            int duplicate = b.duplicate(receiver);
            b.ok(() -> b.win.setMailslotInfo(duplicate, 99));
            assertThat(Told.by(b, receiver).timeout()).isEqualTo(99);
        });
        rules.win32(P, "on a sender it is 6", b -> {
            String name = b.name();
            b.receiver(name);
            int sender = b.sender(name);
            b.fails(6, () -> b.win.setMailslotInfo(sender, 1));
        });
        rules.win32(D, "it holds in another process too", b -> {
            String name = b.name();
            int receiver = b.receiver(name);
            IntRef theirs = new IntRef();
            b.ok(() -> b.win.duplicateHandle(-1, receiver, b.process(), theirs, 0, false, 2));
            int given = theirs.value;
            b.child().out((win, out) -> win.setMailslotInfo(given, 4_321));
            assertThat(Told.by(b, receiver).timeout()).isEqualTo(4_321);
            b.child().close(theirs.value);
        });
    }

    private static void lifetime(Rules rules) {
        rules.win32(D, "a mailslot goes with its last receiver; senders do not count", b -> {
            String name = b.name();
            int receiver = b.receiver(name);
            b.sender(name);
            b.ok(() -> b.win.closeHandle(receiver));
            b.failsOpen(2, () -> b.win.createFile(name, GENERIC_WRITE, 3, null, 3, 0, 0));
        });
        rules.win32(D, "a duplicate of the receiver keeps it", b -> {
            String name = b.name();
            int receiver = b.receiver(name);
            int duplicate = b.duplicate(receiver);
            int sender = b.sender(name);
            b.ok(() -> b.win.closeHandle(receiver));
            b.write(sender, "still here");
            assertThat(b.read(duplicate)).isEqualTo("still here");
        });
        rules.win32(D, "a receiver that another process holds keeps it", b -> {
            String name = b.name();
            int receiver = b.receiver(name);
            int sender = b.sender(name);
            IntRef theirs = new IntRef();
            b.ok(() -> b.win.duplicateHandle(-1, receiver, b.process(), theirs, 0, false, 3));
            b.write(sender, "to the child");
            assertThat(b.child().read(theirs.value)).isEqualTo("to the child");
            b.child().close(theirs.value);
            b.fails(38, () -> b.writeByte(sender));
        });
        rules.win32(D, "the name is free at once, and the new mailslot empty", b -> {
            String name = b.name();
            int receiver = b.receiver(name);
            b.write(b.sender(name), "dropped");
            b.ok(() -> b.win.closeHandle(receiver));
            assertThat(Told.by(b, b.receiver(name)).count()).isZero();
        });
        rules.win32(P, "old senders do not reach a mailslot of the same name", b -> {
            String name = b.name();
            int receiver = b.receiver(name);
            int old = b.sender(name);
            b.ok(() -> b.win.closeHandle(receiver));
            int next = b.receiver(name);
            b.fails(38, () -> b.writeByte(old));
            b.fails(121, () -> b.readInto(next, 1));
        });
        rules.win32(D, "the end of its owner destroys it, by kill -9 too", b -> {
            String name = b.name();
            Child owner = b.stranger();
            owner.run(c -> c.kernel().createMailslot(name));
            int sender = b.sender(name);
            owner.kill();
            Deadline.await("the dead owner's mailslot is gone", Deadline.DEATH_NOTICED)
                    .until(() -> !b.writeByte(sender) && b.win.getLastError() == 38);
            b.receiver(name);
        });
    }
}
