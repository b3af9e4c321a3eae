package io.mailslot.it.surroundings;

import static io.mailslot.it.harness.OtherHome.kernel;
import static io.mailslot.it.harness.OtherUsers.FIRST;
import static io.mailslot.it.harness.OtherUsers.GROUP;
import static io.mailslot.it.harness.Refusal.refused;
import static org.assertj.core.api.Assertions.assertThat;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import io.mailslot.api.ErrorCode;
import io.mailslot.api.MailslotException;
import io.mailslot.api.MailslotOptions;
import io.mailslot.api.MessageBatch;
import io.mailslot.api.Receiver;
import io.mailslot.it.harness.HomeTest;
import io.mailslot.it.harness.LiveTree;
import io.mailslot.it.harness.NumberedMessage;
import io.mailslot.it.harness.OtherHome;
import io.mailslot.it.harness.OtherUsers;
import io.mailslot.it.harness.Sight;
import io.mailslot.it.harness.TestHome;
import io.mailslot.testkit.Child;
import io.mailslot.testkit.Jvms;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermission;
import java.nio.file.attribute.PosixFilePermissions;
import java.util.Set;
import java.util.function.Supplier;
import java.util.stream.Stream;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

/** The files of a mailslot in use lose their permissions: that is neither a full disk, nor damage, nor a deleted folder. */
@HomeTest
class AccessTakenAwayTest {
    private static final String BOX = "box";
    private static final int SMALL_CAPACITY = 1 << 20;

    /** More documents than the first segment of a small mailslot takes. */
    private static final int UNTIL_A_ROLL = 10_000;

    private OtherUsers users;
    private Path shared;
    private Child reader;
    private int receiver;

    @BeforeAll
    static void requireOtherUsers() {
        assumeTrue(OtherUsers.arePossible(), "permissions do not bind this user, and it cannot start JVMs as another");
    }

    @BeforeEach
    void createMailslot(TestHome home, Jvms jvms) {
        users = new OtherUsers(home, jvms);
        shared = home.path().resolveSibling(home.path().getFileName() + "-shared");
        reader = member();
        receiver = reader.call(
                c -> kernel().createMailslot(BOX, MailslotOptions.defaults().withCapacity(SMALL_CAPACITY))
                        .handle());
    }

    @AfterEach
    void deleteHome() throws IOException {
        TestHome.deleteTree(shared);
    }

    private Child member() {
        String home = shared.toString();
        Child member = users.jvm(FIRST, GROUP).start();
        member.run(c -> OtherHome.attach(home, String.valueOf(GROUP)));
        return member;
    }

    @Test
    void shouldTellWhenTheNextSegmentMayNotBeMade() throws IOException {
        for (Child writer : new Child[] {reader, member()}) { // one that has made a segment before, and another
            int sender = open(writer);
            writer.run(c -> kernel().sender(sender).write("before"));

            MailslotException refused =
                    without("r-x------", folder(), () -> refused(writer, c -> documents(sender, UNTIL_A_ROLL)));

            assertDenied(refused);
            drain();
            writer.run(c -> documents(sender, UNTIL_A_ROLL / 2));
            drain();
        }
        assertSound();
    }

    /** A batch of one message has a document of its own, however small it is. */
    private static void documents(int sender, int count) {
        MessageBatch batch = new MessageBatch();
        for (int i = 0; i < count; i++) {
            kernel().sender(sender).write(batch.add(new NumberedMessage(1, i).toBytes()));
            batch.clear();
        }
    }

    @Test
    void shouldTellWhenRoomForLargeMessagesMayNotBeMade() throws IOException {
        Child writer = member();
        int sender = open(writer);
        writer.run(c -> kernel().sender(sender).write("small"));

        MailslotException refused = without("r-x------", folder(), () -> refused(writer, c -> fill(sender, 10_000)));
        writer.run(c -> fill(sender, 10_000));
        MailslotException refusedToGrow =
                without("---------", folder().resolve("arena.dat"), () -> refused(writer, c -> fill(sender, 100_000)));
        writer.run(c -> fill(sender, 100_000));

        assertDenied(refused);
        assertDenied(refusedToGrow);
        assertThat(read()).isEqualTo("small");
        assertThat(read()).hasSize(10_000);
        assertThat(read()).hasSize(100_000);
        assertSound();
    }

    private static void fill(int sender, int size) {
        kernel().sender(sender).write(new byte[size]);
    }

    @Test
    void shouldTellWhenFilesMayNotBeOpened() throws IOException {
        Child writer = member();
        Path[] closed = {folder(), shared.resolve("mailslots"), folder().resolve("control.dat"), firstSegment()};
        for (Path path : closed) {
            assertDenied(without("---------", path, () -> refused(writer, c -> send())));
        }
        writer.run(c -> send());
        int number = receiver;
        assertDenied(without(
                "---------",
                shared.resolve("mailslots"),
                () -> refused(reader, c -> kernel().receiver(number).read())));
        assertThat(read()).isEqualTo("text");
        assertSound();
    }

    /** The files are opened with the sender, or with its first message. */
    private static void send() {
        kernel().openMailslot(BOX).write("text");
    }

    private static int open(Child writer) {
        return writer.call(c -> kernel().openMailslot(BOX).handle());
    }

    private String read() {
        int number = receiver;
        return reader.call(c -> kernel().receiver(number).readText());
    }

    private void drain() {
        int number = receiver;
        reader.run(c -> {
            Receiver box = kernel().receiver(number);
            long waiting = box.info().messageCount();
            for (long i = 0; i < waiting; i++) {
                box.read();
            }
        });
    }

    private static void assertDenied(MailslotException refused) {
        assertThat(refused.errorCode()).as(refused.toString()).isEqualTo(ErrorCode.ACCESS_DENIED);
        assertThat(refused.getMessage()).contains("'" + BOX + "'");
    }

    private void assertSound() {
        assertThat(Sight.of(reader, shared).findings()).isEqualTo("[]");
    }

    private Path folder() throws IOException {
        try (Stream<Path> all = LiveTree.walk(shared.resolve("mailslots"))) {
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

    /** What comes while a file or folder has nothing but some permissions. */
    private static MailslotException without(String left, Path path, Supplier<MailslotException> call)
            throws IOException {
        Set<PosixFilePermission> before = Files.getPosixFilePermissions(path);
        Files.setPosixFilePermissions(path, PosixFilePermissions.fromString(left));
        try {
            return call.get();
        } finally {
            Files.setPosixFilePermissions(path, before);
        }
    }
}
