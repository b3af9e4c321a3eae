package io.mailslot.it;

import static io.mailslot.it.harness.OtherUsers.FIRST;
import static io.mailslot.it.harness.OtherUsers.GROUP;
import static io.mailslot.it.harness.OtherUsers.SECOND;
import static org.assertj.core.api.Assertions.assertThat;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import io.mailslot.api.MailslotOptions;
import io.mailslot.it.harness.HomeTest;
import io.mailslot.it.harness.OtherHome;
import io.mailslot.it.harness.OtherUsers;
import io.mailslot.it.harness.Sight;
import io.mailslot.it.harness.TestHome;
import io.mailslot.launcher.Start;
import io.mailslot.testkit.Child;
import io.mailslot.testkit.Jvms;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;

/** What a look could not see is said to be unseen, and taken neither for missing nor for dead or empty. */
@HomeTest
class UnseenTest {
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

    private Child member(int user) {
        String home = shared.toString();
        Child member = users.jvm(user, GROUP).start();
        member.run(c -> OtherHome.attach(home, String.valueOf(GROUP)));
        return member;
    }

    @Test
    void shouldTellOfAMailslotThatIsClosedToTheOneWhoLooks() {
        Child owner = member(FIRST);
        owner.run(c -> OtherHome.kernel()
                .createMailslot(
                        "private",
                        MailslotOptions.defaults().withPermissions(PosixFilePermissions.fromString("rw-------"))));
        Child second = member(SECOND);

        Sight seen = Sight.of(second, shared);

        assertThat(seen.unseen()).contains("messages of mailslot 'private'", "files of mailslot 'private'", "denied");
        assertThat(seen.messages()).isEqualTo(-1);
        assertThat(seen.bytes()).isEqualTo(-1);
        assertThat(seen.findings()).isEqualTo("[]");
        assertThat(Sight.of(owner, shared).unseen()).isEqualTo("[]");
        assertThatTheCommandTells("ls", "--json");
        assertThatTheCommandTells("info", "private", "--json");
    }

    @Test
    @Tag("long")
    void shouldNotCallClearedWhatItMayNotDelete() {
        Child owner = member(FIRST);
        owner.run(c -> OtherHome.kernel()
                .createMailslot(
                        "private",
                        MailslotOptions.defaults().withPermissions(PosixFilePermissions.fromString("rw-------"))));
        owner.kill();

        Child command = command("gc");

        assertThat(command.awaitEnd().code()).as(command.out() + command.err()).isEqualTo(1);
        assertThat(command.err()).contains("cannot clear file " + shared, ", which is nobody's");
    }

    private Child command(String... arguments) {
        return users.jvm(SECOND, GROUP, Start.class)
                .withArguments(arguments)
                .withEnvironment("MAILSLOT_HOME", shared.toString())
                .withEnvironment("MAILSLOT_GROUP", String.valueOf(GROUP))
                .start();
    }

    private void assertThatTheCommandTells(String... arguments) {
        Child command = command(arguments);

        assertThat(command.awaitEnd().code()).as(command.err()).isEqualTo(4);
        assertThat(command.out())
                .contains(
                        "\"unseen\":[{\"code\":5,\"mailslot\":\"private\",\"detail\":\"cannot look at the messages of mailslot 'private'");
        assertThat(command.err()).contains("cannot look at the files of mailslot 'private'");
    }

    @Test
    void shouldTakeNobodyForDeadOrWithoutHandlesWhoCannotBeLookedAt() throws IOException {
        Child owner = member(FIRST);
        owner.run(c -> OtherHome.kernel().createMailslot("open"));
        Files.setPosixFilePermissions(folderOfTheOnlyProcess(), PosixFilePermissions.fromString("rwx------"));

        Sight seen = Sight.of(users.jvm(SECOND, GROUP).start(), shared);

        assertThat(seen.alive()).isOne();
        assertThat(seen.unseen())
                .as("that it lives is seen elsewhere")
                .contains("look at the handles of process", "denied")
                .doesNotContain("life");
        assertThat(seen.findings())
                .contains("UNSEEN", "probe a life lock")
                .doesNotContain("MISSING_FILE", "USAGE_COUNT", "ORPHAN_OBJECT", "DEAD_PROCESS");
    }

    private Path folderOfTheOnlyProcess() throws IOException {
        try (var folders = Files.list(shared.resolve("processes"))) {
            return folders.findFirst().orElseThrow();
        }
    }
}
