package io.mailslot.internal.memory;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import io.mailslot.internal.liveness.StopProbe;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.DirectoryStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.OptionalInt;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

@Timeout(120)
class PidfdTest {
    private static final int LONG_MS = 20_000;

    @BeforeEach
    void needPidfds() {
        assumeTrue(Pidfd.available(), "this system has no pidfds");
    }

    @Test
    void shouldTellHowAChildEnded() throws IOException {
        Process child = new ProcessBuilder("sh", "-c", "read line; exit 7").start();
        try (PidfdPoller poller = PidfdPoller.open().orElseThrow();
                Pidfd pidfd = Pidfd.open(child.pid()).orElseThrow()) {
            assertThat(poller.poll(List.of(pidfd), 0)).isEmpty();
            assertThat(pidfd.exitCode()).isEmpty();
            child.getOutputStream().close();
            assertThat(awaitFinal(poller, pidfd)).isEqualTo(knownSince615(7));
        }
    }

    @Test
    void shouldTellThatAChildWasKilled() throws IOException {
        Process child = new ProcessBuilder("sleep", "60").start();
        try (PidfdPoller poller = PidfdPoller.open().orElseThrow();
                Pidfd pidfd = Pidfd.open(child.pid()).orElseThrow()) {
            child.destroyForcibly();
            assertThat(awaitFinal(poller, pidfd)).isEqualTo(knownSince615(137));
        }
    }

    @Test
    void shouldTellHowAGrandchildEnded() throws IOException {
        Process shell =
                new ProcessBuilder("sh", "-c", "exec 3<&0; sh -c 'echo $$; read line; exit 9' <&3 & wait $!").start();
        try (PidfdPoller poller = PidfdPoller.open().orElseThrow();
                Pidfd pidfd = Pidfd.open(firstLine(shell)).orElseThrow()) {
            shell.getOutputStream().close();
            assertThat(awaitFinal(poller, pidfd)).isEqualTo(knownSince615(9));
        }
    }

    /** The shell that stands still does not take note of its child's end, so nobody can say yet how it ended. */
    @Test
    void shouldTellOfAnEndOnceAndThenOnlyOfItsExitCode() throws Exception {
        Process shell = new ProcessBuilder("sh", "-c", "sleep 60 & echo $!; wait $!").start();
        long pid = firstLine(shell);
        signal("STOP", shell.pid());
        await().atMost(Duration.ofSeconds(60)).until(() -> StopProbe.isStopped(shell.pid()));
        try (PidfdPoller poller = PidfdPoller.open().orElseThrow();
                Pidfd pidfd = Pidfd.open(pid).orElseThrow()) {
            signal("KILL", pid);
            assertThat(poller.poll(List.of(pidfd), LONG_MS)).containsExactly(pidfd);
            assertThat(pidfd.exitCode()).isEmpty();
            assertThat(pidfd.isFinal()).isFalse();
            long before = System.nanoTime();
            assertThat(poller.poll(List.of(pidfd), 50)).isEmpty();
            assertThat(System.nanoTime() - before).isGreaterThanOrEqualTo(TimeUnit.MILLISECONDS.toNanos(50));
            signal("CONT", shell.pid());
            assertThat(awaitFinal(poller, pidfd)).isEqualTo(knownSince615(137));
            assertThat(poller.poll(List.of(pidfd), 0)).isEmpty();
        } finally {
            shell.destroyForcibly().waitFor();
        }
    }

    /** Whoever sleeps again and again on the same list has it made ready for the system once. */
    @Test
    void shouldTellAnEndOnceToWhoeverSleepsOnTheSameListAgainAndAgain() throws Exception {
        Process child = new ProcessBuilder("sleep", "60").start();
        try (PidfdPoller poller = PidfdPoller.open().orElseThrow();
                Pidfd pidfd = Pidfd.open(child.pid()).orElseThrow()) {
            List<Pidfd> list = List.of(pidfd);
            assertThat(poller.poll(list, 0)).isEmpty();
            assertThat(poller.poll(list, 0)).isEmpty();
            poller.wake();
            assertThat(poller.poll(list, LONG_MS)).isEmpty();
            assertThat(poller.poll(list, 0)).isEmpty();
            child.destroyForcibly();
            while (!pidfd.isFinal()) {
                assertThat(poller.poll(list, LONG_MS)).containsExactly(pidfd);
            }
            long before = System.nanoTime();
            assertThat(poller.poll(list, 50)).isEmpty();
            assertThat(System.nanoTime() - before).isGreaterThanOrEqualTo(TimeUnit.MILLISECONDS.toNanos(50));
        }
    }

    @Test
    void shouldNotOpenWhatIsNotThere() throws Exception {
        Process child = new ProcessBuilder("true").start();
        child.waitFor();
        assertThat(Pidfd.open(child.pid())).isEmpty();
    }

    @Test
    void shouldWakeOncePerWake() {
        try (PidfdPoller poller = PidfdPoller.open().orElseThrow()) {
            poller.wake();
            poller.wake();
            long before = System.nanoTime();
            assertThat(poller.poll(List.of(), LONG_MS)).isEmpty();
            assertThat(System.nanoTime() - before).isLessThan(TimeUnit.MILLISECONDS.toNanos(LONG_MS));
            assertThat(poller.poll(List.of(), 0)).isEmpty();
        }
    }

    @Test
    void shouldWatchManyProcesses() throws Exception {
        Process child = new ProcessBuilder("sleep", "60").start();
        List<Pidfd> all = new ArrayList<>();
        try (PidfdPoller poller = PidfdPoller.open().orElseThrow()) {
            for (int i = 0; i < 100; i++) {
                all.add(Pidfd.open(child.pid()).orElseThrow());
            }
            assertThat(poller.poll(all, 0)).isEmpty();
            child.destroyForcibly();
            assertThat(poller.poll(all, LONG_MS)).isNotEmpty();
        } finally {
            all.forEach(Pidfd::close);
        }
    }

    @Test
    void shouldLeaveNoDescriptorOpen() throws IOException {
        long self = ProcessHandle.current().pid();
        int before = pidfdsOpen();
        Pidfd pidfd = Pidfd.open(self).orElseThrow();
        PidfdPoller poller = PidfdPoller.open().orElseThrow();
        assertThat(pidfdsOpen()).isEqualTo(before + 1);
        pidfd.close();
        pidfd.close();
        poller.close();
        poller.wake();
        poller.close();
        assertThat(pidfdsOpen()).isEqualTo(before);
        assertThat(pidfd.exitCode()).isEmpty();
    }

    @Test
    void shouldReadWaitStatuses() {
        assertThat(Pidfd.exitCode(0)).isZero();
        assertThat(Pidfd.exitCode(255 << 8)).isEqualTo(255);
        assertThat(Pidfd.exitCode(9)).isEqualTo(137);
        assertThat(Pidfd.exitCode(11 | 0x80)).as("with a core dump").isEqualTo(139);
    }

    private static OptionalInt awaitFinal(PidfdPoller poller, Pidfd pidfd) {
        OptionalInt code = OptionalInt.empty();
        while (code.isEmpty() && !pidfd.isFinal()) {
            assertThat(poller.poll(List.of(pidfd), LONG_MS)).containsExactly(pidfd);
            code = pidfd.exitCode();
        }
        return code;
    }

    /** What the running system should tell: nothing, before Linux 6.15. */
    private static OptionalInt knownSince615(int code) {
        String[] version = System.getProperty("os.version").split("[^0-9]");
        int release = Integer.parseInt(version[0]) * 1_000 + Integer.parseInt(version[1]);
        return release >= 6_015 ? OptionalInt.of(code) : OptionalInt.empty();
    }

    private static long firstLine(Process process) throws IOException {
        StringBuilder line = new StringBuilder();
        for (int c = process.getInputStream().read();
                c != '\n';
                c = process.getInputStream().read()) {
            line.append((char) c);
        }
        return Long.parseLong(line.toString());
    }

    private static void signal(String name, long pid) throws Exception {
        assertThat(new ProcessBuilder("kill", "-" + name, Long.toString(pid))
                        .start()
                        .waitFor())
                .isZero();
    }

    private static int pidfdsOpen() throws IOException {
        int count = 0;
        try (DirectoryStream<Path> all = Files.newDirectoryStream(Path.of("/proc/self/fdinfo"))) {
            for (Path info : all) {
                try {
                    count += Files.readString(info, StandardCharsets.ISO_8859_1).contains("\nPid:") ? 1 : 0;
                } catch (IOException closedMeanwhile) {
                    continue;
                }
            }
        }
        return count;
    }
}
