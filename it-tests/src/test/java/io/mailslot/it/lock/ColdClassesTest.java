package io.mailslot.it.lock;

import static org.assertj.core.api.Assertions.assertThat;

import io.mailslot.Kernel;
import io.mailslot.api.Inheritance;
import io.mailslot.api.MailslotOptions;
import io.mailslot.it.harness.ChildJvm;
import io.mailslot.it.harness.TestHome;
import io.mailslot.it.harness.TestHomeExtension;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;

/**
 * A JVM generates the equality of a record when it is first asked: 50 ms, three times as long on a full machine. What is
 * compared under the kernel lock, where all others wait for it, has it written out, and what is only done there has no lambdas.
 */
@ExtendWith(TestHomeExtension.class)
class ColdClassesTest {
    private static final String GENERATOR = "java.lang.runtime.ObjectMethods ";
    private static final String COMPARED = "io.mailslot.internal.death.ClaimTicket ";

    /** All that these do is done under the kernel lock. */
    private static final List<String> UNDER_THE_LOCK =
            List.of("io.mailslot.internal.object.FileObjectTable", "io.mailslot.internal.sync.DeadOwners");

    @Test
    void shouldHaveNothingGeneratedForAChildThatClaimsItsRecordNorForOneThatOpensThings(TestHome home)
            throws IOException {
        Kernel kernel = home.attach();
        kernel.createMailslot("orders", MailslotOptions.defaults());
        Path file = Files.createFile(home.scratch().resolve("file"));
        Path loaded = home.scratch().resolve("classes");
        ProcessBuilder builder = TestHome.agentCommand()
                .jvmOptions("-Xlog:class+load:file=" + loaded)
                .toProcessBuilder();

        ChildJvm child = home.create(kernel, builder, Inheritance.all());
        child.must("attach");
        int sender = child.must("open", "orders", false).handle();
        child.must("close", sender);
        child.must("create", "own", 0, 0, false);
        child.must("fopen", file, "READ", "READ", "OPEN_EXISTING");
        child.must("detach");

        List<String> classes = Files.readAllLines(loaded);
        assertThat(classes.stream().anyMatch(line -> line.contains(COMPARED))).isTrue();
        assertThat(classes).filteredOn(line -> line.contains(GENERATOR)).isEmpty();
    }

    @Test
    void shouldHaveNoLambdaGeneratedForAFileNorForLeaving(TestHome home) throws IOException {
        home.attach();
        Path file = Files.createFile(home.scratch().resolve("file"));
        Path loaded = home.scratch().resolve("classes");
        ChildJvm child = home.start(TestHome.agentCommand()
                .jvmOptions("-Xlog:class+load:file=" + loaded)
                .toProcessBuilder());

        child.must("attach");
        int opened = child.must("fopen", file, "READ", "READ", "OPEN_EXISTING").handle();
        child.must("fopen", file, "READ", "READ", "OPEN_EXISTING");
        child.must("close", opened);
        child.must("detach");

        List<String> classes = Files.readAllLines(loaded);
        for (String name : UNDER_THE_LOCK) {
            assertThat(classes.stream().anyMatch(line -> line.contains(name + " ")))
                    .as(name)
                    .isTrue();
            assertThat(classes)
                    .filteredOn(line -> line.contains(name + "$$Lambda"))
                    .isEmpty();
        }
    }
}
