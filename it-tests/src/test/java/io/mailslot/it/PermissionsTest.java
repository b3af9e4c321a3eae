package io.mailslot.it;

import static io.mailslot.it.harness.OtherHome.kernel;
import static io.mailslot.it.harness.OtherUsers.FIRST;
import static io.mailslot.it.harness.OtherUsers.GROUP;
import static io.mailslot.it.harness.OtherUsers.OTHER_GROUP;
import static io.mailslot.it.harness.OtherUsers.SECOND;
import static io.mailslot.it.harness.Refusal.refusal;
import static io.mailslot.it.harness.Refusal.refused;
import static org.assertj.core.api.Assertions.assertThat;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import io.mailslot.JavaCommand;
import io.mailslot.Kernel;
import io.mailslot.api.ErrorCode;
import io.mailslot.api.Inheritance;
import io.mailslot.api.MailslotException;
import io.mailslot.api.MailslotOptions;
import io.mailslot.api.OpenOptions;
import io.mailslot.inspect.ErrorStatus;
import io.mailslot.inspect.HomeInspector;
import io.mailslot.internal.errors.ErrorLog;
import io.mailslot.internal.errors.ErrorReport;
import io.mailslot.internal.home.HomePaths;
import io.mailslot.it.harness.Deadline;
import io.mailslot.it.harness.HomeTest;
import io.mailslot.it.harness.OtherHome;
import io.mailslot.it.harness.OtherUsers;
import io.mailslot.it.harness.Payload;
import io.mailslot.it.harness.Relay;
import io.mailslot.it.harness.Sight;
import io.mailslot.it.harness.TestHome;
import io.mailslot.testkit.Child;
import io.mailslot.testkit.ChildBody;
import io.mailslot.testkit.Jvms;
import java.io.IOException;
import java.lang.ProcessBuilder.Redirect;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import java.util.ArrayList;
import java.util.List;
import java.util.Set;
import java.util.concurrent.CompletableFuture;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;

/** What users of one machine can keep from each other, and what they can share. */
@HomeTest
class PermissionsTest {
    private static final String OWNER_ONLY = "rw-------";
    private static final String NEWS = "\\\\*\\mailslot\\news";
    private static final int MEBI = 1 << 20;

    private OtherUsers users;
    private Path shared;

    @BeforeAll
    static void requireOtherUsers() {
        assumeTrue(OtherUsers.arePossible(), "this user cannot start JVMs as other users");
    }

    @BeforeEach
    void chooseHome(TestHome home, Jvms jvms) {
        users = new OtherUsers(home, jvms);
        shared = home.path().resolveSibling(home.path().getFileName() + "-shared");
    }

    @AfterEach
    void deleteHome() throws IOException {
        TestHome.deleteTree(shared);
    }

    /** A child of one of the two users, in the group that shares the home. */
    private Child member(int user) {
        Child member = users.jvm(user, GROUP).start();
        member.run(attach(GROUP));
        return member;
    }

    private ChildBody attach(Object group) {
        String home = shared.toString();
        String name = group.toString();
        return c -> OtherHome.attach(home, name);
    }

    private static int create(Child child, String name) {
        return child.call(c -> kernel().createMailslot(name).handle());
    }

    private static int create(Child child, String name, String permissions) {
        return child.call(
                c -> kernel().createMailslot(name, withPermissions(permissions)).handle());
    }

    private static MailslotOptions withPermissions(String permissions) {
        return MailslotOptions.defaults().withPermissions(PosixFilePermissions.fromString(permissions));
    }

    private static void send(Child child, String name, String text) {
        child.run(c -> kernel().openMailslot(name).write(text));
    }

    private static String read(Child child, int receiver) {
        return child.call(c -> kernel().receiver(receiver).readText());
    }

    @Test
    void shouldShareAHomeWithAGroup() throws IOException {
        Child first = member(FIRST);
        assertThat((Integer) Files.getAttribute(shared, "unix:mode") & 07777).isEqualTo(02770);
        int receiver = create(first, "of the first");
        Child second = member(SECOND);
        send(second, "of the first", "hello");
        assertThat(read(first, receiver)).isEqualTo("hello");
        int back = create(second, "of the second");
        send(first, "of the second", "hello back");
        assertThat(read(second, back)).isEqualTo("hello back");

        second.kill();

        create(first, "of the second");
        Deadline.await("nothing is left of the dead", Deadline.DEATH_NOTICED).untilAsserted(() -> {
            Sight seen = Sight.of(first, shared);
            assertThat(seen.processes()).isOne();
            assertThat(seen.findings()).isEqualTo("[]");
        });
    }

    /** Whoever has made the file, and whatever his umask says. */
    @Test
    void shouldLetEachMemberNoteWhatItFailsWith() throws IOException {
        Child first = users.jvm(FIRST, GROUP, "umask 077").start();
        first.run(attach(GROUP));
        Child second = member(SECOND);
        String home = shared.toString();

        first.run(c -> note(home, "met by the first"));
        second.run(c -> note(home, "met by the second"));

        String mode = PosixFilePermissions.toString(Files.getPosixFilePermissions(shared.resolve("errors.dat")));
        assertThat(mode).isEqualTo("rw-rw----");
        assertThat(first.<String>call(c -> noted(home))).isEqualTo("[met by the first, met by the second]");
        assertThat(second.<String>call(c -> noted(home))).isEqualTo("[met by the first, met by the second]");
    }

    private static void note(String home, String message) {
        ErrorReport damage = ErrorReport.warning(PermissionsTest.class, ErrorCode.FILE_CORRUPT, message);
        new ErrorLog(new HomePaths(Path.of(home))).note(damage);
    }

    private static String noted(String home) {
        return HomeInspector.errors(Path.of(home)).errors().stream()
                .map(ErrorStatus::message)
                .sorted()
                .toList()
                .toString();
    }

    @Test
    void shouldKeepAMailslotForItsOwner() {
        Child first = member(FIRST);
        int receiver = create(first, "private", OWNER_ONLY);
        Child second = member(SECOND);

        MailslotException refused = refused(second, c -> kernel().openMailslot("private"));

        assertThat(refused.errorCode()).isEqualTo(ErrorCode.ACCESS_DENIED);
        assertThat(refused.getMessage()).contains("'private'", OWNER_ONLY, String.valueOf(FIRST), "withPermissions");
        assertThat(refusal(second, c -> openOnly("private"))).isEqualTo(ErrorCode.ACCESS_DENIED);
        send(member(FIRST), "private", "text");
        assertThat(Sight.of(second, shared).findings()).isEqualTo("[]");
        assertThat(read(first, receiver)).isEqualTo("text");
    }

    /** To ask, and not to write. */
    private static void openOnly(String name) {
        kernel().openMailslot(name, OpenOptions.defaults().withAccess(Set.of()));
    }

    @Test
    @Tag("long")
    void shouldLetTheGroupInAlsoAfterItsFilesAreRolled() {
        Child first = member(FIRST);
        int receiver = create(first, "big", "rw-rw----");
        Child second = member(SECOND);
        int sender = second.call(c -> kernel().openMailslot("big").handle());
        int mebibytes = 140;

        CompletableFuture<Integer> written = second.submit(c -> write(sender, mebibytes));
        first.run(c -> read(receiver, mebibytes));

        assertThat(written.join()).isEqualTo(mebibytes);
        send(member(FIRST), "big", "end");
        assertThat(read(first, receiver)).isEqualTo("end");
    }

    private static int write(int sender, int mebibytes) {
        for (int i = 0; i < mebibytes; i++) {
            kernel().sender(sender).write(Payload.ofSize(MEBI));
        }
        return mebibytes;
    }

    private static void read(int receiver, int mebibytes) {
        for (int i = 0; i < mebibytes; i++) {
            assertThat(kernel().receiver(receiver).read()).hasSize(MEBI);
        }
    }

    @Test
    void shouldLetTheGroupLookOnlyIfItMayNotWrite() {
        Child first = member(FIRST);
        create(first, "looked at", "rw-r-----");
        Child second = member(SECOND);

        second.run(c -> openOnly("looked at"));
        assertThat(refusal(second, c -> kernel().openMailslot("looked at"))).isEqualTo(ErrorCode.ACCESS_DENIED);
    }

    @Test
    @Tag("long")
    void shouldKeepAPrivateBroadcastFromOtherReceivers() {
        Child first = member(FIRST);
        create(first, NEWS, OWNER_ONLY);
        Child second = member(SECOND);

        assertThat(refusal(second, c -> kernel().createMailslot(NEWS))).isEqualTo(ErrorCode.ACCESS_DENIED);
    }

    @Test
    void shouldLetNobodyIntoAHomeUnasked() {
        Child first = member(FIRST);
        Child second = users.jvm(SECOND, GROUP).start();
        Child stranger = users.jvm(SECOND, OTHER_GROUP).start();
        String home = shared.toString();

        MailslotException unasked = refused(second, c -> OtherHome.attach(home));
        assertThat(unasked.errorCode()).isEqualTo(ErrorCode.ACCESS_DENIED);
        assertThat(unasked.getMessage()).contains(home, String.valueOf(GROUP), "withGroup");
        assertThat(refusal(second, attach(OTHER_GROUP))).isEqualTo(ErrorCode.ACCESS_DENIED);
        assertThat(refusal(stranger, attach(GROUP))).isEqualTo(ErrorCode.ACCESS_DENIED);
        assertThat(Sight.of(first, shared).processes()).isOne();
    }

    @Test
    @Tag("long")
    void shouldRefuseAGroupThatTheUserIsNotIn() throws IOException {
        Child stranger = users.jvm(SECOND, OTHER_GROUP).start();
        String home = shared.toString();

        assertThat(refusal(stranger, attach(GROUP))).isEqualTo(ErrorCode.ACCESS_DENIED);
        assertThat(refusal(stranger, attach("no such group"))).isEqualTo(ErrorCode.INVALID_PARAMETER);
        assertThat(shared).doesNotExist();
        String attached = stranger.call(c -> OtherHome.attach(home));
        assertThat(attached).isEqualTo(home);
        assertThat(PosixFilePermissions.toString(Files.getPosixFilePermissions(shared)))
                .isEqualTo("rwx------");
    }

    @Test
    void shouldFreeTheNameOfAKilledOwner() {
        Child second = member(SECOND);
        Child first = member(FIRST);
        create(first, "private", OWNER_ONLY);

        first.kill();

        int receiver = create(second, "private", "rw-rw----");
        Child again = member(FIRST);
        send(again, "private", "text");
        assertThat(read(second, receiver)).isEqualTo("text");
        assertThat(Sight.of(again, shared).findings())
                .as("what only its owner could delete")
                .isEqualTo("[]");
    }

    @Test
    @Tag("long")
    void shouldBeginAnewWhereADeadOwnersFilesLie() {
        Child first = member(FIRST);
        create(first, "private", OWNER_ONLY);
        first.kill();

        Child second = member(SECOND);
        create(second, "private", OWNER_ONLY);
        int handles = second.call(c -> kernel().handles().size());
        assertThat(handles).isOne();
    }

    @Test
    @Tag("long")
    void shouldTakeTheGroupToChildren() {
        Child first = member(FIRST);
        int receiver = create(first, "slot", "rw-rw----");
        Child second = member(SECOND);

        int code = second.call(c -> kernel().createProcess(JavaCommand.of(Grandchild.class), Inheritance.all())
                .waitFor());

        assertThat(code).isZero();
        assertThat(read(first, receiver)).isEqualTo("from the child");
    }

    /** Knows of no home but that which its parent has. */
    static final class Grandchild {
        public static void main(String[] arguments) {
            try (Kernel kernel = Kernel.attach()) {
                kernel.openMailslot("slot").write("from the child");
            }
        }
    }

    /** Who carries a child's ticket is in environments that only the child's own user can read. */
    @Test
    void shouldNotTakeAnotherUsersChildForDeadThatIsYetToAttach(TestHome home) throws IOException {
        Path begin = home.scratch().resolve("begin");
        String file = begin.toString();
        Child first = member(FIRST);
        int results = create(first, "results");
        first.run(c -> startRelayAside(file));

        member(SECOND); // who attaches has the dead reaped
        Files.createFile(begin);

        String ready = read(first, results);
        assertThat(ready).startsWith("ready ");
        send(first, "work", "stop");
        long child = Long.parseLong(ready.substring("ready ".length()));
        Deadline.await("the child ends")
                .until(() ->
                        ProcessHandle.of(child).filter(ProcessHandle::isAlive).isEmpty());
    }

    /** A script starts it, and ends itself at once; it begins when a file is there. */
    private static void startRelayAside(String file) {
        int work = kernel().createMailslot("work", MailslotOptions.defaults().withInheritable(true))
                .handle();
        int answers = kernel().openMailslot("results", OpenOptions.defaults().withInheritable(true))
                .handle();
        ProcessBuilder relay = JavaCommand.of(Relay.class)
                .withArguments(String.valueOf(work), String.valueOf(answers), "late")
                .withErrors(Redirect.INHERIT)
                .toProcessBuilder();
        List<String> command = new ArrayList<>(List.of(
                "sh",
                "-c",
                "file=$1; shift; (until [ -e \"$file\" ]; do sleep 0.05; done; exec \"$@\") & exit 0",
                "sh",
                file));
        command.addAll(relay.command());
        int code = kernel().createProcess(relay.command(command), Inheritance.all())
                .waitFor();
        assertThat(code).isZero();
    }
}
