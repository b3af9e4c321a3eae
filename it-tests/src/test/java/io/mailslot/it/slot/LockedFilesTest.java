package io.mailslot.it.slot;

import static org.assertj.core.api.Assertions.assertThat;

import io.mailslot.it.harness.ChildJvm;
import io.mailslot.it.harness.TestHome;
import io.mailslot.it.harness.TestHomeExtension;
import io.mailslot.it.storm.NetTime;
import java.io.IOException;
import java.nio.channels.FileChannel;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;

/**
 * Somebody holds locks of the operating system on the files of a mailslot, as a process does that was stopped while Chronicle
 * opened a queue with its table in a file: no such lock means anything here, so nobody waits for one.
 */
@ExtendWith(TestHomeExtension.class)
class LockedFilesTest {
    private static final int BEFORE = 100;
    private static final int MEANWHILE = 3_000;

    /** Chronicle waits 10 s for such a lock. */
    private static final Duration SOON = Duration.ofSeconds(5);

    @Test
    void shouldOpenWriteAndReadThoughAllItsFilesAreLocked(TestHome home) throws IOException {
        ChildJvm owner = home.agent();
        int receiver = owner.must("create", "m", 424, 0, false).handle();
        owner.must("flood", owner.must("open", "m", false).handle(), 1, BEFORE);
        ChildJvm other = home.agent();
        List<FileChannel> locked = lockAll(home.path().resolve("mailslots"));
        try {
            NetTime start = NetTime.start();
            other.must("flood", other.must("open", "m", false).handle(), 2, MEANWHILE);

            assertThat(start.took()).isLessThan(SOON);
            assertThat(owner.must("info", receiver).number("count")).isEqualTo(BEFORE + MEANWHILE);
            owner.must("read", receiver, 0);
        } finally {
            for (FileChannel file : locked) {
                file.close();
            }
        }
    }

    private static List<FileChannel> lockAll(Path folder) throws IOException {
        List<FileChannel> locked = new ArrayList<>();
        try (Stream<Path> tree = Files.walk(folder)) {
            for (Path file : tree.filter(Files::isRegularFile).toList()) {
                FileChannel channel = FileChannel.open(file, StandardOpenOption.READ, StandardOpenOption.WRITE);
                locked.add(channel);
                assertThat(channel.tryLock()).as("nobody else locks %s", file).isNotNull();
            }
        }
        assertThat(locked).as("control page, segment, arena").hasSizeGreaterThanOrEqualTo(3);
        return locked;
    }
}
