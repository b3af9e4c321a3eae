package io.mailslot.it.cli;

import static org.assertj.core.api.Assertions.assertThat;

import io.mailslot.api.MailslotOptions;
import io.mailslot.api.MutexOptions;
import io.mailslot.inspect.HomeInspector;
import io.mailslot.inspect.HomeSnapshot;
import io.mailslot.it.harness.Cli;
import io.mailslot.it.harness.Cli.Outcome;
import io.mailslot.it.harness.HomeTest;
import io.mailslot.it.harness.TestHome;
import io.mailslot.testkit.Child;
import io.mailslot.testkit.Jvms;
import java.time.Duration;
import org.junit.jupiter.api.Test;

/** What dead processes leave is cleared away by hand, where nobody lives who would do it. */
@HomeTest
class CliGcTest {
    private static Child owner(Jvms jvms) {
        Child owner = jvms.jvm().startedPlainly().start();
        owner.run(c -> {
            c.kernel().createMailslot("orders");
            c.kernel().openMailslot("orders").write("two coffees");
            c.kernel().createMailslot("kept", MailslotOptions.defaults().withCursor("shop"));
            c.kernel()
                    .synchronization()
                    .createMutex(MutexOptions.defaults().withName("ledger"))
                    .await(Duration.ZERO);
        });
        return owner;
    }

    private static HomeSnapshot look(TestHome home) {
        return HomeInspector.inspect(home.path()).orElseThrow();
    }

    @Test
    void shouldClearAHomeInWhichNobodyLives(TestHome home, Jvms jvms) {
        home.letFilesStay(); // those of durable mailslots do
        Cli cli = Cli.in(home);
        assertThat(cli.run("gc").errors()).contains("nothing is left over");
        assertThat(home.path().resolve("kernel.dat")).doesNotExist();
        Child owner = owner(jvms);
        owner.kill();

        Outcome tried = cli.run("gc", "--dry-run");
        assertThat(tried.exit()).as(tried.toString()).isZero();
        assertThat(tried.text())
                .containsPattern(
                        "would clear dead process " + owner.pid() + ", object 0x\\p{XDigit}+, with 4 handles\n")
                .containsPattern("would clear mailslot orders, with 1 unread and \\d+ bytes of files\n")
                .containsPattern("would clear mutex 0x\\p{XDigit}+ ledger\n")
                .doesNotContain("kept")
                .hasLineCount(3);
        assertThat(look(home).processes()).hasSize(1);

        Outcome cleared = cli.run("gc");
        assertThat(cleared.exit()).as(cleared.toString()).isZero();
        assertThat(cleared.text()).isEqualTo(tried.text().replace("would clear", "cleared"));
        assertThat(cleared.errors()).isEmpty();
        assertThat(look(home).processes()).isEmpty();
        assertThat(look(home).mailslots())
                .extracting(mailslot -> mailslot.name())
                .containsExactly("kept");
        assertThat(cli.run("gc", "--json").text()).contains("\"schema\":1", "\"processes\":[],\"mailslots\":[]");
    }

    /** The only other one has a handle to the mutex, and cannot reap. */
    @Test
    void shouldClearWhatSomebodyHasLeftWhoIsSurvivedByOneThatStandsStill(TestHome home, Jvms jvms) {
        home.letFilesStay();
        Child other = jvms.jvm().startedPlainly().start();
        other.run(c ->
                c.kernel().synchronization().createMutex(MutexOptions.defaults().withName("ledger")));
        Child owner = owner(jvms);
        other.stop();
        owner.kill();

        Outcome cleared = Cli.in(home).run("gc");

        assertThat(cleared.exit()).as(cleared.toString()).isZero();
        assertThat(cleared.text())
                .contains(
                        "cleared dead process " + owner.pid(), "cleared mailslot orders", "cleared the owner of mutex")
                .doesNotContain(String.valueOf(other.pid()), "kept");
        assertThat(look(home).objects()).anyMatch(object -> object.name().equals("ledger") && object.abandoned());
        other.resume();
    }
}
