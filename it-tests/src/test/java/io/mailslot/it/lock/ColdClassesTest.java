package io.mailslot.it.lock;

import static org.assertj.core.api.Assertions.assertThat;

import io.mailslot.Kernel;
import io.mailslot.api.FileDisposition;
import io.mailslot.api.FileObject;
import io.mailslot.api.FileOpenOptions;
import io.mailslot.api.Inheritance;
import io.mailslot.api.MailslotOptions;
import io.mailslot.it.harness.HomeTest;
import io.mailslot.it.harness.TestHome;
import io.mailslot.testkit.Child;
import io.mailslot.testkit.ChildContext;
import io.mailslot.testkit.Jvms;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import org.junit.jupiter.api.Test;

/**
 * A JVM generates the equality of a record when it is first asked: 50 ms, three times as long on a full machine. What is
 * compared under the kernel lock, where all others wait for it, has it written out, and what is only done there has no lambdas.
 */
@HomeTest
class ColdClassesTest {
    private static final String GENERATOR = "java.lang.runtime.ObjectMethods ";
    private static final String COMPARED = "io.mailslot.internal.death.ClaimTicket ";

    /** All that these do is done under the kernel lock. */
    private static final List<String> UNDER_THE_LOCK =
            List.of("io.mailslot.internal.object.FileObjectTable", "io.mailslot.internal.sync.DeadOwners");

    private static FileObject open(ChildContext c, String path) {
        return c.kernel().files().open(path, FileOpenOptions.defaults().withDisposition(FileDisposition.OPEN_EXISTING));
    }

    @Test
    void shouldHaveNothingGeneratedForAChildThatClaimsItsRecordNorForOneThatOpensThings(
            TestHome home, Jvms jvms, Kernel kernel) throws IOException {
        kernel.createMailslot("orders", MailslotOptions.defaults());
        Path file = Files.createFile(home.scratch().resolve("file"));
        Path loaded = home.scratch().resolve("classes");
        String path = file.toString();

        Child child = jvms.jvm()
                .withInheritance(Inheritance.all())
                .withJvmOptions("-Xlog:class+load:file=" + loaded)
                .start(c -> {
                    c.kernel().openMailslot("orders").close();
                    c.kernel().createMailslot("own");
                    open(c, path);
                    c.kernel().close();
                });
        jvms.all(child);

        List<String> classes = Files.readAllLines(loaded);
        assertThat(classes.stream().anyMatch(line -> line.contains(COMPARED))).isTrue();
        assertThat(classes).filteredOn(line -> line.contains(GENERATOR)).isEmpty();
    }

    @Test
    void shouldHaveNoLambdaGeneratedForAFileNorForLeaving(TestHome home, Jvms jvms) throws IOException {
        home.attach();
        Path file = Files.createFile(home.scratch().resolve("file"));
        Path loaded = home.scratch().resolve("classes");
        String path = file.toString();

        Child child = jvms.jvm()
                .withJvmOptions("-Xlog:class+load:file=" + loaded)
                .start(c -> {
                    FileObject opened = open(c, path);
                    open(c, path);
                    opened.close();
                    c.kernel().close();
                });
        jvms.all(child);

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
