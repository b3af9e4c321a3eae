package io.mailslot.it.poor;

import static io.mailslot.it.harness.Refusal.refusal;
import static io.mailslot.it.harness.Refusal.refused;
import static org.assertj.core.api.Assertions.assertThat;

import io.mailslot.Kernel;
import io.mailslot.KernelOptions;
import io.mailslot.api.AccessRight;
import io.mailslot.api.ErrorCode;
import io.mailslot.api.FileDisposition;
import io.mailslot.api.FileOpenOptions;
import io.mailslot.api.HandleInfo;
import io.mailslot.api.Inheritance;
import io.mailslot.api.MailslotException;
import io.mailslot.api.MailslotOptions;
import io.mailslot.api.MessageBatch;
import io.mailslot.api.Receiver;
import io.mailslot.api.Sender;
import io.mailslot.inspect.ErrorStatus;
import io.mailslot.inspect.HomeInspector;
import io.mailslot.inspect.HomeVerifier;
import io.mailslot.it.harness.Deadline;
import io.mailslot.it.harness.HomeTest;
import io.mailslot.it.harness.NumberedMessage;
import io.mailslot.it.harness.TestHome;
import io.mailslot.junit.Named;
import io.mailslot.testkit.Child;
import io.mailslot.testkit.ChildContext;
import io.mailslot.testkit.Jvms;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.EnumSet;
import java.util.List;
import org.junit.jupiter.api.Test;

/** What has run out is named as such: descriptors, address space, inodes. */
@HomeTest
class ShortageTest {
    private static final String BROADCAST = "\\\\*\\mailslot\\box";
    private static final MailslotOptions SMALL = MailslotOptions.defaults().withMaxMessageSize(424);

    /** In documents of their own, where the capacity is the smallest. */
    private static final int MESSAGES_OF_TWO_SEGMENTS = 4_000;

    /** Of 512 bytes: more than the home's tables have, and less than what holds the messages of a mailslot. */
    private static final int LONGEST_FILE_BLOCKS = 4_096;

    @Test
    void shouldTellOfDescriptorsAndHowToGetMore(TestHome home, Jvms jvms) {
        Child poor = Poor.ofFewFiles(jvms);
        String warm = home.scratch().resolve("warm").toString();
        String another = home.scratch().resolve("file").toString();
        poor.run(c -> openFile(c, warm));
        awaitMapped(poor, "errors.dat");
        poor.run(Poor::takeDescriptors);

        MailslotException file = refused(poor, c -> openFile(c, another));
        MailslotException child = refused(poor, ShortageTest::startAChild);

        poor.run(c -> Poor.giveBack());
        assertThat(file.errorCode()).as(file.toString()).isEqualTo(ErrorCode.TOO_MANY_OPEN_FILES);
        assertThat(file).hasMessageContaining("ulimit -n");
        assertThat(child.errorCode()).as(child.toString()).isEqualTo(ErrorCode.TOO_MANY_OPEN_FILES);
        assertThat(handles(poor)).containsExactly(4);
        assertThat(HomeInspector.errors(home.path()).errors())
                .as("what was noted without descriptors")
                .extracting(ErrorStatus::message)
                .contains(file.getMessage(), child.getMessage());
    }

    /** By the watch, which begins a while after the attachment. */
    private static void awaitMapped(Child child, String file) {
        Path maps = Path.of("/proc", String.valueOf(child.pid()), "maps");
        Deadline.await(file + " is mapped").until(() -> Files.readString(maps).contains(file));
    }

    private static void openFile(ChildContext c, String path) {
        c.kernel()
                .files()
                .open(
                        path,
                        FileOpenOptions.defaults()
                                .withAccess(EnumSet.of(AccessRight.WRITE))
                                .withDisposition(FileDisposition.OPEN_ALWAYS));
    }

    private static void startAChild(ChildContext c) {
        c.kernel().createProcess(new ProcessBuilder("true"), Inheritance.none());
    }

    private static List<Integer> handles(Child child) {
        return child.call(c -> new ArrayList<>(
                c.kernel().handles().stream().map(HandleInfo::handle).toList()));
    }

    /** Messages that follow each other want another file, but can do without. */
    @Test
    void shouldWriteAndCountSmallMessagesWithoutDescriptors(Jvms jvms) {
        Child poor = Poor.ofFewFiles(jvms);
        int receiver = poor.call(c -> c.kernel().createMailslot("box", SMALL).handle());
        int sender = poor.call(c -> c.kernel().openMailslot("box").handle());
        poor.run(c -> write(c.kernel().sender(sender), 0, 2));
        poor.run(c -> c.kernel().receiver(receiver).info());
        poor.run(Poor::takeDescriptors);

        poor.run(c -> write(c.kernel().sender(sender), 2, 30));

        assertThat(poor.<Long>call(c -> c.kernel().receiver(receiver).info().messageCount()))
                .isEqualTo(30);
        for (int i = 0; i < 30; i++) {
            assertThat(poor.<String>call(c -> c.kernel().receiver(receiver).readText()))
                    .isEqualTo("" + i);
        }
        poor.run(c -> Poor.giveBack());
    }

    private static void write(Sender sender, int from, int to) {
        for (int i = from; i < to; i++) {
            sender.write("" + i);
        }
    }

    /** What others have begun meanwhile is another file, which this process has yet to open. */
    @Test
    void shouldTellOfDescriptorsWhereOthersHaveBegunAnotherSegment(@Named("other") Child other, Jvms jvms) {
        Child poor = Poor.ofFewFiles(jvms);
        int others = other.call(c -> c.kernel()
                .createMailslot(BROADCAST, SMALL.withCapacity(1 << 20))
                .handle());
        int receiver =
                poor.call(c -> c.kernel().createMailslot(BROADCAST, SMALL).handle());
        int sender = poor.call(c -> c.kernel().openMailslot("box").handle());
        poor.run(c -> c.kernel().sender(sender).write("first"));
        poor.run(c -> c.kernel().receiver(receiver).read());
        other.run(c -> writeDocuments(c.kernel().openMailslot("box")));
        poor.run(Poor::takeDescriptors);

        ErrorCode write = refusal(poor, c -> c.kernel().sender(sender).write("last"));
        ErrorCode read = refusal(poor, c -> read(c.kernel().receiver(receiver), MESSAGES_OF_TWO_SEGMENTS));

        poor.run(c -> Poor.giveBack());
        assertThat(write).isEqualTo(ErrorCode.TOO_MANY_OPEN_FILES);
        assertThat(read).isEqualTo(ErrorCode.TOO_MANY_OPEN_FILES);
        poor.run(c -> c.kernel().sender(sender).write("last"));
        other.run(c -> read(c.kernel().receiver(others), MESSAGES_OF_TWO_SEGMENTS + 1));
        assertThat(other.<String>call(c -> c.kernel().receiver(others).readText()))
                .isEqualTo("last");
    }

    /** A batch of one message has a document of its own, however small it is. */
    private static void writeDocuments(Sender sender) {
        MessageBatch batch = new MessageBatch();
        for (int i = 0; i < MESSAGES_OF_TWO_SEGMENTS; i++) {
            sender.write(batch.add(new NumberedMessage(1, i).toBytes()));
            batch.clear();
        }
    }

    private static void read(Receiver receiver, int count) {
        for (int i = 0; i < count; i++) {
            receiver.read();
        }
    }

    /** Its own change has failed half-way, and it cannot look at the tables that a repair would go by. */
    @Test
    void shouldTakeNothingFromOthersWhenItCannotLookAtThem(TestHome home, Jvms jvms) {
        Child poor = Poor.ofFewFiles(jvms);
        poor.run(c -> c.kernel());
        poor.run(Poor::takeDescriptors);
        Child owner = jvms.start();
        int receiver =
                owner.call(c -> c.kernel().createMailslot("precious", SMALL).handle());
        int sender = owner.call(c -> c.kernel().openMailslot("precious").handle());
        owner.run(c -> c.kernel().sender(sender).write("first"));

        poor.run(Poor::takeDescriptors); // what its JVM has given back since, if anything
        assertThat(refusal(poor, ShortageTest::startAChild)).isEqualTo(ErrorCode.TOO_MANY_OPEN_FILES);

        assertThat(handles(owner)).containsExactly(receiver, sender);
        assertThat(owner.<String>call(c -> c.kernel().receiver(receiver).readText()))
                .isEqualTo("first");
        poor.run(c -> Poor.giveBack());
        assertThat(HomeVerifier.verify(home.path(), Deadline.DEATH_NOTICED)).isEmpty();
    }

    @Test
    void shouldTellOfDescriptorsWhenAttaching(@Named("other") Child other, Jvms jvms) {
        other.run(c -> c.kernel());
        Child poor = Poor.ofFewFiles(jvms);
        poor.run(c -> Kernel.attach().close());
        poor.run(Poor::takeDescriptors);

        assertThat(refusal(poor, c -> c.kernel())).isEqualTo(ErrorCode.TOO_MANY_OPEN_FILES);

        poor.run(c -> Poor.giveBack());
        poor.run(c -> c.kernel());
    }

    /** Its number could not be looked up: a guess would lead to another home than the one that its other processes use. */
    @Test
    void shouldNotGuessTheDefaultHomeOfAUserWithoutAName(Jvms jvms) {
        Child poor = Poor.limited(jvms, "ulimit -n 200 && unset MAILSLOT_HOME")
                .withSystemProperty("user.name", "?")
                .start();
        poor.run(Poor::takeDescriptors);

        assertThat(refusal(poor, c -> HomeInspector.defaultHome())).isEqualTo(ErrorCode.TOO_MANY_OPEN_FILES);

        poor.run(c -> Poor.giveBack());
        assertThat(poor.<String>call(c -> HomeInspector.defaultHome().toString()))
                .contains("mailslot-uid-");
    }

    /** Nothing of itself is known to it yet: a guess would make it another process for ever, and its home another boot's. */
    @Test
    void shouldKnowItselfLaterIfItCouldNotLookAtFirst(TestHome home, @Named("other") Child other, Jvms jvms) {
        other.run(c -> c.kernel());
        Child poor = Poor.ofFewFiles(jvms);
        poor.run(Poor::takeDescriptors);

        ErrorCode refused = refusal(poor, c -> c.kernel());

        poor.run(c -> Poor.giveBack());
        assertThat(refused).isEqualTo(ErrorCode.TOO_MANY_OPEN_FILES);
        poor.run(c -> c.kernel().createMailslot("own", SMALL));
        other.run(c -> c.kernel().openMailslot("own"));
        assertThat(HomeVerifier.verify(home.path(), Deadline.DEATH_NOTICED)).isEmpty();
    }

    @Test
    void shouldTellOfAFileSystemWithoutInodes(TestHome home, @Named("user") Child user) {
        String small = home.fileSystem("nr_inodes=4").toString();
        MailslotException refused =
                refused(user, c -> Kernel.attach(KernelOptions.defaults().withHome(Path.of(small))));

        assertThat(refused.errorCode()).as(refused.toString()).isEqualTo(ErrorCode.DISK_FULL);
        assertThat(refused).hasMessageContaining("has no inodes left");
    }

    /** As by a device that fails: there is room, and to free some would not help. */
    @Test
    void shouldNotTakeAnyRefusedWriteForAFullFileSystem(@Named("owner") Child owner, Jvms jvms) {
        owner.run(c -> c.kernel().createMailslot("deep"));
        Child writer = Poor.limited(jvms, "ulimit -f " + LONGEST_FILE_BLOCKS).start();
        int sender = writer.call(c -> c.kernel().openMailslot("deep").handle());

        MailslotException refused =
                refused(writer, c -> c.kernel().sender(sender).write("x".repeat(1_000)));

        assertThat(refused.errorCode()).as(refused.toString()).isEqualTo(ErrorCode.IO_DEVICE);
        assertThat(refused).hasMessageContaining("ulimit -f");
    }

    @Test
    void shouldTellOfInodesThatRunOutLater(TestHome home, Jvms jvms) {
        Path small = home.fileSystem("size=16m,nr_inodes=60");
        Child user = in(jvms, small.resolve("home"));
        user.run(c -> c.kernel().createMailslot("old"));
        int sender = user.call(c -> c.kernel().openMailslot("old").handle());
        useUpInodes(small);

        MailslotException created = refused(user, c -> c.kernel().createMailslot("new", SMALL));
        MailslotException large = refused(user, c -> c.kernel().sender(sender).write(new byte[100_000]));
        MailslotException child = refused(user, ShortageTest::startAChild);

        for (MailslotException refused : List.of(created, large, child)) {
            assertThat(refused.errorCode()).as(refused.toString()).isEqualTo(ErrorCode.DISK_FULL);
            assertThat(refused.getMessage()).contains("inodes").doesNotContain("are needed");
        }
        assertThat(HomeVerifier.verify(small.resolve("home"), Deadline.DEATH_NOTICED))
                .isEmpty();
    }

    private static Child in(Jvms jvms, Path home) {
        return jvms.jvm().withSystemProperty("mailslot.home", home.toString()).start();
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
    void shouldTakeAFileSystemWithoutASizeForOneWithRoom(TestHome home, Jvms jvms) {
        Child user = in(jvms, home.fileSystem("size=0"));

        int receiver = user.call(c -> c.kernel().createMailslot("m").handle());
        user.run(c -> c.kernel().openMailslot("m").write("text"));

        assertThat(user.<String>call(c -> c.kernel().receiver(receiver).readText()))
                .isEqualTo("text");
        jvms.all(user);
    }
}
