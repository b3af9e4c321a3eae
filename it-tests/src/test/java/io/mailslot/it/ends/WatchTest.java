package io.mailslot.it.ends;

import static org.assertj.core.api.Assertions.assertThat;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import io.mailslot.Kernel;
import io.mailslot.inspect.HomeVerifier;
import io.mailslot.it.harness.Deadline;
import io.mailslot.it.harness.HomeTest;
import io.mailslot.it.harness.Prompt;
import io.mailslot.it.harness.TestHome;
import io.mailslot.it.storm.NetTime;
import io.mailslot.testkit.Child;
import io.mailslot.testkit.Jvms;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.concurrent.TimeUnit;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;

/** Who watches for deaths: everybody who stays, whether he depends on anybody or not. */
@HomeTest
class WatchTest {
    /** Two seconds, and what a busy machine needs to notice and to delete. */
    private static final int MOST_TRIES = 12;

    /** The watch does not begin before that; the clock here begins a little earlier. */
    private static final long GRACE_MS = 700;

    private static final Duration PROMISED = Duration.ofSeconds(3);

    @Test
    void shouldReapAProcessOnWhichNobodyDepends(TestHome home, Jvms jvms) throws Exception {
        attached(jvms); // which does nothing
        Prompt.within(PROMISED, () -> {
            Child victim = jvms.start();
            victim.run(c -> c.kernel().createMailslot("slot"));
            assertThat(processes(home)).isEqualTo(2);
            return killedAndReaped(victim, home, 1);
        });
    }

    @Test
    void shouldReapAProcessThatWasKilledRightAfterItCame(TestHome home, Jvms jvms) throws Exception {
        attached(jvms);
        attached(jvms);
        Prompt.within(PROMISED, () -> {
            Deadline.await("they have settled").until(() -> calmFor(home, 2_000));
            return killedAndReaped(attached(jvms), home, 2);
        });
    }

    @Test
    void shouldNotBeginForAProcessThatSendsOneMessage(TestHome home, Jvms jvms) throws IOException {
        jvms.start().run(c -> c.kernel().createMailslot("slot"));
        boolean brief = false;
        for (int tries = 0; tries < MOST_TRIES && !brief; tries++) {
            brief = sendOnce(home, jvms) < GRACE_MS;
        }
        assumeTrue(brief, "this machine lets nobody send a message within the watch's grace");
    }

    /** Returns how long it took; requires that nothing was loaded in vain if the watch had no time to begin. */
    private static long sendOnce(TestHome home, Jvms jvms) throws IOException {
        Path loaded = Files.createTempFile(home.scratch(), "classes", "");
        Child sender =
                jvms.jvm().withJvmOptions("-Xlog:class+load:file=" + loaded).start();
        long tookMs = sender.call(c -> send());
        jvms.all(sender);
        if (tookMs < GRACE_MS) {
            assertThat(Files.readString(loaded))
                    .contains("io.mailslot.internal.death.DeathWatch ")
                    .doesNotContain("PidfdLibrary", "io.mailslot.internal.death.ProcessEnds ");
        }
        return tookMs;
    }

    /** As the command does; for how many milliseconds it was there. */
    private static long send() {
        long start = System.nanoTime();
        try (Kernel kernel = Kernel.attach();
                var sender = kernel.openMailslot("slot")) {
            sender.write(new byte[1]);
        }
        return TimeUnit.NANOSECONDS.toMillis(System.nanoTime() - start);
    }

    private static Child attached(Jvms jvms) {
        Child child = jvms.start();
        child.run(c -> c.kernel());
        return child;
    }

    /** Returns how long it took until it was gone. */
    private static Duration killedAndReaped(Child victim, TestHome home, int left) {
        victim.kill();
        NetTime start = NetTime.start();
        Deadline.await("its record and files are gone").until(() -> processes(home) == left);
        Duration took = start.took();
        assertThat(HomeVerifier.verify(home.path(), Deadline.DEATH_NOTICED)).isEmpty();
        return took;
    }

    private static boolean calmFor(TestHome home, long millis) throws IOException {
        return System.currentTimeMillis()
                        - Files.getLastModifiedTime(home.path().resolve("processes"))
                                .toMillis()
                > millis;
    }

    private static long processes(TestHome home) throws IOException {
        try (Stream<Path> folders = Files.list(home.path().resolve("processes"))) {
            return folders.count();
        }
    }
}
