package io.mailslot.it.win32;

import static io.mailslot.win32.Win32Constants.DUPLICATE_SAME_ACCESS;
import static io.mailslot.win32.Win32Constants.GENERIC_WRITE;
import static org.assertj.core.api.Assertions.assertThat;

import io.mailslot.win32.IntRef;
import io.mailslot.win32.Win32Constants;
import java.util.Map;
import java.util.TreeMap;

/** Section 19: which kind of handle refuses which call. 0 is success. */
final class MatrixRules {
    private static final String[] KINDS = {"receiver", "sender", "process", "-1", "event", "device", "file"};

    private MatrixRules() {}

    /** A call on a handle; returns the error code, 0 for success. */
    @FunctionalInterface
    private interface Call {
        boolean on(Bench b, int handle);
    }

    /** One row of the table: the call, and what becomes of it for each kind. */
    private static void row(Rules rules, Tag tag, String name, Call call, int... codes) {
        Map<String, Integer> expected = new TreeMap<>();
        for (int i = 0; i < KINDS.length; i++) {
            expected.put(KINDS[i], codes[i]);
        }
        expected.forEach((kind, code) -> rules.win32(
                tag(tag, name, kind), name + " on " + kind + (code == 0 ? " succeeds" : " is " + code), b -> {
                    int handle = handle(b, kind);
                    if (code == 0) {
                        b.ok(() -> call.on(b, handle));
                    } else {
                        b.fails(code, () -> call.on(b, handle));
                    }
                }));
    }

    /** On Windows a file can be waited for, and what it says when asked about messages is not known. */
    private static Tag tag(Tag row, String name, String kind) {
        return kind.equals("file") && (name.startsWith("Wait") || name.endsWith("MailslotInfo")) ? Tag.P : row;
    }

    static void addTo(Rules rules) {
        rules.section("19");
        row(rules, Tag.W, "ReadFile", MatrixRules::read, 0, 5, 6, 6, 6, 1, 0);
        row(rules, Tag.W, "WriteFile", Bench::writeByte, 5, 0, 6, 6, 6, 1, 0);
        row(
                rules,
                Tag.W,
                "GetMailslotInfo",
                (b, h) -> b.win.getMailslotInfo(h, null, null, null, null),
                0,
                0,
                6,
                6,
                6,
                1,
                87);
        row(rules, Tag.P, "SetMailslotInfo", (b, h) -> b.win.setMailslotInfo(h, 1), 0, 6, 6, 6, 6, 6, 87);
        row(rules, Tag.W, "GetExitCodeProcess", MatrixRules::exitCode, 6, 6, 0, 0, 6, 6, 6);
        row(rules, Tag.P, "WaitForSingleObject", MatrixRules::waitSingle, 0, 6, 0, 0, 0, 6, 6);
        row(rules, Tag.W, "WaitForMultipleObjects", MatrixRules::waitMultiple, 0, 6, 0, 6, 0, 6, 6);
        row(rules, Tag.D, "DuplicateHandle", MatrixRules::duplicate, 0, 0, 0, 0, 0, 0, 0);
        row(rules, Tag.P, "DuplicateHandle, as target process,", MatrixRules::duplicateInto, 6, 6, 0, 0, 6, 6, 6);
        row(
                rules,
                Tag.X,
                "GetHandleInformation",
                (b, h) -> b.win.getHandleInformation(h, new IntRef()),
                0,
                0,
                0,
                0,
                0,
                0,
                0);
        row(rules, Tag.X, "SetHandleInformation", (b, h) -> b.win.setHandleInformation(h, 1, 1), 0, 0, 0, 5, 0, 0, 0);
        row(rules, Tag.W, "CloseHandle", (b, h) -> b.win.closeHandle(h), 0, 0, 0, 0, 0, 0, 0);
        row(rules, Tag.D, "SetEvent", (b, h) -> b.win.setEvent(h), 6, 6, 6, 6, 0, 6, 6);
        row(rules, Tag.P, "CancelIo", (b, h) -> b.win.cancelIo(h), 0, 0, 6, 6, 6, 0, 0);
        rules.win32(Tag.W, "TerminateProcess on what is no process is 6", b -> {
            for (String kind : new String[] {"receiver", "sender", "event", "device", "file"}) {
                b.fails(6, () -> b.win.terminateProcess(handle(b, kind), 1));
            }
        });
        rules.java(Tag.W, "what is no process is 6", b -> b.throwsCode(6, () -> b.kernel.process(b.receiver())));
        rules.java(Tag.P, "what is no mailslot is 6", b -> {
            b.throwsCode(6, () -> b.kernel.receiver(b.process()));
            b.throwsCode(6, () -> b.kernel.sender(b.process()));
            b.throwsCode(6, () -> b.kernel.receiver(-1));
        });
        rules.win32(Tag.P, "type is looked at before rights", b -> {
            int none = b.duplicate(b.process(), 0);
            b.fails(6, () -> b.readInto(none, 1));
            b.fails(6, () -> b.writeByte(none));
        });
    }

    private static int handle(Bench b, String kind) {
        String name = b.name();
        return switch (kind) {
            case "receiver" -> readable(b, name);
            case "sender" -> {
                b.receiver(name);
                yield b.sender(name, GENERIC_WRITE);
            }
            case "process" -> b.duplicate(b.process());
            case "-1" -> b.win.getCurrentProcess();
            case "file" -> file(b);
            case "event" -> b.win.createEvent(null, true, false, null);
            default -> b.sender("\\\\.\\mailslot", 0);
        };
    }

    /** A receiver that has a message to read. */
    private static int readable(Bench b, String name) {
        int receiver = b.receiver(name);
        b.writeByte(b.sender(name));
        return receiver;
    }

    private static int file(Bench b) {
        String path = b.file("content");
        int access = Win32Constants.GENERIC_READ | GENERIC_WRITE;
        return b.created(
                () -> b.win.createFile(path, access, Bench.SHARE_ALL, null, Win32Constants.OPEN_EXISTING, 0, 0));
    }

    private static boolean read(Bench b, int handle) {
        return b.readInto(handle, 1);
    }

    private static boolean exitCode(Bench b, int handle) {
        IntRef code = new IntRef();
        boolean told = b.win.getExitCodeProcess(handle, code);
        assertThat(code.value).isEqualTo(told ? Win32Constants.STILL_ACTIVE : 0);
        return told;
    }

    private static boolean waitSingle(Bench b, int handle) {
        return b.win.waitForSingleObject(handle, 0) != Win32Constants.WAIT_FAILED;
    }

    private static boolean waitMultiple(Bench b, int handle) {
        return b.win.waitForMultipleObjects(1, new int[] {handle}, true, 0) != Win32Constants.WAIT_FAILED;
    }

    private static boolean duplicate(Bench b, int handle) {
        return b.win.duplicateHandle(-1, handle, -1, new IntRef(), 0, false, DUPLICATE_SAME_ACCESS);
    }

    private static boolean duplicateInto(Bench b, int handle) {
        int receiver = b.receiver();
        IntRef target = new IntRef();
        boolean done = b.win.duplicateHandle(-1, receiver, handle, target, 0, false, DUPLICATE_SAME_ACCESS);
        if (done && handle != -1) {
            b.child().close(target.value);
        }
        return done;
    }
}
