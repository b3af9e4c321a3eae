package io.mailslot.it.win32;

import static org.assertj.core.api.Assertions.assertThat;

import io.mailslot.JavaCommand;
import io.mailslot.Kernel;
import io.mailslot.api.ChildProcess;
import io.mailslot.api.Inheritance;
import io.mailslot.it.harness.ChildJvm;
import io.mailslot.it.harness.Reply;
import io.mailslot.it.harness.TestHome;

/** A child process that runs a {@link Win32Agent}, and how it is spoken to. */
final class Win32Child {
    private final ChildJvm jvm;

    private Win32Child(ChildJvm jvm) {
        this.jvm = jvm;
    }

    /** Starts one that inherits whatever is inheritable. */
    static Win32Child start(TestHome home, Kernel parent) {
        ProcessBuilder builder =
                ChildJvm.quick(JavaCommand.of(Win32Agent.class)).toProcessBuilder();
        Win32Child child = new Win32Child(home.create(parent, builder, Inheritance.all()));
        assertThat(child.call("pid")).isEqualTo(child.jvm.pid());
        return child;
    }

    /** Starts a program, which is no JVM, that ends at once; returns the handle to it. */
    static int run(TestHome home, Kernel parent, int exitCode) {
        ChildProcess child =
                parent.createProcess(new ProcessBuilder("sh", "-c", "exit " + exitCode), Inheritance.none());
        return child.handle();
    }

    int process() {
        return jvm.kernelObject().handle();
    }

    int pid() {
        return (int) jvm.pid();
    }

    ChildJvm jvm() {
        return jvm;
    }

    /** Calls a function there; returns its result. */
    long call(Object... words) {
        return jvm.must(words).number("result");
    }

    /** Calls a function there that must fail with a code. */
    void fails(int code, Object... words) {
        Reply reply = jvm.must(words);
        assertThat(reply.number("result")).as("result").isLessThanOrEqualTo(0);
        assertThat(reply.number("error")).as("last error").isEqualTo(code);
    }

    /** Calls a function there; returns what it writes through a reference. */
    long out(Object... words) {
        Reply reply = jvm.must(words);
        assertThat(reply.number("result")).as("result of %s", reply).isEqualTo(1);
        return reply.number("out");
    }

    /** Reads a message there. */
    String read(int receiver) {
        return jvm.must("read", receiver).text("text");
    }
}
