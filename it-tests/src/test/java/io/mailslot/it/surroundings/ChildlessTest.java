package io.mailslot.it.surroundings;

import static org.assertj.core.api.Assertions.assertThat;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import io.mailslot.it.harness.ChildJvm;
import io.mailslot.it.harness.TestHome;
import io.mailslot.it.harness.TestHomeExtension;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;

/** Who only uses mailslots starts no program: that takes time, descriptors and a process, which there may be none of. */
@ExtendWith(TestHomeExtension.class)
class ChildlessTest {
    /** Of the pages that ended children had: no program runs without one. Counted from the state, behind the command. */
    private static final int CHILDREN_PAGES = 8;

    @Test
    void shouldStartNoProgramForTheFirstMailslot(TestHome home) throws IOException {
        ChildJvm agent = home.agent();
        Path stat = Path.of("/proc/" + agent.pid() + "/stat");
        assumeTrue(Files.isReadable(stat), "nothing tells of a process's children here");

        int receiver = agent.must("create", "m", 0, 0, false).handle();
        agent.must("write", agent.must("open", "m", false).handle(), "hello");
        agent.must("read", receiver, 1_000);

        String fields = Files.readString(stat);
        assertThat(fields.substring(fields.lastIndexOf(')') + 2).split(" ")[CHILDREN_PAGES])
                .isEqualTo("0");
    }
}
