package io.mailslot.it.slot;

import static org.assertj.core.api.Assertions.assertThat;

import io.mailslot.api.MailslotOptions;
import io.mailslot.it.harness.HomeTest;
import io.mailslot.it.harness.LiveTree;
import io.mailslot.it.harness.NumberedMessage;
import io.mailslot.it.harness.TestHome;
import io.mailslot.it.storm.NetTime;
import io.mailslot.junit.Named;
import io.mailslot.testkit.Child;
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

/**
 * Somebody holds locks of the operating system on the files of a mailslot, as a process does that was stopped while Chronicle
 * opened a queue with its table in a file: no such lock means anything here, so nobody waits for one.
 */
@HomeTest
class LockedFilesTest {
    private static final int BEFORE = 100;
    private static final int MEANWHILE = 3_000;

    /** Chronicle waits 10 s for such a lock. */
    private static final Duration SOON = Duration.ofSeconds(5);

    @Test
    void shouldOpenWriteAndReadThoughAllItsFilesAreLocked(
            TestHome home, @Named("owner") Child owner, @Named("other") Child other) throws IOException {
        int receiver = owner.call(c -> c.kernel()
                .createMailslot("m", MailslotOptions.defaults().withMaxMessageSize(424))
                .handle());
        owner.run(c -> NumberedMessage.send(c.kernel().openMailslot("m"), 1, BEFORE));
        owner.run(c -> c.kernel().createMailslot("another"));
        other.run(c ->
                NumberedMessage.send(c.kernel().openMailslot("another"), 2, MEANWHILE)); // its first ones take long
        List<FileChannel> locked = lockAll(home.path().resolve("mailslots"));
        try {
            NetTime start = NetTime.start();
            other.run(c -> NumberedMessage.send(c.kernel().openMailslot("m"), 2, MEANWHILE));

            assertThat(start.took()).isLessThan(SOON);
            long messages = owner.call(c -> c.kernel().receiver(receiver).info().messageCount());
            assertThat(messages).isEqualTo(BEFORE + MEANWHILE);
            owner.run(c -> c.kernel().receiver(receiver).read());
        } finally {
            for (FileChannel file : locked) {
                file.close();
            }
        }
    }

    private static List<FileChannel> lockAll(Path folder) throws IOException {
        List<FileChannel> locked = new ArrayList<>();
        try (Stream<Path> tree = LiveTree.walk(folder)) {
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
