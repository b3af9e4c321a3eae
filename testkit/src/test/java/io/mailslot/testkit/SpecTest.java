package io.mailslot.testkit;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.mailslot.Kernel;
import io.mailslot.api.Inheritance;
import io.mailslot.api.OpenOptions;
import io.mailslot.api.Receiver;
import io.mailslot.api.Sender;
import io.mailslot.inspect.HomeInspector;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** In which ways children may be started. */
class SpecTest {
    private static final String[] FEW_FILES = {"sh", "-c", "ulimit -n 77; exec \"$0\" \"$@\""};

    @Test
    void shouldUseAndKeepAHomeOfTheTestsOwn(@TempDir Path folder) {
        Path home = folder.resolve("home");
        try (Jvms jvms = Jvms.open(JvmsOptions.defaults().withHome(home))) {
            jvms.start(c -> c.kernel().createMailslot("orders")).awaitEnd();
            assertThat(jvms.kernel().home()).isEqualTo(home);
            assertThat(jvms.home()).isEqualTo(home);
        }
        assertThat(home.resolve("kernel.dat")).exists();
        assertThat(home.resolve("processes")).isEmptyDirectory();
    }

    @Test
    void shouldHaveAChildInheritWhatHasTheFlag() {
        try (Jvms jvms = Patient.jvms()) {
            Receiver orders = jvms.kernel().createMailslot("orders");
            Sender sender =
                    jvms.kernel().openMailslot("orders", OpenOptions.defaults().withInheritable(true));
            int number = sender.handle();
            int other = orders.handle();

            Child child = jvms.jvm().withInheritance(Inheritance.all()).start();
            child.run(c -> c.kernel().sender(number).write("by its number"));

            assertThat(orders.readText()).isEqualTo("by its number");
            int handles = child.call(c -> c.kernel().handles().size());
            assertThat(handles).isEqualTo(1);
            Child none = jvms.start();
            assertThatThrownBy(() -> none.run(c -> c.kernel().receiver(other))).isInstanceOf(ChildFailure.class);
        }
    }

    @Test
    void shouldStartAChildThatTheKernelDoesNotKnow() {
        try (Jvms jvms = Patient.jvms()) {
            Kernel kernel = jvms.kernel();
            Child stranger = jvms.jvm().startedPlainly().start();
            int length = stranger.call(c -> c.name().length());

            assertThat(length).isEqualTo(3);
            assertThat(processes(jvms.home())).isEqualTo(1);
            stranger.run(c -> c.kernel().createMailslot("its own"));
            assertThat(processes(jvms.home())).isEqualTo(2);
            assertThat(stranger.object().processId()).isEqualTo(stranger.pid());
            assertThat(kernel.openMailslot("its own").describe().name()).isEqualTo("its own");
            assertThatThrownBy(() -> jvms.jvm()
                            .startedPlainly()
                            .withInheritance(Inheritance.all())
                            .start())
                    .isInstanceOf(IllegalArgumentException.class)
                    .hasMessageContaining("is to be started plainly, and to inherit handles");
        }
    }

    /** As no file's name may be. */
    @Test
    void shouldHaveChildrenOfLongNames() {
        String one = "x".repeat(300) + "1";
        String other = "x".repeat(300) + "2";
        try (Jvms jvms = Patient.jvms()) {
            for (String name : List.of(one, other)) {
                Child child = jvms.jvm().withName(name).start(c -> System.out.println(c.name()));
                jvms.all(child);
                assertThat(child.name()).isEqualTo(name);
                assertThat(child.out()).isEqualTo(name + "\n");
                assertThat(child.outFile().getFileName().toString()).hasSize(100 + ".out".length());
            }
        }
    }

    private static int processes(Path home) {
        return HomeInspector.inspect(home).orElseThrow().processes().size();
    }

    @Test
    void shouldHaveAnotherProgramStartAChild() {
        try (Jvms jvms = Patient.jvms()) {
            Child before = jvms.jvm().startedBy(FEW_FILES).start();
            assertThat(limit(before)).isEqualTo("77");
            assertThat(jvms.kernel().handles()).isEmpty();

            Child after = jvms.jvm().startedBy(FEW_FILES).start();
            assertThat(limit(after)).isEqualTo("77");
            assertThat(after.object().processId()).isEqualTo(after.pid());
            Child program =
                    jvms.program("sh", "-c", "ulimit -n").startedBy(FEW_FILES).start();
            program.awaitEnd();
            assertThat(program.out()).isEqualTo("77\n");
        }
    }

    private static String limit(Child child) {
        return child.call(c -> Files.readAllLines(Path.of("/proc/self/limits")).stream()
                .filter(line -> line.startsWith("Max open files"))
                .map(line -> line.split(" +")[3])
                .findAny()
                .orElseThrow());
    }

    @Test
    void shouldComplainOfErrorsOfAChildThatTheTestKills(@TempDir Path folder) {
        JvmsOptions silent = JvmsOptions.defaults().withFolder(folder).withErrorOutput(ErrorOutput.FORBIDDEN);
        assertThatThrownBy(() -> {
                    try (Jvms jvms = Jvms.open(silent)) {
                        jvms.start().run(c -> c.ready());
                        Child killed = jvms.start();
                        killed.run(c -> System.err.println("a warning"));
                        killed.kill();
                        Child may =
                                jvms.jvm().withErrorOutput(ErrorOutput.ALLOWED).start();
                        may.run(c -> System.err.println("another one"));
                        jvms.start(c -> {
                                    throw new IllegalStateException("its own reason");
                                })
                                .awaitEnd();
                    }
                })
                .isInstanceOf(ChildFailure.class)
                .hasMessageContaining("child 'jvm-2' has printed on standard error")
                .hasMessageNotContainingAny("child 'jvm' ", "jvm-3", "jvm-4");
    }

    /** As in a tree of processes whose middle is gone. */
    @Test
    void shouldTalkWithTheChildOfAChildThatIsGone() {
        try (Jvms jvms = Patient.jvms()) {
            Receiver orders = jvms.kernel().createMailslot("orders");
            Child parent = jvms.start();
            int number = parent.call(c -> c.kernel()
                    .openMailslot("orders", OpenOptions.defaults().withInheritable(true))
                    .handle());

            Child heir = jvms.jvm()
                    .startedBy(parent)
                    .withInheritance(Inheritance.all())
                    .withEnvironment("WHOSE", "the parent's")
                    .start();
            Child plain = jvms.jvm().startedBy(parent).startedPlainly().start(c -> c.hold("there"));
            assertThat(parent.descendants()).extracting(ProcessHandle::pid).contains(heir.pid(), plain.pid());
            plain.awaitPoint("there").kill();
            assertThat(plain.awaitEnd().signal()).hasValue(9);
            parent.kill();

            assertThat(orders.info().messageCount()).isZero();
            heir.run(c -> c.kernel().sender(number).write(System.getenv("WHOSE")));
            assertThat(orders.readText()).isEqualTo("the parent's");
            assertThat(heir.object().processId()).isEqualTo(heir.pid());
            heir.begin(c -> Runtime.getRuntime().halt(3));
            assertThat(heir.awaitEnd()).hasToString("an unknown code");
            assertThatThrownBy(() -> jvms.jvm().startedBy(parent).start()).isInstanceOf(ChildFailure.class);
        }
    }

    @Test
    void shouldTellHowTheChildOfAChildEnded() {
        try (Jvms jvms = Patient.jvms()) {
            Child parent = jvms.start();
            Child program = jvms.program("sh", "-c", "echo its output; exit 3")
                    .startedBy(parent)
                    .start();

            assertThat(program.awaitEnd().code()).isEqualTo(3);
            assertThat(program.out()).isEqualTo("its output\n");
            jvms.all(parent, jvms.jvm().startedBy(parent).start());
            assertThatThrownBy(() -> jvms.program("cat")
                            .startedBy(parent)
                            .withOpenInput()
                            .start())
                    .hasMessageContaining("no open input");
        }
    }
}
