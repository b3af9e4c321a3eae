package io.mailslot.it.poor;

import static org.assertj.core.api.Assertions.assertThat;

import io.mailslot.api.ErrorCode;
import io.mailslot.inspect.HomeVerifier;
import io.mailslot.it.harness.ChildJvm;
import io.mailslot.it.harness.Reply;
import io.mailslot.it.harness.TestHome;
import io.mailslot.it.harness.TestHomeExtension;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;

/** What has run out is named as such: descriptors, address space, inodes. */
@ExtendWith(TestHomeExtension.class)
class ShortageTest {
    private static final int OPEN_FILES = 200;

    private static final String BROADCAST = "\\\\*\\mailslot\\box";

    /** In documents of their own, where the capacity is the smallest. */
    private static final int MESSAGES_OF_TWO_SEGMENTS = 4_000;

    /** Of 512 bytes: more than the home's tables have, and less than what holds the messages of a mailslot. */
    private static final int LONGEST_FILE_BLOCKS = 4_096;

    @Test
    void shouldTellOfDescriptorsAndHowToGetMore(TestHome home) {
        ChildJvm poor = home.unattachedAgent(OPEN_FILES);
        poor.must("attach");
        poor.must("fopen", home.scratch().resolve("warm"), "WRITE", "READ,WRITE", "OPEN_ALWAYS");
        poor.must("poor", "descriptors", 0);

        Reply file = poor.ask("fopen", home.scratch().resolve("file"), "WRITE", "READ,WRITE", "OPEN_ALWAYS");

        Reply child = poor.ask("spawn", "none");

        poor.must("rich");
        assertThat(file.code()).as(file.toString()).isEqualTo(ErrorCode.TOO_MANY_OPEN_FILES.value());
        assertThat(file.text("message")).contains("ulimit -n");
        assertThat(child.code()).as(child.toString()).isEqualTo(ErrorCode.TOO_MANY_OPEN_FILES.value());
        assertThat(poor.must("handles").handles()).containsExactly(4);
    }

    /** Messages that follow each other want another file, but can do without. */
    @Test
    void shouldWriteAndCountSmallMessagesWithoutDescriptors(TestHome home) {
        ChildJvm poor = home.unattachedAgent(OPEN_FILES);
        poor.must("attach");
        int receiver = poor.must("create", "box", 424, 0, false).handle();
        int sender = poor.must("open", "box", false).handle();
        poor.must("write", sender, "0");
        poor.must("write", sender, "1");
        poor.must("info", receiver);
        poor.must("poor", "descriptors", 0);

        for (int i = 2; i < 30; i++) {
            poor.must("write", sender, i);
        }

        assertThat(poor.must("info", receiver).number("count")).isEqualTo(30);
        for (int i = 0; i < 30; i++) {
            assertThat(poor.must("read", receiver, 0).text("text")).isEqualTo("" + i);
        }
        poor.must("rich");
    }

    /** What others have begun meanwhile is another file, which this process has yet to open. */
    @Test
    void shouldTellOfDescriptorsWhereOthersHaveBegunAnotherSegment(TestHome home) {
        ChildJvm other = home.agent();
        ChildJvm poor = home.unattachedAgent(OPEN_FILES);
        poor.must("attach");
        int others =
                other.must("create", BROADCAST, 424, 0, false, "any", 1 << 20).handle();
        int receiver = poor.must("create", BROADCAST, 424, 0, false).handle();
        int sender = poor.must("open", "box", false).handle();
        int writer = other.must("open", "box", false).handle();
        poor.must("write", sender, "first");
        poor.must("read", receiver, 0);
        other.must("documents", writer, 1, MESSAGES_OF_TWO_SEGMENTS);
        poor.must("poor", "descriptors", 0);

        Reply write = poor.ask("write", sender, "last");
        Reply read = poor.ask("readall", receiver, MESSAGES_OF_TWO_SEGMENTS);

        poor.must("rich");
        assertThat(write.code()).as(write.toString()).isEqualTo(ErrorCode.TOO_MANY_OPEN_FILES.value());
        assertThat(read.code()).as(read.toString()).isEqualTo(ErrorCode.TOO_MANY_OPEN_FILES.value());
        poor.must("write", sender, "last");
        other.must("readall", others, MESSAGES_OF_TWO_SEGMENTS + 1);
        assertThat(other.must("read", others, 0).text("text")).isEqualTo("last");
    }

    /** Its own change has failed half-way, and it cannot look at the tables that a repair would go by. */
    @Test
    void shouldTakeNothingFromOthersWhenItCannotLookAtThem(TestHome home) {
        ChildJvm poor = home.unattachedAgent(OPEN_FILES);
        poor.must("attach");
        poor.must("poor", "descriptors", 0);
        ChildJvm owner = home.agent();
        int receiver = owner.must("create", "precious", 424, 0, false).handle();
        int sender = owner.must("open", "precious", false).handle();
        owner.must("write", sender, "first");

        Reply refused = poor.ask("spawn", "none");

        assertThat(refused.code()).as(refused.toString()).isEqualTo(ErrorCode.TOO_MANY_OPEN_FILES.value());
        assertThat(owner.must("handles").handles()).containsExactly(receiver, sender);
        assertThat(owner.must("read", receiver, 0).text("text")).isEqualTo("first");
        poor.must("rich");
        assertThat(HomeVerifier.verify(home.path(), Duration.ofSeconds(2))).isEmpty();
    }

    @Test
    void shouldTellOfDescriptorsWhenAttaching(TestHome home) {
        home.agent();
        ChildJvm poor = home.unattachedAgent(OPEN_FILES);
        poor.must("attach");
        poor.must("detach");
        poor.must("poor", "descriptors", 0);

        Reply refused = poor.ask("attach");

        assertThat(refused.code()).as(refused.toString()).isEqualTo(ErrorCode.TOO_MANY_OPEN_FILES.value());
        poor.must("rich");
        poor.must("attach");
    }

    /** Its number could not be looked up: a guess would lead to another home than the one that its other processes use. */
    @Test
    void shouldNotGuessTheDefaultHomeOfAUserWithoutAName(TestHome home) {
        ProcessBuilder nameless =
                TestHome.agentCommand().withSystemProperty("user.name", "?").toProcessBuilder();
        ChildJvm poor = home.start(TestHome.limited("ulimit -n " + OPEN_FILES + " && unset MAILSLOT_HOME", nameless));
        poor.must("poor", "descriptors", 0);

        Reply refused = poor.ask("home");

        assertThat(refused.code()).as(refused.toString()).isEqualTo(ErrorCode.TOO_MANY_OPEN_FILES.value());
        poor.must("rich");
        assertThat(poor.must("home").text("home")).contains("mailslot-uid-");
    }

    /** Nothing of itself is known to it yet: a guess would make it another process for ever, and its home another boot's. */
    @Test
    void shouldKnowItselfLaterIfItCouldNotLookAtFirst(TestHome home) {
        ChildJvm other = home.agent();
        ChildJvm poor = home.unattachedAgent(OPEN_FILES);
        poor.must("poor", "descriptors", 0);

        Reply refused = poor.ask("attach");

        poor.must("rich");
        assertThat(refused.code()).as(refused.toString()).isEqualTo(ErrorCode.TOO_MANY_OPEN_FILES.value());
        poor.must("attach");
        poor.must("create", "own", 424, 0, false);
        other.must("open", "own", false);
        assertThat(HomeVerifier.verify(home.path(), Duration.ofSeconds(2))).isEmpty();
    }

    @Test
    void shouldTellOfAFileSystemWithoutInodes(TestHome home) throws IOException {
        Path small = home.fileSystem("nr_inodes=4");
        Reply refused = home.unattachedAgent().ask("attach", small);

        assertThat(refused.code()).as(refused.toString()).isEqualTo(ErrorCode.DISK_FULL.value());
        assertThat(refused.text("message")).contains("has no inodes left");
    }

    /** As by a device that fails: there is room, and to free some would not help. */
    @Test
    void shouldNotTakeAnyRefusedWriteForAFullFileSystem(TestHome home) {
        ChildJvm owner = home.agent();
        owner.must("create", "deep", 0, 0, false);
        ChildJvm writer = home.start(TestHome.limited(
                "ulimit -f " + LONGEST_FILE_BLOCKS, TestHome.agentCommand().toProcessBuilder()));
        writer.must("attach");

        Reply refused = writer.ask("write", writer.must("open", "deep", false).handle(), "x".repeat(1_000));

        assertThat(refused.code()).as(refused.toString()).isEqualTo(ErrorCode.IO_DEVICE.value());
        assertThat(refused.text("message")).contains("ulimit -f");
    }

    @Test
    void shouldTellOfInodesThatRunOutLater(TestHome home) throws IOException {
        Path small = home.fileSystem("size=16m,nr_inodes=60");
        ChildJvm user = home.unattachedAgent();
        user.must("attach", small.resolve("home"));
        user.must("create", "old", 0, 0, false);
        int sender = user.must("open", "old", false).handle();
        useUpInodes(small);

        Reply created = user.ask("create", "new", 424, 0, false);
        Reply large = user.ask("fill", sender, 100_000);
        Reply child = user.ask("spawn", "none");

        for (Reply refused : List.of(created, large, child)) {
            assertThat(refused.code()).as(refused.toString()).isEqualTo(ErrorCode.DISK_FULL.value());
            assertThat(refused.text("message")).contains("inodes").doesNotContain("are needed");
        }
        assertThat(HomeVerifier.verify(small.resolve("home"), Duration.ofSeconds(2)))
                .isEmpty();
    }

    private static void useUpInodes(Path small) {
        for (int i = 0; ; i++) {
            try {
                Files.createFile(small.resolve("other " + i));
            } catch (IOException full) {
                return;
            }
        }
    }

    /** A tmpfs without a limit tells of no bytes at all, neither free nor taken. */
    @Test
    void shouldTakeAFileSystemWithoutASizeForOneWithRoom(TestHome home) throws IOException {
        Path unlimited = home.fileSystem("size=0");
        ChildJvm user = home.unattachedAgent();
        user.must("attach", unlimited);

        int receiver = user.must("create", "m", 0, 0, false).handle();
        user.must("write", user.must("open", "m", false).handle(), "text");

        assertThat(user.must("read", receiver, 0).text("text")).isEqualTo("text");
        user.end();
    }
}
