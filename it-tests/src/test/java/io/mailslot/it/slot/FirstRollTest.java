package io.mailslot.it.slot;

import static org.assertj.core.api.Assertions.assertThat;

import io.mailslot.api.ErrorCode;
import io.mailslot.it.harness.ChildJvm;
import io.mailslot.it.harness.TestHome;
import io.mailslot.it.harness.TestHomeExtension;
import java.io.IOException;
import java.io.RandomAccessFile;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;

/** The first segment that a JVM begins, on a file system that somebody else has filled meanwhile. Needs root. */
@ExtendWith(TestHomeExtension.class)
class FirstRollTest {
    private static final int MEBIBYTES = 16;
    private static final long CAPACITY = 1 << 20;

    /** Enough for a first message, too little for a JVM that would try its first append elsewhere before. */
    private static final long SCARCE_BYTES = (512 + 16) << 10;

    @Test
    void shouldTellThatTheFileSystemIsFull(TestHome home) throws IOException {
        Path small = home.fileSystem(MEBIBYTES);
        String root = small.resolve("home").toString();
        ChildJvm receiver = SlotAgent.start(home, "mailslot.home", root);
        SlotAgent.ask(receiver, "create", "measured", CAPACITY);
        SlotAgent.ask(receiver, "create", "box", CAPACITY);
        ChildJvm first = SlotAgent.start(home, "mailslot.home", root);
        long most = messagesOfASegment(small, first);
        long firstSender = SlotAgent.ask(first, "open", "box")[0];
        SlotAgent.ask(first, "documents", firstSender, most - 1);
        ChildJvm second = SlotAgent.start(home, "mailslot.home", root);
        long sender = SlotAgent.ask(second, "open", "box")[0];
        Path filler = small.resolve("filler");
        leave(small, filler, SCARCE_BYTES);
        SlotAgent.ask(second, "documents", sender, 1);
        leave(small, filler, 0);

        assertThat(SlotAgent.ask(second, "fill", sender, 64)).containsExactly(0, ErrorCode.DISK_FULL.value());
    }

    private static long messagesOfASegment(Path small, ChildJvm agent) throws IOException {
        long sender = SlotAgent.ask(agent, "open", "measured")[0];
        long sent = 0;
        while (segments(small) == 2) { // one of each mailslot
            SlotAgent.ask(agent, "documents", sender, 1);
            sent++;
        }
        return sent - 1;
    }

    private static long segments(Path small) throws IOException {
        try (Stream<Path> files = Files.walk(small.resolve("home/mailslots"))) {
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
