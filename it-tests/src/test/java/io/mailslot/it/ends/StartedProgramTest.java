package io.mailslot.it.ends;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;

import io.mailslot.JavaCommand;
import io.mailslot.Kernel;
import io.mailslot.api.ChildProcess;
import io.mailslot.api.HandleInfo;
import io.mailslot.api.Inheritance;
import io.mailslot.api.MailslotOptions;
import io.mailslot.api.OpenOptions;
import io.mailslot.api.Receiver;
import io.mailslot.inspect.HomeInspector;
import io.mailslot.inspect.HomeVerifier;
import io.mailslot.it.harness.Deadline;
import io.mailslot.it.harness.HomeTest;
import io.mailslot.it.harness.QuickJvm;
import io.mailslot.it.harness.Relay;
import io.mailslot.it.harness.TestHome;
import io.mailslot.testkit.Child;
import io.mailslot.testkit.ChildContext;
import io.mailslot.testkit.Jvms;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.regex.Pattern;
import java.util.stream.Collectors;
import java.util.stream.IntStream;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;

/** A child's process object follows the program that was started, whoever else lives on, comes before it or below it. */
@HomeTest
class StartedProgramTest {
    private static final String DAEMON = "sleep 97 >/dev/null 2>&1 </dev/null & echo $!; ";
    private static final Pattern NUMBER = Pattern.compile("(\\d+)\n");
    private static final int KILLED = 128 + 9;

    @Test
    void shouldTellTheEndOfAScriptThatLeavesADaemon(TestHome home, Jvms jvms, Kernel kernel) {
        Receiver receiver =
                kernel.createMailslot("answers", MailslotOptions.defaults().withInheritable(true));
        Child script = script(jvms, DAEMON + "exit 7").expectEnd(7);
        ProcessHandle daemon = daemon(script);

        ChildProcess object = object(script);
        assertThat(object.waitFor()).isEqualTo(7);
        assertThat(object.waitForEnd(Deadline.DEATH_NOTICED)).isTrue();
        assertThat(object.exitCode()).hasValue(7);
        assertThat(object.describe().usageCount()).isOne();

        Deadline.await("what it inherited is closed")
                .until(() -> receiver.describe().usageCount() == 1);
        assertThat(daemon.isAlive()).isTrue();
        assertThat(HomeInspector.inspect(home.path()).orElseThrow().processes())
                .as("nobody looks for whoever carries the ticket any more")
                .hasSize(1);
        assertThat(HomeVerifier.verify(home.path(), Deadline.DEATH_NOTICED)).isEmpty();
        daemon.destroyForcibly();
    }

    @Test
    void shouldTellTheKillOfAScriptThatLeavesADaemon(Jvms jvms) {
        Child script = script(jvms, DAEMON + "wait");
        ProcessHandle daemon = daemon(script);

        script.kill();

        assertThat(script.object().waitForEnd(Deadline.DEATH_NOTICED)).isTrue();
        assertThat(script.object().exitCode()).hasValue(KILLED);
        assertThat(daemon.isAlive()).isTrue();
        daemon.destroyForcibly();
    }

    @Test
    void shouldNotLetAHelperJvmTakeThePlaceOfTheChild(TestHome home, Jvms jvms, Kernel kernel) {
        kernel.createMailslot("m", MailslotOptions.defaults());
        kernel.openMailslot("m", OpenOptions.defaults().withInheritable(true));
        Child child = jvms.jvm().withInheritance(Inheritance.all()).start();
        Child helper = jvms.jvm().startedBy(child).startedPlainly().start();

        ArrayList<Integer> helpers = helper.call(StartedProgramTest::handles);
        ArrayList<Integer> own = child.call(StartedProgramTest::handles);

        assertThat(helpers).isEmpty();
        assertThat(own).hasSize(1);
        jvms.all(helper);
        child.begin(c -> System.exit(7)).expectEnd(7);
        assertThat(object(child).waitFor()).isEqualTo(7);
        assertThat(child.object().waitForEnd(Deadline.DEATH_NOTICED)).isTrue();
        assertThat(child.object().exitCode()).hasValue(7);
        assertThat(HomeVerifier.verify(home.path(), Deadline.DEATH_NOTICED)).isEmpty();
    }

    @Test
    void shouldGiveWhatAScriptInheritsToTheFirstJvmBelowIt(TestHome home, Jvms jvms, Kernel kernel) {
        Receiver receiver =
                kernel.createMailslot("shared", MailslotOptions.defaults().withInheritable(true));
        Child script = jvmOf(jvms, "\"$@\"; exit 5").expectEnd(5);

        long jvm = script.call(c -> c.kernel().processId());
        ArrayList<Integer> inherited = script.call(StartedProgramTest::handles);

        assertThat(inherited).containsExactly(receiver.handle());
        assertThat(receiver.describe().usageCount()).isEqualTo(2);
        assertThat(jvm).isNotEqualTo(script.pid());
        ChildProcess object = object(script);
        assertThat(object.processId()).isEqualTo(script.pid());
        assertThat(object.describe().name()).contains(String.valueOf(script.pid()));
        assertThat(object.describe().usageCount()).isEqualTo(2);
        assertThat(HomeVerifier.verify(home.path(), Deadline.DEATH_NOTICED)).isEmpty();

        script.begin(c -> System.exit(9));

        assertThat(object.waitFor()).isEqualTo(5);
        assertThat(object.exitCode()).hasValue(5);
        Deadline.await("its handle is closed", Deadline.DEATH_NOTICED)
                .until(() -> receiver.describe().usageCount() == 1);
        assertThat(HomeVerifier.verify(home.path(), Deadline.DEATH_NOTICED)).isEmpty();
    }

    @Test
    void shouldLetAJvmThatAScriptHasLeftKeepWhatItGot(TestHome home, Jvms jvms, Kernel kernel) throws IOException {
        Receiver results = kernel.createMailslot("results");
        int work = kernel.createMailslot("work", MailslotOptions.defaults().withInheritable(true))
                .handle();
        int answers = kernel.openMailslot("results", OpenOptions.defaults().withInheritable(true))
                .handle();
        Path go = home.scratch().resolve("go");
        Child script = jvmOf(jvms, "\"$@\" & until [ -e '" + go + "' ]; do sleep 0.05; done; exit 3")
                .expectEnd(3);
        script.begin(c -> relay(work, answers));
        assertThat(text(results)).startsWith("ready ");

        Files.createFile(go);

        assertThat(object(script).waitFor()).isEqualTo(3);
        assertThat(script.object().waitForEnd(Deadline.DEATH_NOTICED)).isTrue();
        kernel.closeHandle(work);
        kernel.openMailslot("work").write("on its own");
        assertThat(text(results)).isEqualTo("daemon got on its own");
        assertThat(script.object().exitCode()).hasValue(3);
        kernel.openMailslot("work").write("stop");
        Deadline.await("it is gone")
                .until(() -> HomeInspector.inspect(home.path())
                                .orElseThrow()
                                .processes()
                                .size()
                        == 1);
        assertThat(HomeVerifier.verify(home.path(), Deadline.DEATH_NOTICED)).isEmpty();
    }

    /** Nobody tells it to end once its script has: it does so when it is told to stop. */
    private static void relay(int work, int answers) {
        Relay.main(new String[] {String.valueOf(work), String.valueOf(answers), "daemon"});
        System.exit(0);
    }

    /** As the commands of the tool do, which run for moments in scripts. */
    @Test
    void shouldLeaveWhatAScriptInheritsToTheProgramThatComesLater(TestHome home, Jvms jvms, Kernel kernel) {
        Receiver receiver =
                kernel.createMailslot("shared", MailslotOptions.defaults().withInheritable(true));
        List<String> modest = QuickJvm.of(JavaCommand.of(Modest.class))
                .withSystemProperty("mailslot.claim", "false")
                .toProcessBuilder()
                .command();
        String first = IntStream.rangeClosed(1, modest.size())
                .mapToObj(word -> "\"${" + word + "}\"")
                .collect(Collectors.joining(" "));
        Child script = jvmOf(jvms, first + "; shift " + modest.size() + "; exec \"$@\"", modest.toArray(String[]::new));

        ArrayList<Integer> inherited = script.call(StartedProgramTest::handles);

        assertThat(script.out()).as("what the first one printed").isEqualTo("0\n");
        assertThat(inherited).containsExactly(receiver.handle());
        assertThat(receiver.describe().usageCount()).isEqualTo(2);
        assertThat(HomeVerifier.verify(home.path(), Deadline.DEATH_NOTICED)).isEmpty();
    }

    /** Uses the home for a moment, and tells how many handles it has. */
    static final class Modest {
        public static void main(String[] args) {
            try (Kernel kernel = Kernel.attach()) {
                System.out.println(kernel.handles().size());
            }
        }
    }

    private static ArrayList<Integer> handles(ChildContext c) {
        return c.kernel().handles().stream().map(HandleInfo::handle).collect(Collectors.toCollection(ArrayList::new));
    }

    private static Child script(Jvms jvms, String text) {
        return jvms.program("sh", "-c", text).withInheritance(Inheritance.all()).start();
    }

    /** A script that starts a JVM, whose command is the last of its arguments. */
    private static Child jvmOf(Jvms jvms, String script, String... firstArguments) {
        String[] words = Stream.concat(Stream.of("sh", "-c", script, "sh"), Stream.of(firstArguments))
                .toArray(String[]::new);
        return jvms.jvm().startedBy(words).withInheritance(Inheritance.all()).start();
    }

    private static ChildProcess object(Child script) {
        return (ChildProcess) script.object();
    }

    private static ProcessHandle daemon(Child script) {
        return ProcessHandle.of(Long.parseLong(script.awaitOutput(NUMBER).group(1)))
                .orElseThrow();
    }

    private static String text(Receiver receiver) {
        return new String(receiver.read(Deadline.PATIENCE).orElseThrow(), UTF_8);
    }
}
