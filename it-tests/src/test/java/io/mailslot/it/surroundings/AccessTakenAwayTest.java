package io.mailslot.it.surroundings;

import static io.mailslot.it.harness.OtherUsers.FIRST;
import static io.mailslot.it.harness.OtherUsers.GROUP;
import static org.assertj.core.api.Assertions.assertThat;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import io.mailslot.api.ErrorCode;
import io.mailslot.it.harness.ChildJvm;
import io.mailslot.it.harness.OtherUsers;
import io.mailslot.it.harness.Reply;
import io.mailslot.it.harness.TestHome;
import io.mailslot.it.harness.TestHomeExtension;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermission;
import java.nio.file.attribute.PosixFilePermissions;
import java.util.Set;
import java.util.stream.Stream;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;

/** The files of a mailslot in use lose their permissions: that is neither a full disk, nor damage, nor a deleted folder. */
@ExtendWith(TestHomeExtension.class)
class AccessTakenAwayTest {
    private static final int SMALL_CAPACITY = 1 << 20;

    /** More documents than the first segment of a small mailslot takes. */
    private static final int UNTIL_A_ROLL = 10_000;

    private OtherUsers users;
    private Path shared;
    private ChildJvm reader;
    private int receiver;

    @BeforeAll
    static void requireOtherUsers() {
        assumeTrue(OtherUsers.arePossible(), "permissions do not bind this user, and it cannot start JVMs as another");
    }

    @BeforeEach
    void createMailslot(TestHome home) {
        users = new OtherUsers(home);
        shared = home.path().resolveSibling(home.path().getFileName() + "-shared");
        reader = member();
        receiver = reader.must("create", "box", 0, 5_000, "false", "any", SMALL_CAPACITY)
                .handle();
    }

    @AfterEach
    void deleteHome() throws IOException {
        TestHome.deleteTree(shared);
    }

    private ChildJvm member() {
        ChildJvm member = users.agent(FIRST, GROUP);
        member.must("attach", shared, GROUP);
        return member;
    }

    @Test
    void shouldTellWhenTheNextSegmentMayNotBeMade() throws IOException {
        for (ChildJvm writer : new ChildJvm[] {reader, member()}) { // one that has made a segment before, and another
            int sender = writer.must("open", "box", "false").handle();
            writer.must("write", sender, "before");

            Reply refused = without("r-x------", folder(), () -> writer.ask("documents", sender, 1, UNTIL_A_ROLL));

            assertDenied(refused);
            drain();
            writer.must("documents", sender, 1, UNTIL_A_ROLL / 2);
            drain();
        }
        assertSound();
    }

    @Test
    void shouldTellWhenRoomForLargeMessagesMayNotBeMade() throws IOException {
        ChildJvm writer = member();
        int sender = writer.must("open", "box", "false").handle();
        writer.must("write", sender, "small");

        Reply refused = without("r-x------", folder(), () -> writer.ask("fill", sender, 10_000));
        writer.must("fill", sender, 10_000);
        Reply refusedToGrow =
                without("---------", folder().resolve("arena.dat"), () -> writer.ask("fill", sender, 100_000));
        writer.must("fill", sender, 100_000);

        assertDenied(refused);
        assertDenied(refusedToGrow);
        assertThat(reader.must("read", receiver, "default").text("text")).isEqualTo("small");
        assertThat(reader.must("read", receiver, "default").number("size")).isEqualTo(10_000);
        assertThat(reader.must("read", receiver, "default").number("size")).isEqualTo(100_000);
        assertSound();
    }

    @Test
    void shouldTellWhenFilesMayNotBeOpened() throws IOException {
        ChildJvm writer = member();
        Path[] closed = {folder(), shared.resolve("mailslots"), folder().resolve("control.dat"), firstSegment()};
        for (Path path : closed) {
            assertDenied(without("---------", path, () -> send(writer)));
        }
        assertThat(send(writer).ok()).isTrue();
        Path mailslots = shared.resolve("mailslots");
        assertDenied(without("---------", mailslots, () -> reader.ask("read", receiver, "default")));
        assertThat(reader.must("read", receiver, "default").text("text")).isEqualTo("text");
        assertSound();
    }

    /** The files are opened with the sender, or with its first message. */
    private static Reply send(ChildJvm writer) {
        Reply opened = writer.ask("open", "box", "false");
        return opened.ok() ? writer.ask("write", opened.handle(), "text") : opened;
    }

    private void drain() {
        long waiting = reader.must("info", receiver).number("count");
        reader.must("readall", receiver, waiting);
    }

    private void assertDenied(Reply refused) {
        assertThat(refused.code()).as(refused.toString()).isEqualTo(ErrorCode.ACCESS_DENIED.value());
        assertThat(refused.text("message")).contains("'box'");
    }

    private void assertSound() {
        assertThat(reader.must("inspect", shared).text("findings")).isEqualTo("[]");
    }

    private Path folder() throws IOException {
        try (Stream<Path> all = Files.walk(shared.resolve("mailslots"))) {
            return all.filter(path -> path.getFileName().toString().startsWith("@"))
                    .findFirst()
                    .orElseThrow();
        }
    }

    private Path firstSegment() throws IOException {
        try (Stream<Path> all = Files.list(folder())) {
            return all.filter(path -> path.toString().endsWith(".cq4"))
                    .findFirst()
                    .orElseThrow();
        }
    }

    /** Calls with a file or folder that has nothing but some permissions meanwhile. */
    private static Reply without(String left, Path path, Call call) throws IOException {
        Set<PosixFilePermission> before = Files.getPosixFilePermissions(path);
        Files.setPosixFilePermissions(path, PosixFilePermissions.fromString(left));
        try {
            return call.run();
        } finally {
            Files.setPosixFilePermissions(path, before);
        }
    }

    /** What an agent is asked meanwhile. */
    private interface Call {
        Reply run();
    }
}
