package io.mailslot.it.win32;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;

import io.mailslot.Kernel;
import io.mailslot.api.HandleFlag;
import io.mailslot.api.HandleInfo;
import io.mailslot.api.Inheritance;
import io.mailslot.api.MailslotException;
import io.mailslot.it.harness.TestHome;
import io.mailslot.testkit.Child;
import io.mailslot.testkit.Jvms;
import io.mailslot.win32.IntRef;
import io.mailslot.win32.SecurityAttributes;
import io.mailslot.win32.Win32;
import io.mailslot.win32.Win32Constants;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.EnumSet;
import java.util.Set;
import java.util.function.BooleanSupplier;
import java.util.function.IntSupplier;
import java.util.stream.Collectors;
import org.assertj.core.api.ThrowableAssert.ThrowingCallable;

/** What proofs work with: a process of its own home, mailslots, a child process, and checks of how calls end. */
final class Bench {
    static final SecurityAttributes INHERIT = new SecurityAttributes(true);
    static final int SHARE_ALL = Win32Constants.FILE_SHARE_READ | Win32Constants.FILE_SHARE_WRITE;

    /** What the last error is before each call that is checked. */
    static final int SENTINEL = 0xDEAD;

    /** No handle of this process. */
    static final int NEVER_OPEN = 4 * 5_000;

    final TestHome home;
    final Jvms jvms;
    final Kernel kernel;
    final Win32 win;
    private Win32Child child;
    private Set<Integer> before = Set.of();
    private int names;

    Bench(TestHome home, Jvms jvms) {
        this.home = home;
        this.jvms = jvms;
        this.kernel = jvms.kernel();
        this.win = new Win32(kernel);
    }

    /** A child JVM that speaks the facade; the same for all proofs. */
    Win32Child child() {
        if (child == null) {
            child = Win32Child.start(jvms);
            before = handles(); // the one to the child stays
        }
        return child;
    }

    /** A child JVM that this one has no handle to. */
    Child stranger() {
        return jvms.jvm().startedPlainly().withName("stranger").start();
    }

    /** Begins a proof. */
    void begin() {
        before = handles();
    }

    /** Closes what a proof has left open. */
    void end() {
        for (int handle : handles()) {
            if (!before.contains(handle)) {
                kernel.setFlags(handle, EnumSet.allOf(HandleFlag.class), Set.of());
                kernel.closeHandle(handle);
            }
        }
    }

    private Set<Integer> handles() {
        return kernel.handles().stream().map(HandleInfo::handle).collect(Collectors.toSet());
    }

    /** A name that nothing has. */
    String name() {
        return "\\\\.\\mailslot\\conformance\\n" + ++names;
    }

    /** Where nothing is. */
    String path() {
        return home.scratch().resolve("file" + ++names).toString();
    }

    /** A file with that content. */
    String file(String content) {
        try {
            return Files.writeString(Path.of(path()), content).toString();
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    /** A receiver of a new mailslot whose reads do not wait. */
    int receiver(String name) {
        return created(() -> win.createMailslot(name, 0, 0, null));
    }

    int receiver() {
        return receiver(name());
    }

    /** A sender with write access that shares. */
    int sender(String name) {
        return sender(name, Win32Constants.GENERIC_WRITE);
    }

    int sender(String name, int access) {
        return created(() -> win.createFile(name, access, SHARE_ALL, null, Win32Constants.OPEN_EXISTING, 0, 0));
    }

    /** A handle to a process that runs: the child. */
    int process() {
        return child().process();
    }

    /** A process that has ended with a code. */
    int ended(int exitCode) {
        int process = kernel.createProcess(new ProcessBuilder("sh", "-c", "exit " + exitCode), Inheritance.none())
                .handle();
        assertThat(win.waitForSingleObject(process, 30_000)).isZero();
        return process;
    }

    void write(int sender, String text) {
        byte[] bytes = text.getBytes(UTF_8);
        IntRef written = new IntRef(-1);
        ok(() -> win.writeFile(sender, bytes, bytes.length, written, null));
        assertThat(written.value).isEqualTo(bytes.length);
    }

    String read(int receiver) {
        byte[] buffer = new byte[4_096];
        IntRef size = new IntRef(-1);
        ok(() -> win.readFile(receiver, buffer, buffer.length, size, null));
        return new String(buffer, 0, size.value, UTF_8);
    }

    boolean readInto(int receiver, int length) {
        return win.readFile(receiver, new byte[length], length, new IntRef(), null);
    }

    boolean writeByte(int sender) {
        return win.writeFile(sender, new byte[1], 1, new IntRef(), null);
    }

    int flags(int handle) {
        IntRef flags = new IntRef(-1);
        ok(() -> win.getHandleInformation(handle, flags));
        return flags.value;
    }

    int usageCount(int handle) {
        return kernel.describe(handle).usageCount();
    }

    /** A duplicate with the same rights. */
    int duplicate(int handle) {
        IntRef target = new IntRef();
        ok(() -> win.duplicateHandle(-1, handle, -1, target, 0, false, Win32Constants.DUPLICATE_SAME_ACCESS));
        return target.value;
    }

    int duplicate(int handle, int access) {
        IntRef target = new IntRef();
        ok(() -> win.duplicateHandle(-1, handle, -1, target, access, false, 0));
        return target.value;
    }

    /** The call succeeds and leaves the last error alone. */
    void ok(BooleanSupplier call) {
        win.setLastError(SENTINEL);
        assertThat(call.getAsBoolean())
                .as("result, with the last error %d", win.getLastError())
                .isTrue();
        assertThat(win.getLastError()).as("last error after a success").isEqualTo(SENTINEL);
    }

    /** The call makes a handle. */
    int created(IntSupplier call) {
        win.setLastError(SENTINEL);
        int handle = call.getAsInt();
        assertThat(handle)
                .as("handle, with the last error %d", win.getLastError())
                .isPositive();
        assertThat(handle % 4).as("tag bits of a new handle").isZero();
        return handle;
    }

    /** The call returns FALSE, and the last error is that. */
    void fails(int code, BooleanSupplier call) {
        win.setLastError(SENTINEL);
        assertThat(call.getAsBoolean()).as("result").isFalse();
        assertThat(win.getLastError()).as("last error").isEqualTo(code);
    }

    /** The call returns INVALID_HANDLE_VALUE, and the last error is that. */
    void failsOpen(int code, IntSupplier call) {
        failsWith(Win32Constants.INVALID_HANDLE_VALUE, code, call);
    }

    /** The call returns NULL, and the last error is that. */
    void failsNull(int code, IntSupplier call) {
        failsWith(0, code, call);
    }

    /** The call returns WAIT_FAILED, and the last error is that. */
    void failsWait(int code, IntSupplier call) {
        failsWith(Win32Constants.WAIT_FAILED, code, call);
    }

    private void failsWith(int result, int code, IntSupplier call) {
        win.setLastError(SENTINEL);
        assertThat(call.getAsInt()).as("result").isEqualTo(result);
        assertThat(win.getLastError()).as("last error").isEqualTo(code);
    }

    /** The wait ends that way and leaves the last error alone. */
    void waits(int result, IntSupplier call) {
        win.setLastError(SENTINEL);
        assertThat(call.getAsInt())
                .as("result, with the last error %d", win.getLastError())
                .isEqualTo(result);
        assertThat(win.getLastError()).as("last error after a wait").isEqualTo(SENTINEL);
    }

    /** The call of the Java API fails with that code. */
    void throwsCode(int code, ThrowingCallable call) {
        assertThatExceptionOfType(MailslotException.class)
                .isThrownBy(call)
                .satisfies(failure -> assertThat(failure.errorCode().value()).isEqualTo(code));
    }
}
