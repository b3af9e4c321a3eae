package io.mailslot.it.harness;

import static org.assertj.core.api.Assertions.assertThat;

import io.mailslot.Kernel;
import io.mailslot.junit.Named;
import io.mailslot.testkit.Child;
import java.nio.file.Path;
import java.util.HashSet;
import java.util.Set;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.RepeatedTest;

/** What tests share by {@link SharedHomeTest}, and what each finds anew. */
@SharedHomeTest
class SharedHomeTestTest {
    private static final Set<Long> CHILDREN = new HashSet<>();
    private static final Set<Path> HOMES = new HashSet<>();

    @AfterEach
    void closeAll(@Named("shared") Child child, Kernel kernel) {
        Handles.closeAll(child, kernel);
    }

    @RepeatedTest(2)
    void shouldShareTheChildAndTheHome(TestHome home, @Named("shared") Child child, Kernel kernel) {
        CHILDREN.add(child.pid());
        HOMES.add(home.path());
        kernel.createMailslot("mine");
        child.run(c -> c.kernel().createMailslot("theirs"));

        assertThat(CHILDREN).hasSize(1);
        assertThat(HOMES).containsExactly(kernel.home());
        assertThat(kernel.handles()).hasSize(1);
        assertThat(Handles.of(child)).hasSize(1);
    }
}
