package io.mailslot.it.cli;

import static org.assertj.core.api.Assertions.assertThat;

import io.mailslot.Kernel;
import io.mailslot.api.AccessRight;
import io.mailslot.api.EventOptions;
import io.mailslot.api.HandleFlag;
import io.mailslot.api.HandleInfo;
import io.mailslot.api.ObjectOpenOptions;
import io.mailslot.api.ObjectType;
import io.mailslot.inspect.HomeInspector;
import io.mailslot.it.harness.Cli;
import io.mailslot.it.harness.Cli.Outcome;
import io.mailslot.it.harness.Cli.Running;
import io.mailslot.it.harness.Deadline;
import io.mailslot.it.harness.HomeTest;
import io.mailslot.it.harness.TestHome;
import io.mailslot.testkit.Child;
import io.mailslot.testkit.Jvms;
import java.io.IOException;
import java.nio.file.Files;
import java.time.Duration;
import java.util.EnumSet;
import java.util.List;
import org.junit.jupiter.api.Test;

/** What one process may do to another one, done by hand. */
@HomeTest
class CliActsTest {
    /** A child with an event, which it alone has open; returns the handle there. */
    private static int openEvent(Child child, String name) {
        return child.call(c -> c.kernel()
                .synchronization()
                .createEvent(EventOptions.defaults().withName(name).withManualReset(true))
                .handle());
    }

    private static List<HandleInfo> handles(TestHome home, Child child) {
        return HomeInspector.inspect(home.path()).orElseThrow().processes().stream()
                .filter(process -> process.processId() == child.pid())
                .flatMap(process -> process.handles().stream())
                .toList();
    }

    private static boolean has(TestHome home, Child child, int handle) {
        return handles(home, child).stream().anyMatch(each -> each.handle() == handle);
    }

    @Test
    void shouldCloseAHandleOfAnotherProcessWhenItIsToldTo(TestHome home, Jvms jvms) {
        Child victim = jvms.start();
        int handle = openEvent(victim, "ready");
        Cli cli = Cli.in(home);
        String named = victim.pid() + ":" + handle;

        Running told = cli.onTypedTerminal().start("close", named);
        told.type("y\n");
        assertThat(told.outcome().exit()).as(told.outcome().toString()).isZero();
        assertThat(told.outcome().text())
                .containsPattern("close handle " + handle + " of " + victim.pid()
                        + " \\(.+\\), event 0x\\p{XDigit}+ ready; usage count 1, then 0: it goes\\? \\[y/N\\] ");

        assertThat(has(home, victim, handle)).isFalse();
    }

    /** While somebody thinks about the question the handle is closed, and its number is another handle's. */
    @Test
    void shouldNotCloseWhatHasTheNumberByNow(TestHome home, Jvms jvms) throws IOException {
        Child victim = jvms.start();
        int handle = openEvent(victim, "first");
        Running asking = Cli.in(home).onTypedTerminal().start("close", victim.pid() + ":" + handle);
        Deadline.await("it asks").until(() -> Files.readString(asking.output()).contains("[y/N]"));

        victim.run(c -> c.kernel().closeHandle(handle));
        int again = openEvent(victim, "second");
        assertThat(again).isEqualTo(handle);
        asking.type("y\n");

        Outcome outcome = asking.outcome();
        assertThat(outcome.exit()).as(outcome.toString()).isEqualTo(3);
        assertThat(outcome.text()).contains("names another object by now", "nothing was done");
        assertThat(has(home, victim, handle)).isTrue();
    }

    @Test
    void shouldGiveAProcessAHandleThatWorksThere(TestHome home, Jvms jvms, Kernel kernel) {
        Child giver = jvms.start();
        Child taker = jvms.start();
        int handle = openEvent(giver, "ready");
        Cli cli = Cli.in(home);
        String named = giver.pid() + ":" + handle;
        String to = String.valueOf(taker.pid());

        Outcome duplicated = cli.run("duplicate", named, to, "--yes", "--inherit", "--access", "synchronize");
        assertThat(duplicated.exit()).as(duplicated.toString()).isZero();
        assertThat(duplicated.errors()).contains("; usage count 1, then 2");
        assertThat(duplicated.text()).startsWith(to + ":");
        int number = Integer.parseInt(duplicated.text().strip().split(":")[1]);
        HandleInfo made = handles(home, taker).get(0);
        assertThat(made.handle()).isEqualTo(number);
        assertThat(made.type()).isEqualTo(ObjectType.EVENT);
        assertThat(made.access()).isEqualTo(EnumSet.of(AccessRight.SYNCHRONIZE));
        assertThat(made.flags()).isEqualTo(EnumSet.of(HandleFlag.INHERIT));

        Outcome moved = cli.run("duplicate", named, to, "--move", "--yes", "--json");
        assertThat(moved.exit()).as(moved.toString()).isZero();
        assertThat(moved.text())
                .contains("\"done\":true", "\"usesBefore\":2,", "\"usesAfter\":2", "\"targetPid\":" + to);
        assertThat(has(home, giver, handle)).isFalse();
        kernel.synchronization()
                .openEvent("ready", ObjectOpenOptions.defaults())
                .set();
        boolean signaled =
                taker.call(c -> c.kernel().waitFor(Duration.ZERO, number).signaled());
        assertThat(signaled).isTrue();
    }

    @Test
    void shouldEndAProcessThatStandsStillWithAnExitCode(TestHome home, Jvms jvms, Kernel kernel) {
        Child victim = jvms.start();
        openEvent(victim, "ready");
        victim.stop();
        String pid = String.valueOf(victim.pid());

        Outcome killed = Cli.in(home).run("kill", pid, "--exit-code", "3", "--yes", "--json");

        assertThat(killed.exit()).as(killed.toString()).isZero();
        assertThat(killed.text())
                .contains("\"pid\":" + pid, "\"exitCode\":3", "\"done\":true", "\"usesBefore\":2", "\"usesAfter\":1");
        victim.awaitEnd();
        assertThat(victim.object().exitCode()).hasValue(3);
        assertThat(killed.errors())
                .containsPattern("about to end process " + pid
                        + " \\(.+\\), object 0x.+, with its 1 handle; usage count 2, then 1");
    }
}
