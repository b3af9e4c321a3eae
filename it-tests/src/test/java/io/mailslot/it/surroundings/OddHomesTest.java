package io.mailslot.it.surroundings;

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
import java.nio.file.attribute.PosixFilePermissions;
import java.util.UUID;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** Homes of users without a name, under umasks that take the owner's own permissions, with letters that do not fit. */
@ExtendWith(TestHomeExtension.class)
class OddHomesTest {
    private static final String MESSAGE = "hello";

    @Test
    void shouldGiveUsersWithoutANameAHomeEach(TestHome home) {
        OtherUsers users = users(home);

        for (int user : new int[] {OtherUsers.FIRST, OtherUsers.SECOND}) {
            ChildJvm agent = users.agent(user, OtherUsers.GROUP, "unset MAILSLOT_HOME");
            assertThat(agent.must("home").text("home")).endsWith("/mailslot-uid-" + user);
        }
    }

    @ParameterizedTest(name = "umask {0}")
    @ValueSource(strings = {"0177", "0277", "0377", "0777"})
    void shouldWorkUnderAUmaskAgainstTheOwner(String umask, TestHome home) throws IOException {
        OtherUsers users = users(home);
        Path odd = roomForAll(home).resolve("home");
        ChildJvm receiving = users.agent(OtherUsers.FIRST, OtherUsers.GROUP, "umask " + umask);
        receiving.must("attach", odd);
        int receiver = receiving.must("create", "m", 0, 5_000, "false").handle();
        assertThat(PosixFilePermissions.toString(Files.getPosixFilePermissions(odd)))
                .isEqualTo("rwx------");

        for (String theirs : new String[] {"022", umask}) {
            ChildJvm sending = users.agent(OtherUsers.FIRST, OtherUsers.GROUP, "umask " + theirs);
            sending.must("attach", odd);
            int sender = sending.must("open", "m", "false").handle();
            sending.must("write", sender, MESSAGE);
            sending.must("fill", sender, 1 << 20);
            assertThat(receiving.must("read", receiver, "default").text("text")).isEqualTo(MESSAGE);
            assertThat(receiving.must("read", receiver, "default").number("size"))
                    .isEqualTo(1 << 20);
        }
    }

    /** The home is there and was made by somebody with a usual umask. */
    @Test
    void shouldEnterAnExistingHomeUnderAUmaskAgainstTheOwner(TestHome home) throws IOException {
        OtherUsers users = users(home);
        Path usual = roomForAll(home).resolve("home");
        ChildJvm receiving = users.agent(OtherUsers.FIRST, OtherUsers.GROUP);
        receiving.must("attach", usual);
        int receiver = receiving.must("create", "a/m", 0, 5_000, "false").handle();
        ChildJvm odd = users.agent(OtherUsers.FIRST, OtherUsers.GROUP, "umask 0377");
        odd.must("attach", usual);

        int own = odd.must("create", "a/own", 0, 5_000, "false").handle();
        odd.must("write", odd.must("open", "a/m", "false").handle(), MESSAGE);
        receiving.must("write", receiving.must("open", "a/own", "false").handle(), MESSAGE);

        assertThat(receiving.must("read", receiver, "default").text("text")).isEqualTo(MESSAGE);
        assertThat(odd.must("read", own, "default").text("text")).isEqualTo(MESSAGE);
    }

    @ParameterizedTest(name = "LC_ALL={0}")
    @ValueSource(strings = {"C", "POSIX"})
    void shouldSayWhyAHomeCannotBeNamed(String locale, TestHome home) {
        // Octal, so that nothing on the way there has to know these letters.
        String preparation =
                "LC_ALL=" + locale + " MAILSLOT_HOME=$(printf '/dev/shm/\\355\\225\\234'); export LC_ALL MAILSLOT_HOME";
        ChildJvm agent =
                home.start(TestHome.limited(preparation, TestHome.agentCommand().toProcessBuilder()));

        Reply refused = agent.ask("attach");

        assertThat(refused.code()).isEqualTo(ErrorCode.INVALID_NAME.value());
        assertThat(refused.text("type")).isEqualTo("HomeException");
        assertThat(refused.text("message")).contains("LC_ALL=C.UTF-8", "/dev/shm/");
    }

    /** A child of a process of such a home that goes to a home of its own. */
    @Test
    void shouldNotMindThatItCannotNameTheHomeOfItsParent(TestHome home) {
        String preparation = "LC_ALL=C MAILSLOT_HOME=$(printf '/dev/shm/\\355\\225\\234') MAILSLOT_CLAIM=0-1:"
                + UUID.randomUUID() + "; export LC_ALL MAILSLOT_HOME MAILSLOT_CLAIM";
        ChildJvm agent =
                home.start(TestHome.limited(preparation, TestHome.agentCommand().toProcessBuilder()));

        agent.must("attach", home.path());
    }

    private static OtherUsers users(TestHome home) {
        assumeTrue(OtherUsers.arePossible(), "needs a superuser, who can start processes of other users");
        return new OtherUsers(home);
    }

    private static Path roomForAll(TestHome home) throws IOException {
        Path folder = Files.createDirectory(home.scratch().resolve("all"));
        return Files.setPosixFilePermissions(folder, PosixFilePermissions.fromString("rwxrwxrwx"));
    }
}
