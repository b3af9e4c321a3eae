package io.mailslot.it.surroundings;

import static org.assertj.core.api.Assertions.assertThat;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import io.mailslot.api.Receiver;
import io.mailslot.it.harness.HomeTest;
import io.mailslot.junit.Named;
import io.mailslot.testkit.Child;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import org.junit.jupiter.api.Test;

/** Who only uses mailslots starts no program: that takes time, descriptors and a process, which there may be none of. */
@HomeTest
class ChildlessTest {
    /** Of the pages that ended children had: no program runs without one. Counted from the state, behind the command. */
    private static final int CHILDREN_PAGES = 8;

    @Test
    void shouldStartNoProgramForTheFirstMailslot(@Named("user") Child user) throws IOException {
        Path stat = Path.of("/proc/" + user.pid() + "/stat");
        assumeTrue(Files.isReadable(stat), "nothing tells of a process's children here");

        user.run(c -> {
            Receiver receiver = c.kernel().createMailslot("m");
            c.kernel().openMailslot("m").write("hello");
            receiver.read();
        });

        String fields = Files.readString(stat);
        assertThat(fields.substring(fields.lastIndexOf(')') + 2).split(" ")[CHILDREN_PAGES])
                .isEqualTo("0");
    }
}
