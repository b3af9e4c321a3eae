package io.mailslot.it;

import static io.mailslot.it.harness.OtherUsers.FIRST;
import static io.mailslot.it.harness.OtherUsers.GROUP;
import static io.mailslot.it.harness.OtherUsers.SECOND;
import static org.assertj.core.api.Assertions.assertThat;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import io.mailslot.it.harness.ChildJvm;
import io.mailslot.it.harness.Deadline;
import io.mailslot.it.harness.OtherUsers;
import io.mailslot.it.harness.Reply;
import io.mailslot.it.harness.TestHome;
import io.mailslot.it.harness.TestHomeExtension;
import io.mailslot.launcher.Start;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;

/** What a look could not see is said to be unseen, and taken neither for missing nor for dead or empty. */
@ExtendWith(TestHomeExtension.class)
class UnseenTest {
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

    private ChildJvm member(int user) {
        ChildJvm member = users.agent(user, GROUP);
        member.must("attach", shared, GROUP);
        return member;
    }

    @Test
    void shouldTellOfAMailslotThatIsClosedToTheOneWhoLooks(TestHome home) throws Exception {
        ChildJvm owner = member(FIRST);
        owner.must("create", "private", 0, 5_000, "false", "rw-------");
        ChildJvm second = member(SECOND);

        Reply seen = second.must("inspect", shared);

        assertThat(seen.text("unseen"))
                .contains("messages of mailslot 'private'", "files of mailslot 'private'", "denied");
        assertThat(seen.number("messages")).isEqualTo(-1);
        assertThat(seen.number("bytes")).isEqualTo(-1);
        assertThat(seen.text("findings")).isEqualTo("[]");
        assertThat(owner.must("inspect", shared).text("unseen")).isEqualTo("[]");
        assertThatTheCommandTells(home, "ls", "--json");
        assertThatTheCommandTells(home, "info", "private", "--json");
    }

    private void assertThatTheCommandTells(TestHome home, String... arguments) throws Exception {
        ProcessBuilder builder = users.program(SECOND, GROUP, Start.class.getName(), arguments);
        builder.environment().put("MAILSLOT_HOME", shared.toString());
        builder.environment().put("MAILSLOT_GROUP", String.valueOf(GROUP));
        Path output = home.scratch().resolve("output");
        Path errors = home.scratch().resolve("errors");
        Process command = builder.redirectOutput(output.toFile())
                .redirectError(errors.toFile())
                .start();

        assertThat(command.waitFor(Deadline.PATIENCE.toMillis(), java.util.concurrent.TimeUnit.MILLISECONDS))
                .isTrue();
        assertThat(command.exitValue()).as(Files.readString(errors)).isEqualTo(4);
        assertThat(Files.readString(output))
                .contains("\"unseen\":[\"cannot look at the messages of mailslot 'private'");
        assertThat(Files.readString(errors)).contains("cannot look at the files of mailslot 'private'");
    }

    @Test
    void shouldTakeNobodyForDeadOrWithoutHandlesWhoCannotBeLookedAt() throws IOException {
        ChildJvm owner = member(FIRST);
        owner.must("create", "open", 0, 5_000, "false");
        Files.setPosixFilePermissions(folderOfTheOnlyProcess(), PosixFilePermissions.fromString("rwx------"));

        ChildJvm looker = users.agent(SECOND, GROUP);
        Reply seen = looker.must("inspect", shared);

        assertThat(seen.number("alive")).isOne();
        assertThat(seen.text("unseen"))
                .as("that it lives is seen elsewhere")
                .contains("look at the handles of process", "denied")
                .doesNotContain("life");
        assertThat(seen.text("findings"))
                .contains("UNSEEN", "probe a life lock")
                .doesNotContain("MISSING_FILE", "USAGE_COUNT", "ORPHAN_OBJECT", "DEAD_PROCESS");
    }

    private Path folderOfTheOnlyProcess() throws IOException {
        try (var folders = Files.list(shared.resolve("processes"))) {
            return folders.findFirst().orElseThrow();
        }
    }
}
