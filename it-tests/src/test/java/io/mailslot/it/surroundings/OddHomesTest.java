package io.mailslot.it.surroundings;

import static io.mailslot.it.harness.OtherHome.kernel;
import static io.mailslot.it.harness.OtherUsers.FIRST;
import static io.mailslot.it.harness.OtherUsers.GROUP;
import static io.mailslot.it.harness.OtherUsers.SECOND;
import static io.mailslot.it.harness.Refusal.refused;
import static org.assertj.core.api.Assertions.assertThat;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import io.mailslot.api.ErrorCode;
import io.mailslot.api.HomeException;
import io.mailslot.api.MailslotException;
import io.mailslot.inspect.HomeInspector;
import io.mailslot.it.harness.HomeTest;
import io.mailslot.it.harness.OtherHome;
import io.mailslot.it.harness.OtherUsers;
import io.mailslot.it.harness.Payload;
import io.mailslot.it.harness.TestHome;
import io.mailslot.testkit.Child;
import io.mailslot.testkit.Jvms;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import java.util.UUID;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** Homes of users without a name, under umasks that take the owner's own permissions, with letters that do not fit. */
@HomeTest
class OddHomesTest {
    private static final String MESSAGE = "hello";
    private static final int LARGE = 1 << 20;
    private static final String USUAL = ":";

    @Test
    @Tag("long")
    void shouldGiveUsersWithoutANameAHomeEach(TestHome home, Jvms jvms) {
        OtherUsers users = users(home, jvms);

        for (int user : new int[] {FIRST, SECOND}) {
            Child child = users.jvm(user, GROUP, "unset MAILSLOT_HOME").start();
            String path = child.call(c -> HomeInspector.defaultHome().toString());
            assertThat(path).endsWith("/mailslot-uid-" + user);
        }
    }

    @ParameterizedTest(name = "umask {0}")
    @ValueSource(strings = {"0277", "0777"})
    void shouldWorkUnderAUmaskAgainstTheOwner(String umask, TestHome home, Jvms jvms) throws IOException {
        OtherUsers users = users(home, jvms);
        Path odd = roomForAll(home).resolve("home");
        Child receiving = attached(users, odd, "umask " + umask);
        int receiver = create(receiving, "m");
        assertThat(PosixFilePermissions.toString(Files.getPosixFilePermissions(odd)))
                .isEqualTo("rwx------");

        for (String theirs : new String[] {"022", umask}) {
            Child sending = attached(users, odd, "umask " + theirs);
            send(sending, "m");
            sending.run(c -> kernel().openMailslot("m").write(Payload.ofSize(LARGE)));
            assertThat(read(receiving, receiver)).isEqualTo(MESSAGE);
            int size = receiving.call(c -> kernel().receiver(receiver).read().length);
            assertThat(size).isEqualTo(LARGE);
        }
    }

    /** The home is there and was made by somebody with a usual umask. */
    @Test
    @Tag("long")
    void shouldEnterAnExistingHomeUnderAUmaskAgainstTheOwner(TestHome home, Jvms jvms) throws IOException {
        OtherUsers users = users(home, jvms);
        Path usual = roomForAll(home).resolve("home");
        Child receiving = attached(users, usual, USUAL);
        int receiver = create(receiving, "a/m");
        Child odd = attached(users, usual, "umask 0377");

        int own = create(odd, "a/own");
        send(odd, "a/m");
        send(receiving, "a/own");

        assertThat(read(receiving, receiver)).isEqualTo(MESSAGE);
        assertThat(read(odd, own)).isEqualTo(MESSAGE);
    }

    @ParameterizedTest(name = "LC_ALL={0}")
    @ValueSource(strings = {"C", "POSIX"})
    void shouldSayWhyAHomeCannotBeNamed(String locale, Jvms jvms) {
        // Octal, so that nothing on the way there has to know these letters.
        Child child = prepared(
                jvms,
                "LC_ALL=" + locale
                        + " MAILSLOT_HOME=$(printf '/dev/shm/\\355\\225\\234'); export LC_ALL MAILSLOT_HOME");

        MailslotException refused = refused(child, c -> c.kernel());

        assertThat(refused.errorCode()).isEqualTo(ErrorCode.INVALID_NAME);
        assertThat(refused).isExactlyInstanceOf(HomeException.class);
        assertThat(refused.getMessage()).contains("LC_ALL=C.UTF-8", "/dev/shm/");
    }

    /** A child of a process of such a home that goes to a home of its own. */
    @Test
    void shouldNotMindThatItCannotNameTheHomeOfItsParent(TestHome home, Jvms jvms) {
        String path = home.path().toString();
        Child child = prepared(
                jvms,
                "LC_ALL=C MAILSLOT_HOME=$(printf '/dev/shm/\\355\\225\\234') MAILSLOT_CLAIM=0-1:" + UUID.randomUUID()
                        + "; export LC_ALL MAILSLOT_HOME MAILSLOT_CLAIM");

        child.run(c -> OtherHome.attach(path));
    }

    private static Child prepared(Jvms jvms, String preparation) {
        return jvms.jvm()
                .startedBy("/bin/sh", "-c", preparation + " && exec \"$0\" \"$@\"")
                .start();
    }

    private static Child attached(OtherUsers users, Path home, String preparation) {
        String path = home.toString();
        Child child = users.jvm(FIRST, GROUP, preparation).start();
        child.run(c -> OtherHome.attach(path));
        return child;
    }

    private static int create(Child child, String name) {
        return child.call(c -> kernel().createMailslot(name).handle());
    }

    private static void send(Child child, String name) {
        child.run(c -> kernel().openMailslot(name).write(MESSAGE));
    }

    private static String read(Child child, int receiver) {
        return child.call(c -> kernel().receiver(receiver).readText());
    }

    private static OtherUsers users(TestHome home, Jvms jvms) {
        assumeTrue(OtherUsers.arePossible(), "needs a superuser, who can start processes of other users");
        return new OtherUsers(home, jvms);
    }

    private static Path roomForAll(TestHome home) throws IOException {
        Path folder = Files.createDirectory(home.scratch().resolve("all"));
        return Files.setPosixFilePermissions(folder, PosixFilePermissions.fromString("rwxrwxrwx"));
    }
}
