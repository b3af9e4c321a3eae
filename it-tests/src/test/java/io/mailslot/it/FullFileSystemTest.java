package io.mailslot.it;

import static org.assertj.core.api.Assertions.assertThat;

import io.mailslot.api.ErrorCode;
import io.mailslot.inspect.HomeVerifier;
import io.mailslot.it.harness.ChildJvm;
import io.mailslot.it.harness.Deadline;
import io.mailslot.it.harness.Reply;
import io.mailslot.it.harness.TestHome;
import io.mailslot.it.harness.TestHomeExtension;
import java.io.IOException;
import java.nio.file.FileSystemException;
import java.nio.file.Files;
import java.nio.file.Path;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;

/** A home on a tiny file system: running out of room is a clear error, never the end of the JVM. Needs root. */
@ExtendWith(TestHomeExtension.class)
class FullFileSystemTest {
    private static final int DISK_FULL = ErrorCode.DISK_FULL.value();

    @Test
    void shouldRefuseMessagesThatNoLongerFitAndKeepThoseThatDid(TestHome home) {
        Path small = home.fileSystem(2);
        ChildJvm child = home.unattachedAgent();
        child.must("attach", small);
        int receiver =
                child.must("create", "tight", 4096, 0, false, "any", 64 << 20).handle();
        int sender = child.must("open", "tight", false).handle();

        int accepted = 0;
        Reply reply = child.ask("fill", sender, 4000);
        while (reply.ok()) {
            accepted++;
            assertThat(accepted).as("messages in 2 MiB").isLessThan(1_000);
            reply = child.ask("fill", sender, 4000);
        }

        assertThat(reply.code()).as(reply.toString()).isEqualTo(DISK_FULL);
        assertThat(accepted).isPositive();
        assertThat(child.must("info", receiver).number("count")).isEqualTo(accepted);
        for (int i = 0; i < accepted; i++) {
            assertThat(child.must("read", receiver, 0).number("size")).isEqualTo(4000);
        }
        for (int i = 0; i < 100; i++) {
            child.must("fill", sender, 4000);
            assertThat(child.must("read", receiver, 0).number("size")).isEqualTo(4000);
        }
        child.end();
    }

    @Test
    void shouldRefuseMailslotsThatNoLongerFitAndServeThoseThatDid(TestHome home) {
        Path small = home.fileSystem(2);
        ChildJvm child = home.unattachedAgent();
        child.must("attach", small);

        int created = 0;
        Reply reply = child.ask("create", "number " + created, 424, 0, false);
        while (reply.ok()) {
            created++;
            assertThat(created).as("mailslots in 2 MiB").isLessThan(500);
            reply = child.ask("create", "number " + created, 424, 0, false);
        }

        assertThat(reply.code()).as(reply.toString()).isEqualTo(DISK_FULL);
        assertThat(created).isPositive();
        assertThat(child.must("handles").handles()).hasSize(created);
        child.must("close", 4 * created);
        if (created > 1) {
            child.must("close", 4 * (created - 1));
        }
        assertThat(child.ask("create", "there is room again", 424, 0, false).code())
                .isZero();
        child.end();
    }

    @Test
    void shouldRefuseToAttachWhereAHomeDoesNotFit(TestHome home) throws IOException {
        Path small = home.fileSystem(2);
        Path ballast = Files.write(small.resolve("ballast"), new byte[(2 << 20) - 256 * 1024]);
        Path tight = small.resolve("home");
        ChildJvm child = home.unattachedAgent();

        Reply refused = child.ask("attach", tight);

        assertThat(refused.code()).as(refused.toString()).isEqualTo(DISK_FULL);
        assertThat(refused.text("type")).isIn("HomeException", "DiskFullException");
        Files.delete(ballast);
        child.must("attach", tight);
        child.end();
    }

    /** A home of which nothing was ever deleted has no folder yet for what is on its way out, and cannot make one now. */
    @Test
    void shouldGiveRoomBackThoughThereIsNotEvenRoomForAFolder(TestHome home) throws IOException {
        Path small = home.fileSystem("size=16m,nr_inodes=40");
        ChildJvm child = home.unattachedAgent();
        child.must("attach", small);
        int box = child.must("create", "box", 424, 0, false).handle();
        for (int i = 0; Files.getFileStore(small).getUsableSpace() > 0; i++) {
            try {
                Files.createFile(small.resolve("filler" + i));
            } catch (FileSystemException full) {
                break;
            }
        }

        child.must("close", box);

        assertThat(small.resolve("mailslots")).isEmptyDirectory();
        assertThat(HomeVerifier.verify(small, Deadline.DEATH_NOTICED)).isEmpty();
        child.must("create", "box", 424, 0, false);
        child.end();
    }
}
