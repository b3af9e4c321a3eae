package io.mailslot.it.command;

import static org.assertj.core.api.Assertions.assertThat;

import io.mailslot.JavaCommand;
import io.mailslot.api.JvmTrait;
import io.mailslot.it.harness.Deadline;
import io.mailslot.it.harness.HomeTest;
import io.mailslot.it.harness.LiveTree;
import io.mailslot.it.harness.QuickJvm;
import io.mailslot.it.harness.TestHome;
import io.mailslot.testkit.Child;
import io.mailslot.testkit.ErrorOutput;
import io.mailslot.testkit.Jvms;
import java.io.IOException;
import java.lang.ProcessBuilder.Redirect;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.TimeUnit;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;

/** Children of a JVM whose standard streams somebody else waits for, as a build tool does; children that start late. */
@HomeTest
class LaunchingTest {
    /** Whoever reads what the parent prints must not have to wait for a child that hangs. */
    @Test
    void shouldNotHoldItsParentsStreamsOpen(TestHome home) throws Exception {
        Process parent = start(home, "parent", "hang");
        parent.getOutputStream().close();

        String said = untilItsEnd(parent);

        ProcessHandle child = ProcessHandle.of(Long.parseLong(said.strip())).orElseThrow();
        assertThat(child.isAlive()).isTrue();
        child.destroyForcibly();
    }

    @Test
    void shouldNotPrintWhereItsParentPrints(TestHome home) throws Exception {
        Process parent = start(home, "parent", "print");
        parent.getOutputStream().close();

        assertThat(untilItsEnd(parent).strip()).isEqualTo("0");
    }

    @Test
    void shouldNotReadWhatIsMeantForItsParent(TestHome home) throws Exception {
        Process parent = start(home, "parent", "read");
        try (var input = parent.getOutputStream()) {
            input.write("meant for the parent".getBytes(StandardCharsets.US_ASCII));
        }

        assertThat(untilItsEnd(parent).lines()).containsExactly("255", "meant for the parent");
    }

    /** No temporary folder is needed, either, and nothing is left of the file that the class path was in. */
    @Test
    void shouldStartAChildThatIsLaterThanItsParentsEnd(TestHome home, Jvms jvms) throws Exception {
        Path go = home.scratch().resolve("go");
        Path written = home.scratch().resolve("written");
        Path java = Files.createDirectories(home.scratch().resolve("jdk/bin")).resolve("java");
        Files.writeString(
                java,
                "#!/bin/sh\nuntil [ -e '" + go + "' ]; do sleep 0.05; done\nexec '"
                        + Path.of(System.getProperty("java.home"), "bin", "java") + "' \"$@\"\n");
        Files.setPosixFilePermissions(java, PosixFilePermissions.fromString("rwx------"));
        Path jdk = java.getParent().getParent();
        Child parent = jvms.jvm(Launching.class)
                .withSystemProperty("java.io.tmpdir", "/proc/none")
                .withArguments("late", jdk.toString(), written.toString())
                .withErrorOutput(ErrorOutput.ALLOWED) // newer JDKs warn of that folder
                .start();
        jvms.all(parent);
        assertThat(parent.out()).isEqualTo("started\n");
        assertThat(argumentFiles(home)).hasSize(1);

        Files.createFile(go);

        Deadline.await("the child runs").until(() -> Files.exists(written) && Files.size(written) > 0);
        long child = Long.parseLong(Files.readString(written).substring("pid ".length()));
        home.attach();
        Deadline.await("nothing is left of its start")
                .until(() -> argumentFiles(home).isEmpty());
        Deadline.await("the child ends")
                .until(() ->
                        ProcessHandle.of(child).filter(ProcessHandle::isAlive).isEmpty());
    }

    /** The debugger listens at a port of its own choice, and would print where. */
    @Test
    void shouldPassOnWhatItsJavadocSays(Jvms jvms) {
        String[] along = {
            "-ea:io.mailslot...",
            "--enable-preview",
            "--add-opens=java.base/java.util=ALL-UNNAMED",
            "--add-modules=jdk.jfr",
            "-Dfile.encoding=ISO-8859-1",
            "-Duser.language=ar",
            "-Duser.timezone=Asia/Tokyo"
        };
        List<String> command = QuickJvm.of(JavaCommand.of(Launching.class))
                .withTrait(JvmTrait.ASSERTIONS, false)
                .withJvmOptions(along)
                .withJvmOptions("-agentlib:jdwp=transport=dt_socket,server=y,suspend=n,quiet=y")
                .withModulePath(Path.of("modules"))
                .withArguments("words")
                .toProcessBuilder()
                .command();
        Child jvm = jvms.program(command.toArray(String[]::new))
                .withEnvironment("JAVA_TOOL_OPTIONS", "-Duser.country=EG")
                .start();

        jvms.all(jvm);

        List<String> words = jvm.out().lines().toList();
        assertThat(words)
                .contains(along)
                .containsSequence(
                        "--module-path", Path.of("modules").toAbsolutePath().toString());
        assertThat(words).noneMatch(word -> word.contains("jdwp"));
        // the child finds it in its environment, as this one did
        assertThat(words).doesNotContain("-Duser.country=EG", "-Xmx256m");
    }

    private static Process start(TestHome home, String... arguments) throws IOException {
        return QuickJvm.of(JavaCommand.of(Launching.class))
                .withArguments(arguments)
                .withEnvironment("MAILSLOT_HOME", home.path().toString())
                .withStreams(Redirect.PIPE)
                .withErrors(Redirect.INHERIT)
                .toProcessBuilder()
                .start();
    }

    /** All that comes out of its standard output until nobody has that open any more. */
    private static String untilItsEnd(Process process) throws Exception {
        CompletableFuture<String> said = CompletableFuture.supplyAsync(() -> {
            try {
                return new String(process.getInputStream().readAllBytes(), StandardCharsets.US_ASCII);
            } catch (IOException e) {
                throw new IllegalStateException(e);
            }
        });
        try {
            return said.get(Deadline.PATIENCE.toSeconds(), TimeUnit.SECONDS);
        } finally {
            process.descendants().forEach(ProcessHandle::destroyForcibly);
            process.destroyForcibly();
        }
    }

    private static List<Path> argumentFiles(TestHome home) throws IOException {
        try (Stream<Path> all = LiveTree.walk(home.path())) {
            return all.filter(file -> file.toString().endsWith(".args")).toList();
        }
    }
}
