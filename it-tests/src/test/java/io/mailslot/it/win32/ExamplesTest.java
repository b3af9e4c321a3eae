package io.mailslot.it.win32;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;

import io.mailslot.inspect.HomeInspector;
import io.mailslot.it.harness.Cli;
import io.mailslot.it.harness.Cli.Outcome;
import io.mailslot.it.harness.Cli.Running;
import io.mailslot.it.harness.Deadline;
import io.mailslot.it.harness.HomeTest;
import io.mailslot.it.harness.TestHome;
import java.io.IOException;
import java.util.List;
import org.junit.jupiter.api.Test;

/** The classical C programs, as people run them. */
@HomeTest
class ExamplesTest {
    private static List<String> lines(TestHome home, String example) {
        Outcome outcome = Cli.in(home).run("example", example);
        assertThat(outcome.exit()).as(outcome.toString()).isZero();
        assertThat(outcome.errors()).isEmpty();
        return outcome.text().lines().toList();
    }

    private static Running receiver(TestHome home, Cli cli) {
        Running receiver = cli.start("example", "mail-receiver");
        Deadline.await("the mailslot exists")
                .until(() -> HomeInspector.inspect(home.path())
                        .map(seen -> !seen.mailslots().isEmpty())
                        .orElse(false));
        return receiver;
    }

    @Test
    void shouldListThemselves(TestHome home) {
        Outcome list = Cli.in(home).run("example");

        assertThat(list.exit()).isZero();
        assertThat(list.text())
                .contains("mail-receiver", "mail-sender", "exit-code", "inherit", "pseudo-handle", "usage-count");
    }

    @Test
    void shouldSendMailFromOneProcessToAnother(TestHome home) {
        Cli cli = Cli.in(home);
        Running receiver = receiver(home, cli);

        Outcome sent = cli.runWith("hello\n\u0422\u0430\u043a\nexit\n".getBytes(UTF_8), "example", "mail-sender");

        Outcome received = receiver.outcome();
        assertThat(sent.exit()).as(sent.toString()).isZero();
        assertThat(received.exit()).as(received.toString()).isZero();
        assertThat(received.text().lines())
                .containsExactly("******** Message ********", "hello", "\u0422\u0430\u043a", "Good bye!");
    }

    @Test
    void shouldSayWhyMailCannotBeSent(TestHome home) {
        Outcome outcome = Cli.in(home).run("example", "mail-sender");

        assertThat(outcome.exit()).isEqualTo(1);
        assertThat(outcome.text()).isEqualTo("CreateFile failed: error 2\n");
    }

    @Test
    void shouldEndWithCtrlC(TestHome home) throws IOException {
        Running receiver = receiver(home, Cli.in(home));

        new ProcessBuilder("kill", "-INT", String.valueOf(receiver.process().pid())).start();

        assertThat(receiver.outcome().exit()).isEqualTo(130);
    }

    @Test
    void shouldTellAnExitCode(TestHome home) {
        assertThat(lines(home, "exit-code"))
                .containsExactly("the child runs: exit code 259 (STILL_ACTIVE)", "the child has ended: exit code 7");
    }

    @Test
    void shouldPassAHandleOnThroughAFile(TestHome home) {
        assertThat(lines(home, "inherit"))
                .containsExactly(
                        "parent: handle 8 is in the file",
                        "child: the file says 8",
                        "parent: the mailslot holds \"written by a child through handle 8\"");
    }

    @Test
    void shouldLetAChildWaitForItsParent(TestHome home) {
        assertThat(lines(home, "pseudo-handle"))
                .containsExactly(
                        "parent: pseudo handle -1, real handle 4; closing the first did nothing",
                        "child: my parent has ended with 42");
    }

    @Test
    void shouldCountUsers(TestHome home) {
        assertThat(lines(home, "usage-count"))
                .containsExactly(
                        "mailslot created: usage count 1",
                        "handle duplicated: usage count 2",
                        "child inherits it: usage count 3",
                        "the child's process object: its process, and this one's handle: usage count 2",
                        "child has ended: usage count 2",
                        "the child's process object: this one's handle: usage count 1",
                        "duplicate closed: usage count 1",
                        "last handle closed: the mailslot is gone");
    }
}
