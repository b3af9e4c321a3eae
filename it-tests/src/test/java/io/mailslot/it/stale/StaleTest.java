package io.mailslot.it.stale;

import static java.util.stream.Collectors.toSet;
import static org.assertj.core.api.Assertions.assertThat;

import io.mailslot.JavaCommand;
import io.mailslot.internal.memory.FaultPoint;
import io.mailslot.it.harness.ChildJvm;
import io.mailslot.it.harness.TestHome;
import io.mailslot.it.harness.TestHomeExtension;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;

/** What is begun through a handle changes no other object that has its place by the time it is done. */
@ExtendWith(TestHomeExtension.class)
class StaleTest {
    @Test
    void shouldChangeNothingOfTheObjectThatHasTheEntryByNow(TestHome home) {
        ChildJvm program = home.start(ChildJvm.quick(JavaCommand.of(StaleMatrix.class))
                .withSystemProperty(FaultPoint.PROPERTY, "none")
                .withArguments(
                        home.scratch().resolve("paused").toString(), System.getProperty("mailslot.stale", "each"))
                .toProcessBuilder());
        List<String> lines = new ArrayList<>();
        String line = program.line();
        while (!line.equals(StaleMatrix.END)) {
            lines.add(line);
            line = program.line();
        }
        lines.forEach(System.out::println);
        assertThat(lines).filteredOn(each -> each.contains(StaleMatrix.WRONG)).isEmpty();
        assertThat(lines).hasSize(1 + StaleOperation.all().size());
    }

    @Test
    void shouldKnowEveryMethodThatTakesAHandle() {
        assertThat(StaleOperation.all()).extracting(StaleOperation::name).doesNotHaveDuplicates();
        assertThat(StaleOperation.all().stream().map(StaleOperation::method).collect(toSet()))
                .containsExactlyInAnyOrderElementsOf(StaleMethods.all());
    }
}
