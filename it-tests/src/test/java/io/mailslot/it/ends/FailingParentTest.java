package io.mailslot.it.ends;

import static org.assertj.core.api.Assertions.assertThat;

import io.mailslot.internal.memory.FaultPoint;
import io.mailslot.it.harness.HomeTest;
import io.mailslot.testkit.Child;
import io.mailslot.testkit.Jvms;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** A parent whose stack or memory ends while it prepares a child: it goes on, and there is no child that keeps what it was to inherit. */
@HomeTest
class FailingParentTest {
    @ParameterizedTest
    @ValueSource(strings = {"SPAWN_RECORD_MADE", "SPAWN_HANDLE_COPIED", "SPAWN_HANDLE_COPIED#2"})
    void shouldLeaveNoChild(String point, Jvms jvms) {
        Child parent =
                jvms.jvm().withSystemProperty(FaultPoint.PROPERTY, "none").start();

        FailingParent.Outcome outcome = parent.call(c -> FailingParent.fail(c.kernel(), point));

        assertThat(outcome.started()).isFalse();
        assertThat(outcome.after()).isEqualTo(outcome.before());
        assertThat(outcome.mailslotIsThere()).isFalse();
    }
}
