package io.mailslot.it.slot;

import static org.assertj.core.api.Assertions.assertThat;

import io.mailslot.api.ErrorCode;
import io.mailslot.it.harness.HomeTest;
import io.mailslot.it.harness.LiveTree;
import io.mailslot.it.harness.TestHome;
import io.mailslot.testkit.Child;
import io.mailslot.testkit.ChildSpec;
import io.mailslot.testkit.Jvms;
import java.io.IOException;
import java.io.RandomAccessFile;
import java.nio.file.Path;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;

/** The first segment that a JVM begins, on a file system that somebody else has filled meanwhile. Needs root. */
@HomeTest
class FirstRollTest {
    private static final int MEBIBYTES = 16;
    private static final long CAPACITY = 1 << 20;

    /** Enough for a first message, too little for a JVM that would try its first append elsewhere before. */
    private static final long SCARCE_BYTES = (512 + 16) << 10;

    @Test
    void shouldTellThatTheFileSystemIsFull(TestHome home, Jvms jvms) throws IOException {
        Path small = home.fileSystem(MEBIBYTES);
        String root = small.resolve("home").toString();
        ChildSpec there = jvms.jvm().withSystemProperty("mailslot.home", root);
        Child receiver = there.start();
        receiver.run(c -> SlotChild.create(c, "measured", CAPACITY));
        receiver.run(c -> SlotChild.create(c, "box", CAPACITY));
        Child first = there.start();
        int most = messagesOfASegment(small, first);
        first.run(c -> SlotChild.documents(c.kernel().openMailslot("box"), most - 1));
        Child second = there.start();
        int sender = second.call(c -> c.kernel().openMailslot("box").handle());
        Path filler = small.resolve("filler");
        leave(small, filler, SCARCE_BYTES);
        second.run(c -> SlotChild.documents(c.kernel().sender(sender), 1));
        leave(small, filler, 0);

        assertThat(second.<long[]>call(c -> SlotChild.fill(c.kernel().sender(sender), 64)))
                .containsExactly(0, ErrorCode.DISK_FULL.value());
    }

    private static int messagesOfASegment(Path small, Child child) throws IOException {
        int sender = child.call(c -> c.kernel().openMailslot("measured").handle());
        int sent = 0;
        while (segments(small) == 2) { // one of each mailslot
            child.run(c -> SlotChild.documents(c.kernel().sender(sender), 1));
            sent++;
        }
        return sent - 1;
    }

    private static long segments(Path small) throws IOException {
        try (Stream<Path> files = LiveTree.walk(small.resolve("home/mailslots"))) {
            return files.filter(file -> file.toString().endsWith(".cq4")).count();
        }
    }

    private static void leave(Path small, Path filler, long bytes) throws IOException {
        byte[] page = new byte[4096];
        try (RandomAccessFile file = new RandomAccessFile(filler.toFile(), "rw")) {
            while (small.toFile().getUsableSpace() > bytes) {
                file.write(page);
            }
        }
    }
}
