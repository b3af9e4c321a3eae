package io.mailslot.it.observe;

import static org.assertj.core.api.Assertions.assertThat;

import io.mailslot.inspect.HomeInspector;
import io.mailslot.internal.memory.FaultPoint;
import io.mailslot.it.harness.Deadline;
import io.mailslot.it.harness.HomeTest;
import io.mailslot.it.harness.TestHome;
import io.mailslot.testkit.Child;
import io.mailslot.testkit.Jvms;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.concurrent.CompletableFuture;
import org.junit.jupiter.api.Test;

/** What a flight recording is told, and what a JVM has to do with the recorder before there is one: nothing. */
@HomeTest
class FlightTest {
    @Test
    void shouldLoadNothingOfTheRecorderBeforeSomebodyRecords(TestHome home, Jvms jvms) throws IOException {
        Path loaded = home.scratch().resolve("classes");
        String file = home.scratch().resolve("tape.jfr").toString();
        Child child = recorder(jvms, "-Xlog:class+load:file=" + loaded);

        child.run(c -> {
            Tape.fillInVain(c.kernel());
            Tape.waitInVain(c.kernel());
            Tape.start(c.kernel());
        });

        assertThat(Files.readAllLines(loaded))
                .filteredOn(line -> line.contains(" jdk.jfr.") || line.contains(" javax.management.MBeanServer "))
                .as("nobody records, nobody manages")
                .isEmpty();
        child.run(c -> {
            Tape.begin();
            c.kernel().createMailslot("new");
        });
        Deadline.await("statistics are told").until(() -> child.call(c -> Tape.hasStatistics(Path.of(file))));
    }

    private static Child recorder(Jvms jvms, String... options) {
        return jvms.jvm()
                .withName("recorder")
                .startedPlainly()
                .withJvmOptions(options)
                .start();
    }

    @Test
    void shouldTellWhatIsSlow(TestHome home, Jvms jvms) throws IOException {
        String file = home.scratch().resolve("tape.jfr").toString();
        Child child = recorder(jvms);

        int handle = child.call(c -> {
            Tape.begin();
            Tape.fillInVain(c.kernel());
            Tape.waitInVain(c.kernel());
            Tape.drop(c.kernel());
            return Tape.duplicate(c.kernel());
        });
        long program = child.call(c -> Tape.start(c.kernel()));
        long victim = waitForWhoStandsStill(home, jvms, child);
        Deadline.await("statistics are told").until(() -> child.call(c -> Tape.hasStatistics(Path.of(file))));
        child.run(c -> Tape.end(Path.of(file)));

        Told told = new Told(Path.of(file));
        told.assertRoomWasWaitedFor();
        told.assertWaits();
        told.assertHandleAndChild(handle, child.pid(), program);
        told.assertLockAndReap(victim);
        told.assertFilesAndStatistics(home.path());
    }

    /** Who stands still with the lock, and is killed then; the child waits for it, and reaps it. */
    private static long waitForWhoStandsStill(TestHome home, Jvms jvms, Child child) {
        Child victim = jvms.jvm()
                .withName("victim")
                .startedPlainly()
                .stopAtFaultPoint(FaultPoint.OPEN_HANDLE_STORED.name(), 1)
                .start();
        CompletableFuture<Boolean> deed = victim.submit(c -> {
            c.kernel().createMailslot("victims");
            c.kernel().openMailslot("victims");
            return true;
        });
        victim.awaitStopped().stop();
        child.run(c -> Tape.openLater(c.kernel(), "twice"));
        Deadline.await("it waits for the lock").until(() -> child.call(c -> Tape.isAtTheKernelLock()));
        victim.killNow();
        child.run(c -> Tape.hasOpened());
        Deadline.await("the victim is reaped")
                .until(() -> HomeInspector.inspect(home.path())
                                .orElseThrow()
                                .processes()
                                .size()
                        == 1);
        assertThat(deed).failsWithin(Deadline.PATIENCE);
        return victim.pid();
    }
}
