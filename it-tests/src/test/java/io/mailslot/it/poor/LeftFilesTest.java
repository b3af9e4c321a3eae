package io.mailslot.it.poor;

import static org.awaitility.Awaitility.await;

import io.mailslot.internal.home.HomePaths;
import io.mailslot.internal.memory.FileTrees;
import io.mailslot.it.harness.HomeTest;
import io.mailslot.it.harness.TestHome;
import io.mailslot.testkit.Child;
import io.mailslot.testkit.Jvms;
import java.io.IOException;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import org.junit.jupiter.api.Test;

/** Folders cannot be deleted without descriptors: that is made up for soon after there are some. */
@HomeTest
class LeftFilesTest {
    /** Longer than the watch rests, so that it has looked in vain; and less than two looks of a calm one are apart. */
    private static final Duration POVERTY = Duration.ofSeconds(2);

    private static final Duration SOON = Duration.ofSeconds(3);

    @Test
    void shouldDeleteAsSoonAsThereAreDescriptorsAgain(TestHome home, Jvms jvms) throws IOException {
        Child poor = Poor.ofFewFiles(jvms);
        int receiver = poor.call(c -> c.kernel().createMailslot("box").handle());
        poor.run(Poor::takeDescriptors);

        poor.run(c -> c.kernel().receiver(receiver).close());
        HomePaths paths = new HomePaths(home.path());
        await("there is nothing to delete it with")
                .during(POVERTY)
                .until(() -> !left(paths).isEmpty());
        poor.run(c -> Poor.giveBack());

        await("it has been deleted").atMost(SOON).until(() -> left(paths).isEmpty());
    }

    private static List<Path> left(HomePaths home) throws IOException {
        return FileTrees.list(home.deleted());
    }
}
