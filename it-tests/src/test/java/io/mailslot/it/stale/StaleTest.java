package io.mailslot.it.stale;

import static java.util.stream.Collectors.toSet;
import static org.assertj.core.api.Assertions.assertThat;

import io.mailslot.internal.memory.FaultPoint;
import io.mailslot.it.harness.HomeTest;
import io.mailslot.it.harness.TestHome;
import io.mailslot.testkit.Child;
import io.mailslot.testkit.Jvms;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;

/** What is begun through a handle changes no other object that has its place by the time it is done. */
@HomeTest
class StaleTest {
    /** With the system property {@code mailslot.stale=all} each operation meets each type at each place. */
    @Test
    @Tag("long")
    void shouldChangeNothingOfTheObjectThatHasTheEntryByNow(TestHome home, Jvms jvms) {
        Child program =
                jvms.jvm().withSystemProperty(FaultPoint.PROPERTY, "none").start();
        String folder = home.scratch().toString();
        boolean everything = System.getProperty("mailslot.stale", "each").equals("all");
        String socket = home.scratch().resolve("closer").toString();
        Child closer = jvms.start().begin(c -> StaleCloser.serve(c, socket)).awaitPoint(StaleCloser.READY);
        program.run(c -> StaleMatrix.prepare(c.kernel(), folder, socket, everything));
        List<String> rows = new ArrayList<>();
        for (int i = 0; i < StaleOperation.all().size(); i++) {
            int number = i;
            rows.add(program.call(c -> StaleMatrix.row(number)));
        }
        program.run(c -> StaleMatrix.end());
        jvms.all(program, closer);

        System.out.println(
                "operation: places, and what became of it when the entry was used by an object of each type");
        rows.forEach(System.out::println);
        assertThat(rows).filteredOn(each -> each.contains(StaleMatrix.WRONG)).isEmpty();
        assertThat(rows).hasSameSizeAs(StaleOperation.all());
    }

    @Test
    void shouldKnowEveryMethodThatTakesAHandle() {
        assertThat(StaleOperation.all()).extracting(StaleOperation::name).doesNotHaveDuplicates();
        assertThat(StaleOperation.all().stream().map(StaleOperation::method).collect(toSet()))
                .containsExactlyInAnyOrderElementsOf(StaleMethods.all());
    }
}
