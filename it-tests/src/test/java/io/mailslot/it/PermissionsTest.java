package io.mailslot.it;

import static io.mailslot.it.harness.OtherUsers.FIRST;
import static io.mailslot.it.harness.OtherUsers.GROUP;
import static io.mailslot.it.harness.OtherUsers.OTHER_GROUP;
import static io.mailslot.it.harness.OtherUsers.SECOND;
import static org.assertj.core.api.Assertions.assertThat;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import io.mailslot.api.ErrorCode;
import io.mailslot.it.harness.ChildJvm;
import io.mailslot.it.harness.Deadline;
import io.mailslot.it.harness.OtherUsers;
import io.mailslot.it.harness.Reply;
import io.mailslot.it.harness.TestHome;
import io.mailslot.it.harness.TestHomeExtension;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;

/** What users of one machine can keep from each other, and what they can share. */
@ExtendWith(TestHomeExtension.class)
class PermissionsTest {
    private static final String OWNER_ONLY = "rw-------";

    private OtherUsers users;
    private Path shared;

    @BeforeAll
    static void requireOtherUsers() {
        assumeTrue(OtherUsers.arePossible(), "this user cannot start JVMs as other users");
    }

    @BeforeEach
    void chooseHome(TestHome home) {
        users = new OtherUsers(home);
        shared = home.path().resolveSibling(home.path().getFileName() + "-shared");
    }

    @AfterEach
    void deleteHome() throws IOException {
        TestHome.deleteTree(shared);
    }

    /** An agent of one of the two users, in the group that shares the home. */
    private ChildJvm member(int user) {
        ChildJvm member = users.agent(user, GROUP);
        member.must("attach", shared, GROUP);
        return member;
    }

    private static int create(ChildJvm agent, String name, String permissions) {
        return agent.must("create", name, 0, 5_000, "false", permissions).handle();
    }

    @Test
    void shouldShareAHomeWithAGroup() throws IOException {
        ChildJvm first = member(FIRST);
        assertThat((Integer) Files.getAttribute(shared, "unix:mode") & 07777).isEqualTo(02770);
        int receiver = first.must("create", "of the first", 0, 5_000, "false").handle();
        ChildJvm second = member(SECOND);
        second.must("write", second.must("open", "of the first", "false").handle(), "hello");
        assertThat(first.must("read", receiver, "default").text("text")).isEqualTo("hello");
        int back = second.must("create", "of the second", 0, 5_000, "false").handle();
        first.must("write", first.must("open", "of the second", "false").handle(), "hello back");
        assertThat(second.must("read", back, "default").text("text")).isEqualTo("hello back");

        second.kill();

        first.must("create", "of the second", 0, 0, "false");
        Deadline.await("nothing is left of the dead", Deadline.DEATH_NOTICED).untilAsserted(() -> {
            Reply seen = first.must("inspect", shared);
            assertThat(seen.number("processes")).isOne();
            assertThat(seen.text("findings")).isEqualTo("[]");
        });
    }

    @Test
    void shouldKeepAMailslotForItsOwner() {
        ChildJvm first = member(FIRST);
        int receiver = create(first, "private", OWNER_ONLY);
        ChildJvm second = member(SECOND);

        Reply refused = second.ask("open", "private", "false");

        assertThat(refused.code()).isEqualTo(ErrorCode.ACCESS_DENIED.value());
        assertThat(refused.text("message")).contains("'private'", OWNER_ONLY, String.valueOf(FIRST), "withPermissions");
        assertThat(second.ask("open", "private", "false", "").code()).isEqualTo(ErrorCode.ACCESS_DENIED.value());
        ChildJvm same = member(FIRST);
        same.must("write", same.must("open", "private", "false").handle(), "text");
        assertThat(second.must("inspect", shared).text("findings")).isEqualTo("[]");
        assertThat(first.must("read", receiver, "default").text("text")).isEqualTo("text");
    }

    @Test
    void shouldLetTheGroupInAlsoAfterItsFilesAreRolled() {
        ChildJvm first = member(FIRST);
        int receiver = create(first, "big", "rw-rw----");
        ChildJvm second = member(SECOND);
        int sender = second.must("open", "big", "false").handle();
        int mebibytes = 140;
        for (int i = 0; i < mebibytes; i++) {
            second.must("fill", sender, 1 << 20);
            assertThat(first.must("read", receiver, "default").number("size")).isEqualTo(1 << 20);
        }

        ChildJvm another = member(FIRST);
        another.must("write", another.must("open", "big", "false").handle(), "end");

        assertThat(first.must("read", receiver, "default").text("text")).isEqualTo("end");
    }

    @Test
    void shouldLetTheGroupLookOnlyIfItMayNotWrite() {
        ChildJvm first = member(FIRST);
        create(first, "looked at", "rw-r-----");
        ChildJvm second = member(SECOND);

        second.must("open", "looked at", "false", "");
        assertThat(second.ask("open", "looked at", "false").code()).isEqualTo(ErrorCode.ACCESS_DENIED.value());
    }

    @Test
    void shouldKeepAPrivateBroadcastFromOtherReceivers() {
        ChildJvm first = member(FIRST);
        create(first, "\\\\*\\mailslot\\news", OWNER_ONLY);
        ChildJvm second = member(SECOND);

        assertThat(second.ask("create", "\\\\*\\mailslot\\news", 0, 0, "false").code())
                .isEqualTo(ErrorCode.ACCESS_DENIED.value());
    }

    @Test
    void shouldLetNobodyIntoAHomeUnasked() {
        ChildJvm first = member(FIRST);
        ChildJvm second = users.agent(SECOND, GROUP);
        ChildJvm stranger = users.agent(SECOND, OTHER_GROUP);

        Reply unasked = second.ask("attach", shared);
        assertThat(unasked.code()).isEqualTo(ErrorCode.ACCESS_DENIED.value());
        assertThat(unasked.text("message")).contains(shared.toString(), String.valueOf(GROUP), "withGroup");
        assertThat(second.ask("attach", shared, OTHER_GROUP).code()).isEqualTo(ErrorCode.ACCESS_DENIED.value());
        assertThat(stranger.ask("attach", shared, GROUP).code()).isEqualTo(ErrorCode.ACCESS_DENIED.value());
        assertThat(first.must("inspect", shared).number("processes")).isOne();
    }

    @Test
    void shouldRefuseAGroupThatTheUserIsNotIn(TestHome home) throws IOException {
        ChildJvm stranger = users.agent(SECOND, OTHER_GROUP);

        assertThat(stranger.ask("attach", shared, GROUP).code()).isEqualTo(ErrorCode.ACCESS_DENIED.value());
        assertThat(stranger.ask("attach", shared, "no such group").code())
                .isEqualTo(ErrorCode.INVALID_PARAMETER.value());
        assertThat(shared).doesNotExist();
        assertThat(stranger.must("attach", shared).text("home")).isEqualTo(shared.toString());
        assertThat(PosixFilePermissions.toString(Files.getPosixFilePermissions(shared)))
                .isEqualTo("rwx------");
    }

    @Test
    void shouldFreeTheNameOfAKilledOwner() {
        ChildJvm second = member(SECOND);
        ChildJvm first = member(FIRST);
        create(first, "private", OWNER_ONLY);

        first.kill();

        int receiver = create(second, "private", "rw-rw----");
        ChildJvm again = member(FIRST);
        again.must("write", again.must("open", "private", "false").handle(), "text");
        assertThat(second.must("read", receiver, "default").text("text")).isEqualTo("text");
        assertThat(again.must("inspect", shared).text("findings"))
                .as("what only its owner could delete")
                .isEqualTo("[]");
    }

    @Test
    void shouldBeginAnewWhereADeadOwnersFilesLie() {
        ChildJvm first = member(FIRST);
        create(first, "private", OWNER_ONLY);
        first.kill();

        ChildJvm second = member(SECOND);
        create(second, "private", OWNER_ONLY);
        assertThat(second.must("handles").handles()).hasSize(1);
    }

    @Test
    void shouldTakeTheGroupToChildren() {
        ChildJvm first = member(FIRST);
        int receiver = create(first, "slot", "rw-rw----");
        ChildJvm second = member(SECOND);
        long child = second.must("spawn", "all").number("child");

        second.mustTell(child, "attach");
        second.mustTell(child, "open", "slot", "false");
        second.mustTell(child, "write", 4, "from the child");

        assertThat(first.must("read", receiver, "default").text("text")).isEqualTo("from the child");
    }

    /** Who carries a child's ticket is in environments that only the child's own user can read. */
    @Test
    void shouldNotTakeAnotherUsersChildForDeadThatIsYetToAttach(TestHome home) throws IOException {
        Path begin = home.scratch().resolve("begin");
        ChildJvm first = member(FIRST);
        int work = first.must("create", "work", 0, "forever", "true").handle();
        int results = first.must("create", "results", 0, "forever", "false").handle();
        int answers = first.must("open", "results", "true").handle();
        first.must("relayaside", begin, "all", work, answers, "late");

        member(SECOND); // who attaches has the dead reaped
        Files.createFile(begin);

        String ready = first.must("read", results, "default").text("text");
        assertThat(ready).startsWith("ready ");
        first.must("write", first.must("open", "work", "false").handle(), "stop");
        long child = Long.parseLong(ready.substring("ready ".length()));
        Deadline.await("the child ends")
                .until(() ->
                        ProcessHandle.of(child).filter(ProcessHandle::isAlive).isEmpty());
    }
}
