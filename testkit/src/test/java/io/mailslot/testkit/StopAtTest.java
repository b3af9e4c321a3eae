package io.mailslot.testkit;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.time.Duration;
import org.junit.jupiter.api.Test;

/** Children that stand still in code that knows nothing of tests. */
class StopAtTest {
    @Test
    void shouldKillInTheThirdCallOfAMethod() {
        try (Jvms jvms = Patient.jvms()) {
            Child worker = jvms.jvm(Worker.class)
                    .withArguments("commit", "4")
                    .stopAt(Stop.at(Worker.class, "commit").call(3))
                    .start();

            worker.awaitStopped();
            assertThat(worker.threads()).contains("\"main\"\n\tat io.mailslot.testkit.Worker.commit:");
            assertThat(worker.evidence()).contains("stands at io.mailslot.testkit.Worker.commit, time 3");
            worker.killNow();

            assertThat(worker.out()).isEqualTo("committed 0\ncommitted 1\n");
        }
    }

    @Test
    void shouldGoOnFromWhereItStood() {
        try (Jvms jvms = Patient.jvms()) {
            Child returning = jvms.jvm(Worker.class)
                    .withArguments("commit", "4")
                    .stopAt(Stop.at(Worker.class, "commit").onReturn().call(2))
                    .start();
            Child throwing = jvms.jvm(Worker.class)
                    .withArguments("commit", "9")
                    .stopAt(Stop.at(Worker.class.getName(), "commit").onThrow(RuntimeException.class))
                    .start()
                    .expectEnd(1);

            returning.awaitStopped();
            throwing.awaitStopped();
            assertThat(returning.out()).isEqualTo("committed 0\ncommitted 1\n");
            assertThat(throwing.out()).endsWith("committed 3\n");

            assertThat(returning.resume().awaitEnd().isClean()).isTrue();
            assertThat(returning.out()).endsWith("committed 3\n");
            throwing.resume().awaitOutput("no fifth commit");
        }
    }

    @Test
    void shouldStandAtALine() {
        int line = lineThatThrows();
        try (Jvms jvms = Patient.jvms()) {
            Child worker = jvms.jvm(Worker.class)
                    .withArguments("commit", "9")
                    .stopAt(Stop.at(Worker.class, "commit").line(line))
                    .start();

            worker.awaitStopped();
            assertThat(worker.threads()).contains("\"main\"\n\tat io.mailslot.testkit.Worker.commit:" + line + "\n");
            assertThat(worker.evidence()).contains("stands at io.mailslot.testkit.Worker.commit, line " + line);
            assertThat(worker.out()).endsWith("committed 3\n"); // the four calls before did not come to the line
            assertThat(worker.err()).isEmpty();

            assertThat(worker.resume().awaitEnd().code()).isEqualTo(1);
            assertThat(worker.err()).contains("no fifth commit");
        }
    }

    private static int lineThatThrows() {
        try {
            Worker.commit(4);
            throw new AssertionError("the fifth commit is to fail");
        } catch (IllegalStateException e) {
            return e.getStackTrace()[0].getLineNumber();
        }
    }

    @Test
    void shouldTellOfALineThatIsNone() {
        try (Jvms jvms = Patient.jvms()) {
            Child nowhere = jvms.jvm(Worker.class)
                    .withArguments("serve")
                    .stopAt(Stop.at(Worker.class, "commit").line(1))
                    .start();

            assertThatThrownBy(nowhere::awaitStopped)
                    .hasMessageContaining("there is no code at io.mailslot.testkit.Worker.commit, line 1");
            nowhere.killNow();
        }
    }

    @Test
    void shouldTellOfAPlaceThatIsNone() {
        try (Jvms jvms = Jvms.open(JvmsOptions.defaults().withTimeout(Duration.ofSeconds(60)))) {
            Child nowhere = jvms.jvm(Worker.class)
                    .withArguments("serve")
                    .stopAt(Stop.at(Worker.class, "roll"))
                    .start();
            assertThatThrownBy(nowhere::awaitStopped)
                    .isInstanceOf(ChildFailure.class)
                    .hasMessageContaining("will never stand still at io.mailslot.testkit.Worker.roll")
                    .hasMessageContaining("has no method 'roll'");
            nowhere.killNow();
            Child never = jvms.jvm(Worker.class)
                    .withArguments("exit", "0")
                    .stopAt(Stop.at("shop.Ledger", "commit"))
                    .start();
            assertThatThrownBy(never::awaitStopped)
                    .hasMessageContaining("ended with 0, and did not stand still at shop.Ledger.commit");
        }
    }
}
