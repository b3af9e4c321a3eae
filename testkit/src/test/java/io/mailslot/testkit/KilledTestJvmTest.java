package io.mailslot.testkit;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.file.Path;
import java.util.List;
import java.util.concurrent.CountDownLatch;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.junit.jupiter.api.Test;

/** Nobody outlives the JVM of a test, however that ends. */
class KilledTestJvmTest {
    private static final Pattern STARTED = Pattern.compile("started (\\d+)");

    /** A test of its own: a child JVM that stands still, a program that leaves one of its own, and one that runs. */
    public static final class InnerTest {
        private InnerTest() {}

        public static void main(String[] arguments) throws InterruptedException {
            Jvms jvms = Jvms.open(JvmsOptions.defaults().withFolder(Path.of(arguments[0])));
            Child stopped = jvms.start();
            stopped.run(c -> c.kernel().createMailslot("held"));
            stopped.stop();
            Child shell = jvms.program("sh", "-c", "sleep 4715 & echo started $!; wait")
                    .start();
            System.out.println("home " + jvms.home());
            System.out.println("started " + stopped.pid());
            System.out.println("started " + shell.pid());
            System.out.println(shell.awaitOutput(STARTED).group());
            System.out.println("started "
                    + jvms.start(Worker.class, "serve").awaitOutput("listening").pid());
            System.out.println("all there");
            new CountDownLatch(1).await();
        }
    }

    /** Whose parent has ended may stay as a zombie, where the system's first process takes no notice. */
    private static boolean lives(long pid) {
        return ProcessHandle.of(pid).isPresent() && !Processes.isZombie(pid);
    }

    /** For more than two seconds; a busy machine may be late now and then. */
    @Test
    void shouldLeaveNobody() throws Exception {
        long millis = leavesNobodyAfter();
        for (int attempt = 1; attempt < 3 && millis >= 2_000; attempt++) {
            millis = leavesNobodyAfter();
        }
        System.out.println("nobody outlived a killed test JVM for more than " + millis + " ms");
        assertThat(millis).isLessThan(2_000);
    }

    private static long leavesNobodyAfter() throws Exception {
        try (Jvms jvms = Patient.jvms()) {
            Child test =
                    jvms.start(InnerTest.class, jvms.folder().resolve("inner").toString());
            test.awaitOutput("all there");
            List<Long> pids = STARTED.matcher(test.out())
                    .results()
                    .map(found -> Long.valueOf(found.group(1)))
                    .toList();
            assertThat(pids).hasSize(4).allMatch(pid -> ProcessHandle.of(pid).isPresent());

            long killed = System.nanoTime();
            test.killNow();

            Eventually.assertThat(() -> pids.stream().noneMatch(KilledTestJvmTest::lives));
            long millis = (System.nanoTime() - killed) / 1_000_000;
            Matcher home = Pattern.compile("home (.*)").matcher(test.out());
            assertThat(home.find()).isTrue();
            Path folder = Path.of(home.group(1)).getParent().getParent();
            assertThat(folder.getFileName().toString()).startsWith("mailslot-testkit-");
            Eventually.assertThat(() -> !folder.toFile().exists());
            return millis;
        }
    }
}
