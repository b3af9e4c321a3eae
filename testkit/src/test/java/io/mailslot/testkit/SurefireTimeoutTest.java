package io.mailslot.testkit;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.ByteArrayOutputStream;
import java.io.File;
import java.io.PrintStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ServiceLoader;
import java.util.concurrent.CountDownLatch;
import org.apache.maven.plugin.surefire.log.api.ConsoleLogger;
import org.apache.maven.plugin.surefire.log.api.PrintStreamLogger;
import org.apache.maven.surefire.extensions.ForkedProcessTimeoutContext;
import org.apache.maven.surefire.extensions.ForkedProcessTimeoutExtension;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** What is told when Maven's patience with a JVM of tests is over. */
class SurefireTimeoutTest {
    /** Such a JVM: with a child that hangs, one that stands still, and a program that has started another one. */
    static final class HangingTest {
        private HangingTest() {}

        public static void main(String[] arguments) throws InterruptedException {
            Jvms jvms = Jvms.open(JvmsOptions.defaults().withFolder(Path.of(arguments[0])));
            jvms.start(Worker.class, "serve").awaitOutput("listening");
            Child stopped = jvms.start();
            stopped.run(c -> System.err.println("about to stop"));
            stopped.stop();
            jvms.program("sh", "-c", "sleep 4717 & echo left; wait").start().awaitOutput("left");
            System.out.println("hangs");
            new CountDownLatch(1).await();
        }
    }

    private record Fork(long getPid, File getReportsDirectory, ConsoleLogger getConsoleLogger)
            implements ForkedProcessTimeoutContext {
        @Override
        public int getForkNumber() {
            return 1;
        }

        @Override
        public File getJavaExecutable() {
            return new File("java");
        }

        @Override
        public int getTimeoutSeconds() {
            return 600;
        }
    }

    @Test
    void shouldTellWhatChildrenDo(@TempDir Path folder) throws Exception {
        ByteArrayOutputStream console = new ByteArrayOutputStream();
        ConsoleLogger logger = new PrintStreamLogger(new PrintStream(console, true, StandardCharsets.UTF_8));
        ForkedProcessTimeoutExtension extension = ServiceLoader.load(ForkedProcessTimeoutExtension.class)
                .findFirst()
                .orElseThrow();
        Path reports = folder.resolve("surefire-reports");
        try (Jvms jvms = Patient.jvms()) {
            Child test = jvms.start(HangingTest.class, folder.toString()).awaitOutput("hangs");
            extension.onTimeoutDetected(new Fork(test.pid(), reports.toFile(), logger));
            test.kill();

            Child nobody = jvms.start();
            nobody.run(c -> {});
            extension.onTimeoutDetected(new Fork(nobody.pid(), folder.toFile(), logger));
        }

        Path report = reports.resolve("mailslot-testkit-timeout-1.txt");
        assertThat(console.toString(StandardCharsets.UTF_8))
                .contains("children of tests, 4 at the time limit: " + report);
        assertThat(Files.readString(report))
                .contains("a JVM with tests, after 600 s")
                .contains("listening on 4711", "at io.mailslot.testkit.Worker.main")
                .contains("about to stop", "(no thread dump: it is stopped by a signal)")
                .contains("sleep 4717");
        assertThat(folder.resolve(report.getFileName())).doesNotExist(); // of one that has no children
    }
}
