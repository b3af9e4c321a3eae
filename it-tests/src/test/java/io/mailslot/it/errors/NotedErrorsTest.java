package io.mailslot.it.errors;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;

import io.mailslot.Kernel;
import io.mailslot.api.DiskFullException;
import io.mailslot.api.HomeException;
import io.mailslot.api.MailslotNotFoundException;
import io.mailslot.api.MailslotOptions;
import io.mailslot.api.Sender;
import io.mailslot.inspect.Detail;
import io.mailslot.inspect.ErrorLogStatus;
import io.mailslot.inspect.ErrorStatus;
import io.mailslot.inspect.HomeInspector;
import io.mailslot.inspect.HomeVerifier;
import io.mailslot.it.harness.Cli;
import io.mailslot.it.harness.Cli.Outcome;
import io.mailslot.it.harness.Deadline;
import io.mailslot.it.harness.HomeTest;
import io.mailslot.it.harness.TestHome;
import io.mailslot.testkit.Child;
import io.mailslot.testkit.ChildContext;
import io.mailslot.testkit.Jvms;
import java.io.IOException;
import java.nio.channels.FileChannel;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import org.junit.jupiter.api.Test;

/** Which errors a home remembers, and for how long. */
@HomeTest
class NotedErrorsTest {
    private static final int DISK_FULL = 112;
    private static final int FILE_CORRUPT = 1392;

    private static void fillTheDisk(ChildContext c) {
        c.kernel().createMailslot("orders", MailslotOptions.defaults().withCapacity(64 << 20));
        Sender sender = c.kernel().openMailslot("orders");
        try {
            while (true) {
                sender.write(new byte[10_000]);
            }
        } catch (DiskFullException expected) {
            return;
        }
    }

    /** There is no room for anything new then, and needs none. */
    @Test
    void shouldTellAfterACrashWhatHadRunOut(TestHome home) {
        Path place = home.fileSystem(4).resolve("home");
        Jvms jvms = home.jvms(place);
        Child child = jvms.jvm().startedPlainly().start();
        child.run(NotedErrorsTest::fillTheDisk);
        child.kill();

        ErrorLogStatus errors = HomeInspector.errors(place);
        assertThat(errors.errors()).anySatisfy(error -> {
            assertThat(error.code()).hasValue(DISK_FULL);
            assertThat(error.type()).isEqualTo("DiskFullException");
            assertThat(error.message()).contains("cannot write to the mailslot 'orders'");
            assertThat(error.place()).matches("\\w+\\.\\w+:\\d+");
            assertThat(error.processId()).isEqualTo(child.pid());
        });
        Outcome table = Cli.in(home).run("errors", "--home", place.toString(), "-o", "CODE,PID,MESSAGE", "--no-header");
        assertThat(table.exit()).as(table.toString()).isZero();
        assertThat(table.text()).containsPattern("(?m)^ *112 +" + child.pid() + " +cannot write to the mailslot");
    }

    @Test
    void shouldRememberNothingThatACallerHasDoneWrongly(TestHome home) {
        Kernel kernel = home.attach();
        assertThatExceptionOfType(MailslotNotFoundException.class).isThrownBy(() -> kernel.openMailslot("nobody"));
        kernel.createMailslot("orders").close();

        assertThat(home.path().resolve("errors.dat")).exists();
        assertThat(HomeInspector.errors(home.path()).errors()).isEmpty();
        assertThat(HomeInspector.inspect(home.path()).orElseThrow().errorLog())
                .as("not asked for")
                .isEmpty();
    }

    /** Also where the tables of the home itself are what is damaged. */
    @Test
    void shouldRememberDamageThatKeepsEverybodyOut(TestHome home) throws IOException {
        home.letFilesStay();
        home.attach().close();
        byte[] damaged = Files.readAllBytes(home.path().resolve("kernel.dat"));
        damaged[0]++;
        Files.write(home.path().resolve("kernel.dat"), damaged);

        assertThatExceptionOfType(HomeException.class).isThrownBy(home::attach);

        assertThat(HomeInspector.errors(home.path()).errors())
                .singleElement()
                .satisfies(error -> assertThat(error.code()).hasValue(FILE_CORRUPT));
        Outcome outcome = Cli.in(home).run("errors", "--json");
        assertThat(outcome.exit()).as(outcome.toString()).isEqualTo(1);
        assertThat(outcome.errors()).contains("kernel.dat is damaged");
        assertThat(outcome.text()).contains("\"code\":1392", "\"count\":1", "\"unseen\":[{\"code\":1392");
    }

    private static ErrorStatus damage(TestHome home) {
        return HomeInspector.inspect(home.path(), Detail.ERRORS)
                .orElseThrow()
                .errorLog()
                .orElseThrow()
                .errors()
                .get(0);
    }

    /** A handle table that was cut costs its process what it had open; that is a warning of whoever clears up after it. */
    @Test
    void shouldRememberWhatIsOnlyWarnedOfAndKeepItWhenTheHomeBeginsAnew(TestHome home, Jvms jvms) throws IOException {
        Kernel kernel = home.attach();
        Child child = jvms.jvm().startedPlainly().start();
        child.run(c -> c.kernel().createMailslot("orders"));
        child.stop();
        cutHandleTables(home.path());
        child.kill();
        Deadline.await("the dead process is reaped")
                .until(() -> !HomeInspector.inspect(home.path(), Detail.ERRORS)
                        .orElseThrow()
                        .errorLog()
                        .orElseThrow()
                        .errors()
                        .isEmpty());
        ErrorStatus met = damage(home);
        assertThat(met.code()).hasValue(FILE_CORRUPT);
        assertThat(met.type()).isEqualTo("Warning");
        assertThat(met.place()).isIn("Reaper", "Recovery");

        kernel.close();
        home.attach();
        assertThat(damage(home)).isEqualTo(met);
        assertThat(HomeVerifier.verify(home.path(), Deadline.DEATH_NOTICED)).isEmpty();
    }

    /** Of all processes but this one, which has the first record. */
    private static void cutHandleTables(Path home) throws IOException {
        try (var folders = Files.newDirectoryStream(home.resolve("processes"))) {
            for (Path folder : folders) {
                if (!folder.getFileName().toString().startsWith("0-")) {
                    try (FileChannel table =
                            FileChannel.open(folder.resolve("handles.dat"), StandardOpenOption.WRITE)) {
                        table.truncate(100);
                    }
                }
            }
        }
    }
}
