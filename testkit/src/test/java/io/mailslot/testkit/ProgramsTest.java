package io.mailslot.testkit;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.InputStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.jar.Attributes;
import java.util.jar.JarOutputStream;
import java.util.jar.Manifest;
import java.util.regex.Pattern;
import java.util.zip.ZipEntry;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Programs that know nothing of Mailslot. */
class ProgramsTest {
    @Test
    void shouldStartWatchAndStopAnyProgram(@TempDir Path folder) throws Exception {
        try (Jvms jvms = Jvms.open(JvmsOptions.defaults().withFolder(folder))) {
            Child shell = jvms.program("sh", "-c", "echo \"number 7 of $WHOSE\"; cat; exec sleep 4714")
                    .withName("shell")
                    .withEnvironment("WHOSE", "ours")
                    .withInput("given\n")
                    .readyWhen(Ready.output("number (\\d+) of (.*)\\R"))
                    .start();
            assertThat(shell.ready().group(2)).isEqualTo("ours");
            shell.awaitOutput("given").stop().awaitStopped().resume();
            assertThat(shell.awaitOutput(Pattern.compile("n\\w*r")).group()).isEqualTo("number");
            assertThatThrownBy(() -> shell.run(c -> {})).hasMessageContaining("cannot run code of the test");
            assertThat(shell.kill().awaitEnd().signal()).hasValue(9);
            assertThatThrownBy(() -> jvms.program("no-such-program").start()).hasMessageContaining("no-such-program");

            Child echo =
                    jvms.jvm(Worker.class).withArguments("echo").withOpenInput().start();
            echo.process().getOutputStream().close();
            echo.awaitOutput("read: ");
            assertThat(jvms.home()).doesNotExist();
            assertThat(shell.outFile()).isEqualTo(folder.resolve("shell.out"));
        }
        assertThat(Files.readString(folder.resolve("shell.out"))).contains("given");
    }

    @Test
    void shouldStartAJar(@TempDir Path folder) throws Exception {
        Path jar = folder.resolve("worker.jar");
        Manifest manifest = new Manifest();
        manifest.getMainAttributes().put(Attributes.Name.MANIFEST_VERSION, "1.0");
        manifest.getMainAttributes().put(Attributes.Name.MAIN_CLASS, Worker.class.getName());
        String name = Worker.class.getName().replace('.', '/') + ".class";
        try (InputStream code = Worker.class.getClassLoader().getResourceAsStream(name);
                JarOutputStream out = new JarOutputStream(Files.newOutputStream(jar), manifest)) {
            out.putNextEntry(new ZipEntry(name));
            out.write(code.readAllBytes());
            out.closeEntry();
        }
        try (Jvms jvms = Patient.jvms()) {
            Child worker = jvms.jar(jar)
                    .withArguments("port")
                    .stopAt(Stop.at(Worker.class, "main"))
                    .start()
                    .awaitStopped();
            assertThat(worker.name()).isEqualTo("worker");
            assertThat(worker.out()).isEmpty();

            String port = worker.resume()
                    .awaitOutput(Pattern.compile("port (\\d+)\\R"))
                    .group(1);
            worker.awaitPort(Integer.parseInt(port));
        }
    }

    @Test
    void shouldNotBeHeldUpByMuchOutput() {
        try (Jvms jvms = Patient.jvms()) {
            Child worker = jvms.start(Worker.class, "print", "10");

            assertThat(worker.awaitEnd().isClean()).isTrue();

            assertThat(worker.outFile()).hasSize(10 << 20);
            assertThat(worker.errFile()).hasSize(10 << 20);
            assertThat(worker.evidence()).contains(" characters before)").hasSizeLessThan(20_000);
        }
    }
}
