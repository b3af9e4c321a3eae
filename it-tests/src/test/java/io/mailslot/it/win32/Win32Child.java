package io.mailslot.it.win32;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;

import io.mailslot.api.Inheritance;
import io.mailslot.testkit.Child;
import io.mailslot.testkit.ChildContext;
import io.mailslot.testkit.Jvms;
import io.mailslot.win32.IntRef;
import io.mailslot.win32.Win32;
import io.mailslot.win32.Win32Constants;
import java.io.Serializable;

/** A child process with a facade of its own, and how its calls end. */
final class Win32Child {
    private static final int SHARE_ALL = Win32Constants.FILE_SHARE_READ | Win32Constants.FILE_SHARE_WRITE;

    private final Child jvm;

    private Win32Child(Child jvm) {
        this.jvm = jvm;
    }

    /** A call of a function there that returns a number. */
    @FunctionalInterface
    interface Call extends Serializable {
        int call(Win32 win);
    }

    /** A call of a function there that succeeds or not, and may write through a reference. */
    @FunctionalInterface
    interface Deed extends Serializable {
        boolean perform(Win32 win, IntRef out);
    }

    /** What is only in the child: its facade, the same for all calls. */
    private static final class Facade {
        private static Win32 win;

        static Win32 of(ChildContext c) {
            if (win == null) {
                win = new Win32(c.kernel());
            }
            return win;
        }
    }

    private record Answer(boolean done, int error, int out) implements Serializable {}

    /** Starts one that inherits whatever is inheritable. */
    static Win32Child start(Jvms jvms) {
        Win32Child child = new Win32Child(
                jvms.jvm().withInheritance(Inheritance.all()).withName("win32").start());
        assertThat(child.call(Win32::getCurrentProcessId)).isEqualTo(child.pid());
        return child;
    }

    int process() {
        return jvm.object().handle();
    }

    int pid() {
        return (int) jvm.pid();
    }

    Child jvm() {
        return jvm;
    }

    /** Calls a function there; returns its result. */
    int call(Call call) {
        return jvm.call(c -> call.call(Facade.of(c)));
    }

    private Answer perform(Deed deed) {
        return jvm.call(c -> {
            Win32 win = Facade.of(c);
            IntRef out = new IntRef();
            win.setLastError(0);
            boolean done = deed.perform(win, out);
            return new Answer(done, win.getLastError(), out.value);
        });
    }

    /** Calls a function there that must fail with a code. */
    void fails(int code, Deed deed) {
        Answer answer = perform(deed);
        assertThat(answer.done()).as("result").isFalse();
        assertThat(answer.error()).as("last error").isEqualTo(code);
    }

    /** Calls a function there; returns what it writes through a reference. */
    int out(Deed deed) {
        Answer answer = perform(deed);
        assertThat(answer.done())
                .as("result, with the last error %d", answer.error())
                .isTrue();
        return answer.out();
    }

    int create(String name) {
        return call(win -> win.createMailslot(name, 0, 0, null));
    }

    int open(String name, int access) {
        return call(win -> win.createFile(name, access, SHARE_ALL, null, Win32Constants.OPEN_EXISTING, 0, 0));
    }

    /** How many bytes are written. */
    int write(int handle, String text) {
        return out((win, out) -> write(win, handle, text, out));
    }

    static boolean write(Win32 win, int handle, String text, IntRef out) {
        byte[] message = text.getBytes(UTF_8);
        return win.writeFile(handle, message, message.length, out, null);
    }

    /** Reads a message there. */
    String read(int receiver) {
        return jvm.call(c -> {
            byte[] buffer = new byte[4_096];
            IntRef size = new IntRef();
            Facade.of(c).readFile(receiver, buffer, buffer.length, size, null);
            return new String(buffer, 0, size.value, UTF_8);
        });
    }

    /** A read there that does not wait fails with a code. */
    void failsToRead(int code, int receiver) {
        fails(
                code,
                (win, out) -> win.setMailslotInfo(receiver, 0) && win.readFile(receiver, new byte[9], 9, out, null));
    }

    void close(int handle) {
        out((win, out) -> win.closeHandle(handle));
    }

    void failsToClose(int code, int handle) {
        fails(code, (win, out) -> win.closeHandle(handle));
    }
}
