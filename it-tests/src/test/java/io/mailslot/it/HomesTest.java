package io.mailslot.it;

import static io.mailslot.it.harness.Refusal.refusal;
import static io.mailslot.it.harness.Refusal.refused;
import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import io.mailslot.Kernel;
import io.mailslot.KernelOptions;
import io.mailslot.api.ErrorCode;
import io.mailslot.api.EventOptions;
import io.mailslot.api.HomeException;
import io.mailslot.api.JvmFlagsException;
import io.mailslot.api.MailslotException;
import io.mailslot.api.MailslotOptions;
import io.mailslot.api.Receiver;
import io.mailslot.api.Sender;
import io.mailslot.api.Timeouts;
import io.mailslot.inspect.HomeInspector;
import io.mailslot.inspect.ProcessStatus;
import io.mailslot.internal.home.HomePaths;
import io.mailslot.internal.layout.KernelHeader;
import io.mailslot.it.harness.Deadline;
import io.mailslot.it.harness.Handles;
import io.mailslot.it.harness.HomeTest;
import io.mailslot.it.harness.TestHome;
import io.mailslot.junit.Named;
import io.mailslot.testkit.Child;
import io.mailslot.testkit.Jvms;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.nio.channels.FileChannel;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.nio.file.attribute.PosixFilePermissions;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Random;
import java.util.concurrent.CompletableFuture;
import java.util.stream.IntStream;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** Which directories may be a home, and what happens to those inside when something is wrong with it. */
@HomeTest
class HomesTest {
    /** The first JDK that can be told to. */
    private static final int FIRST_THAT_DENIES_MEMORY = 23;

    private static final MailslotOptions DURABLE = MailslotOptions.defaults().withCursor("reader");

    /** Of a child that is attached to another home than the test's. */
    private static Kernel there;

    @Test
    void shouldMakeAMissingHomeForItsOwnerOnly(@Named("first") Child child, TestHome home, Jvms jvms)
            throws IOException {
        Path fresh = home.path().resolveSibling(home.path().getFileName() + "-fresh");
        try {
            attachThere(child, fresh);

            assertThat(PosixFilePermissions.toString(Files.getPosixFilePermissions(fresh)))
                    .isEqualTo("rwx------");
            assertThat(HomeInspector.inspect(fresh).orElseThrow().processes())
                    .extracting(ProcessStatus::processId)
                    .containsExactly(child.pid());
            jvms.all(child);
        } finally {
            TestHome.deleteTree(fresh);
        }
    }

    @ParameterizedTest(name = "mode {0}")
    @ValueSource(strings = {"rwxr-xr-x", "rwx-----x", "rwxrwxrwx", "r-x------", "---------"})
    void shouldRefuseAHomeThatOthersMayEnter(String mode, TestHome home) throws IOException {
        Path open = Files.createDirectory(home.scratch().resolve("open"));
        Files.setPosixFilePermissions(open, PosixFilePermissions.fromString(mode));

        assertRefused(open, ErrorCode.ACCESS_DENIED, mode, "chmod 700 " + open);

        assertThat(open).isEmptyDirectory();
    }

    /** As of /etc: nobody is to be told to shut others out of what is no home. */
    @Test
    void shouldNotAdviseToCloseAFolderWithOtherThingsInIt(TestHome home) throws IOException {
        Path open = Files.createDirectory(home.scratch().resolve("open"));
        Files.createFile(open.resolve("passwd"));
        Files.setPosixFilePermissions(open, PosixFilePermissions.fromString("rwxr-xr-x"));

        assertRefused(open, ErrorCode.ACCESS_DENIED, "other files in it", "choose another directory");

        assertThatThrownBy(() -> Kernel.attach(KernelOptions.defaults().withHome(open)))
                .hasMessageNotContaining("chmod");
    }

    @Test
    void shouldNotTakeAFolderOfItsOwnNamesForItsOwn(TestHome home) throws IOException {
        for (String name : List.of("mailslots", "processes", "deleted")) {
            Path directory = Files.createDirectory(
                    home.scratch().resolve("with-" + name),
                    PosixFilePermissions.asFileAttribute(PosixFilePermissions.fromString("rwx------")));
            Path precious = Files.writeString(
                    Files.createDirectory(directory.resolve(name)).resolve("precious"), "work of years");

            assertRefused(directory, ErrorCode.ACCESS_DENIED, "is no home", name, "choose another directory");

            assertThat(precious).exists();
            assertThat(directory.resolve("kernel.lock")).doesNotExist();
        }
    }

    /** As where somebody names his folder of keys by mistake. */
    @Test
    void shouldNotMakeAPrivateFolderWithOtherThingsInItAHome(TestHome home) throws IOException {
        Path directory = emptyHome(home);
        Files.writeString(directory.resolve("id_ed25519"), "secret");

        assertRefused(directory, ErrorCode.ACCESS_DENIED, "is no home", "id_ed25519", "choose another directory");

        try (Stream<Path> files = Files.list(directory)) {
            assertThat(files).containsExactly(directory.resolve("id_ed25519"));
        }
    }

    /** What somebody keeps in a home that is one, what was set aside there, and what the file system itself has there. */
    @Test
    void shouldMindNothingElseInAHome(TestHome home, Jvms jvms) throws IOException {
        Path used = usedHome(home, jvms);
        Files.writeString(used.resolve("README"), "whose home this is");
        Kernel.attach(KernelOptions.defaults().withHome(used)).close();

        Path fresh = Files.createDirectory(
                home.scratch().resolve("mount"),
                PosixFilePermissions.asFileAttribute(PosixFilePermissions.fromString("rwx------")));
        Files.createDirectory(fresh.resolve("lost+found"));
        Files.createDirectory(fresh.resolve("lost"));
        Kernel.attach(KernelOptions.defaults().withHome(fresh)).close();
    }

    @Test
    void shouldRefuseASymbolicLink(TestHome home) throws IOException {
        Path link = Files.createSymbolicLink(home.scratch().resolve("link"), home.path());

        assertRefused(
                link, ErrorCode.ACCESS_DENIED, "symbolic link", home.path().toString());
    }

    @Test
    void shouldRefuseAFile(TestHome home) throws IOException {
        Path file = Files.writeString(home.scratch().resolve("file"), "not a home");

        assertRefused(file, ErrorCode.ACCESS_DENIED, "not a directory", file.toString());
        assertThat(file).hasContent("not a home");
    }

    @Test
    void shouldRefuseAForeignKernelFile(TestHome home) throws IOException {
        long seed = System.nanoTime();
        byte[] noise = new byte[KernelHeader.INITIAL_LENGTH];
        new Random(seed).nextBytes(noise);
        Path broken = emptyHome(home);
        Files.write(broken.resolve("kernel.dat"), noise);

        assertRefused(
                broken, ErrorCode.FILE_CORRUPT, broken.resolve("kernel.dat").toString());
        assertThat(Files.readAllBytes(broken.resolve("kernel.dat")))
                .as("seed %d", seed)
                .isEqualTo(noise);
    }

    /** In one sentence with what to do, and what it keeps stays for the version that knows it. */
    @ParameterizedTest(name = "version {0}")
    @ValueSource(ints = {KernelHeader.FORMER_VERSION - 1, KernelHeader.VERSION + 1})
    void shouldRefuseAHomeOfAnotherVersion(int version, TestHome home, Jvms jvms) throws IOException {
        Path other = usedHome(home, jvms);
        keepAMessage(other);
        putVersion(other, version);

        assertRefused(
                other,
                ErrorCode.REVISION_MISMATCH,
                other.resolve("kernel.dat") + " has layout version " + version + " and this library uses "
                        + KernelHeader.VERSION
                        + "; use the version of the library that made it, or another home, or delete "
                        + other + " once nothing in it is needed");

        assertThat(version(other)).isEqualTo(version);
        putVersion(other, KernelHeader.VERSION);
        assertMessageKept(other);
    }

    /** Of a build that has the same tables, and knows no outboxes. */
    @Test
    void shouldCarryOverWhatTheFormerVersionKeptOnceNobodyLivesThere(TestHome home, Jvms jvms) throws IOException {
        Path former = emptyHome(home);
        Child child = jvms.start();
        attachThere(child, former);
        keepAMessage(former);
        putVersion(former, KernelHeader.FORMER_VERSION);

        assertRefused(
                former,
                ErrorCode.REVISION_MISMATCH,
                "has layout version " + KernelHeader.FORMER_VERSION,
                "end the processes that use the home, then attach");
        assertThat(version(former)).isEqualTo(KernelHeader.FORMER_VERSION);

        child.kill();
        assertMessageKept(former);
        assertThat(version(former)).isEqualTo(KernelHeader.VERSION);
    }

    private static void keepAMessage(Path home) {
        try (Kernel kernel = Kernel.attach(KernelOptions.defaults().withHome(home));
                Receiver receiver = kernel.createMailslot("kept", DURABLE);
                Sender sender = kernel.openMailslot("kept")) {
            sender.write(new byte[7]);
            assertThat(receiver.info().messageCount()).isOne();
        }
    }

    private static void assertMessageKept(Path home) {
        try (Kernel kernel = Kernel.attach(KernelOptions.defaults().withHome(home));
                Receiver receiver = kernel.createMailslot("kept", DURABLE)) {
            assertThat(receiver.read()).hasSize(7);
        }
    }

    private static int version(Path home) throws IOException {
        ByteBuffer head = ByteBuffer.wrap(Files.readAllBytes(home.resolve("kernel.dat")));
        return head.order(ByteOrder.nativeOrder()).getInt(KernelHeader.VERSION_OFFSET);
    }

    private static void putVersion(Path home, int version) throws IOException {
        ByteBuffer bytes = ByteBuffer.allocate(Integer.BYTES)
                .order(ByteOrder.nativeOrder())
                .putInt(0, version);
        try (FileChannel file = FileChannel.open(home.resolve("kernel.dat"), StandardOpenOption.WRITE)) {
            file.write(bytes, KernelHeader.VERSION_OFFSET);
        }
    }

    @ParameterizedTest(name = "cut to {0} bytes")
    @ValueSource(ints = {0, 7, 100, KernelHeader.HEADER_LENGTH, KernelHeader.INITIAL_LENGTH - 1})
    void shouldRefuseATruncatedKernelFile(int length, TestHome home, Jvms jvms) throws IOException {
        Path cut = usedHome(home, jvms);
        try (FileChannel file = FileChannel.open(cut.resolve("kernel.dat"), StandardOpenOption.WRITE)) {
            file.truncate(length);
        }

        assertRefused(cut, ErrorCode.FILE_CORRUPT, cut.resolve("kernel.dat").toString(), String.valueOf(length));
    }

    /** Later JDKs deny by themselves what this one has to be told to deny. */
    @Test
    void shouldNameTheFlagThatLetsMailslotsReachTheirMemory(Jvms jvms) {
        assumeTrue(Runtime.version().feature() >= FIRST_THAT_DENIES_MEMORY, "this JDK does not know such a flag");
        Child child = jvms.jvm()
                .withJvmOptions("--sun-misc-unsafe-memory-access=deny")
                .start();
        child.run(c -> c.kernel()
                .synchronization()
                .createEvent(EventOptions.defaults().withName("any").withInitiallySet(true)));

        MailslotException refused = refused(child, c -> c.kernel().createMailslot("m"));

        assertThat(refused)
                .isInstanceOf(JvmFlagsException.class)
                .hasMessageContaining("--sun-misc-unsafe-memory-access=allow");
    }

    @Test
    void shouldPreferTheSystemPropertyToTheEnvironment(TestHome home, TestHome other, Jvms jvms) {
        Child child = jvms.jvm()
                .withSystemProperty("mailslot.home", other.path().toString())
                .start();

        assertThat(child.<String>call(c -> c.kernel().home().toString()))
                .isEqualTo(other.path().toString());
        assertThat(HomeInspector.inspect(home.path())
                        .map(snapshot -> snapshot.processes().size())
                        .orElse(0))
                .isZero();
    }

    @Test
    void shouldShareOneProcessBetweenTwoAttachmentsOfOneJvm(@Named("other") Child child, TestHome home) {
        Kernel first = home.attach();
        Kernel second = home.attach();
        child.run(c -> c.kernel());

        assertThat(HomeInspector.inspect(home.path()).orElseThrow().processes())
                .extracting(ProcessStatus::processId)
                .containsExactlyInAnyOrder(ProcessHandle.current().pid(), child.pid());
        first.close();
        Receiver receiver = second.createMailslot("still attached");
        child.run(c -> c.kernel().openMailslot("still attached").write("yes"));
        assertThat(new String(receiver.read(), UTF_8)).isEqualTo("yes");
    }

    @Test
    void shouldKeepTwoHomesOfOneJvmApart(TestHome home, TestHome other) {
        Kernel here = home.attach();
        Kernel there = other.attach();
        Receiver receiverHere = here.createMailslot("same name");
        Receiver receiverThere = there.createMailslot("same name");

        other.jvms().start().run(c -> c.kernel().openMailslot("same name").write("there"));

        assertThat(receiverHere.info().messageCount()).isZero();
        assertThat(new String(receiverThere.read(), UTF_8)).isEqualTo("there");
        assertThat(receiverHere.handle()).isEqualTo(receiverThere.handle());
        here.close();
        assertThat(receiverThere.poll()).isEmpty();
    }

    @Test
    void shouldAttachAgainAfterDetaching(@Named("coming") Child child) {
        int[] numbers = child.call(c -> IntStream.range(0, 3)
                .map(round -> {
                    try (Kernel kernel = Kernel.attach()) {
                        return kernel.createMailslot("round trip").handle();
                    }
                })
                .toArray());

        assertThat(numbers).containsExactly(4, 4, 4);
        assertThat(Handles.of(child)).isEmpty();
    }

    @Test
    void shouldFailClearlyWhenTheHomeIsDeletedMeanwhile(@Named("doomed") Child child, TestHome home, Jvms jvms)
            throws IOException {
        Path doomed = emptyHome(home);
        attachThere(child, doomed);
        int receiver = child.call(c -> there.createMailslot("doomed").handle());
        int sender = child.call(c -> there.openMailslot("doomed").handle());

        TestHome.deleteTree(doomed);

        assertThat(refusal(child, c -> there.createMailslot("another"))).isEqualTo(ErrorCode.FILE_INVALID);
        Deadline.await("writes to a ghost fail", Deadline.DEATH_NOTICED)
                .untilAsserted(() -> assertThat(
                                refusal(child, c -> there.sender(sender).write("x")))
                        .isEqualTo(ErrorCode.FILE_INVALID));
        Deadline.await("so do reads", Deadline.DEATH_NOTICED)
                .untilAsserted(() -> assertThat(
                                refusal(child, c -> there.receiver(receiver).read(Duration.ZERO)))
                        .isEqualTo(ErrorCode.FILE_INVALID));
        jvms.all(child);
        assertThat(doomed).doesNotExist();
    }

    @Test
    void shouldTouchNothingInAHomeThatLiesThereNow(@Named("other") Child other, TestHome home, Jvms jvms)
            throws IOException {
        Path path = emptyHome(home);
        Kernel kernel = Kernel.attach(KernelOptions.defaults().withHome(path));
        TestHome.deleteTree(path);
        attachThere(other, path);
        // What the other's next mailslot is called while it is built: both have the same numbers.
        HomePaths paths = new HomePaths(path);
        List<Path> building = new ArrayList<>();
        for (int n = 1; n < 4; n++) {
            building.add(Files.createFile(
                    Files.createDirectories(paths.building(0, 1, n)).resolve("file")));
        }

        for (String name : List.of("orders", "\\\\*\\mailslot\\orders")) {
            assertThatThrownBy(() -> kernel.createMailslot(name, MailslotOptions.defaults()))
                    .isInstanceOfSatisfying(
                            HomeException.class, e -> assertThat(e.errorCode()).isEqualTo(ErrorCode.FILE_INVALID));
        }

        assertThat(building).allSatisfy(file -> assertThat(file).exists());
        kernel.close();
        TestHome.deleteTree(paths.mailslots());
        jvms.all(other);
    }

    @Test
    void shouldEndABlockedReadWhenTheHomeIsDeleted(@Named("doomed") Child child, TestHome home) throws IOException {
        Path doomed = emptyHome(home);
        attachThere(child, doomed);
        int receiver = child.call(c -> there.createMailslot("doomed").handle());
        CompletableFuture<ErrorCode> read = child.submit(c -> {
            c.reached("the read");
            return refusal(() -> there.receiver(receiver).read(Timeouts.FOREVER));
        });
        child.awaitPoint("the read");

        TestHome.deleteTree(doomed);

        assertThat(read).succeedsWithin(Deadline.PATIENCE).isEqualTo(ErrorCode.FILE_INVALID);
    }

    private static void attachThere(Child child, Path home) {
        String path = home.toString();
        child.run(c -> there = Kernel.attach(KernelOptions.defaults().withHome(Path.of(path))));
    }

    private static Path emptyHome(TestHome home) throws IOException {
        return Files.createDirectory(
                home.scratch().resolve("other"),
                PosixFilePermissions.asFileAttribute(PosixFilePermissions.fromString("rwx------")));
    }

    /** A home in the scratch folder that a child attached to and left. */
    private static Path usedHome(TestHome home, Jvms jvms) throws IOException {
        Path used = emptyHome(home);
        Child child = jvms.start();
        attachThere(child, used);
        jvms.all(child);
        return used;
    }

    private static void assertRefused(Path home, ErrorCode code, String... fragments) {
        assertThatThrownBy(() ->
                        Kernel.attach(KernelOptions.defaults().withHome(home)).close())
                .isInstanceOf(HomeException.class)
                .hasMessageContainingAll(fragments)
                .extracting(failure -> ((HomeException) failure).errorCode())
                .isEqualTo(code);
    }
}
