package io.mailslot.testkit;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import java.io.File;
import java.io.IOException;
import java.net.UnixDomainSocketAddress;
import java.nio.channels.SocketChannel;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.stream.Stream;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Children that run as another user of this machine, who may not enter the folders that the class path lies in. */
class OtherUserTest {
    private static final String USER = "61001";
    private static final String ANOTHER = "61002";
    private static final List<String> AS_USER =
            List.of("setpriv", "--reuid=" + USER, "--regid=" + USER, "--clear-groups");

    @BeforeAll
    static void requireASuperuser() throws InterruptedException {
        assumeTrue(isPossible(), "this user cannot start programs as another one");
    }

    private static boolean isPossible() throws InterruptedException {
        List<String> command = new ArrayList<>(AS_USER);
        command.add("true");
        try {
            return new ProcessBuilder(command).start().waitFor() == 0;
        } catch (IOException missing) {
            return false;
        }
    }

    @Test
    void shouldTalkWithChildrenOfAnotherUser(@TempDir Path folder) throws IOException {
        try (Jvms jvms = Patient.jvms()) {
            ChildSpec spec = jvms.jvm()
                    .ofUser(USER)
                    .startedBy(AS_USER.toArray(String[]::new))
                    .withClassPath(copies(folder))
                    .withDirectory(Path.of("/"));
            Child first = spec.start();
            Child second = spec.start();
            Child own = jvms.start();

            for (Child each : List.of(first, second)) {
                String user = each.call(c ->
                        Files.getAttribute(Path.of("/proc/self/"), "unix:uid").toString());
                assertThat(user).isEqualTo(USER);
            }
            int length = own.call(c -> c.name().length());
            assertThat(length).isEqualTo(own.name().length());
            first.killNow();
            jvms.all(second, own);
        }
    }

    /** Neither this JVM's own nor that of a third user is to be reached by him. */
    @Test
    void shouldLetNobodyElseConnect(@TempDir Path folder) throws IOException {
        try (Jvms jvms = Patient.jvms()) {
            ChildSpec spec = jvms.jvm()
                    .startedBy(AS_USER.toArray(String[]::new))
                    .withClassPath(copies(folder))
                    .withDirectory(Path.of("/"));
            for (Child stranger : List.of(spec.start(), spec.ofUser(ANOTHER).start(), spec.start())) {
                assertThat(stranger.awaitEnd().code()).isOne();
                assertThat(stranger.err()).contains("Permission denied");
            }
        }
    }

    @Test
    void shouldSayThatThereIsNoSuchUser() {
        try (Jvms jvms = Patient.jvms()) {
            assertThatThrownBy(() -> jvms.jvm()
                            .ofUser("no such user")
                            .startedBy(AS_USER.toArray(String[]::new))
                            .start())
                    .isInstanceOf(IllegalStateException.class)
                    .hasMessageContaining("user 'no such user' cannot be given a socket");
        }
    }

    /** Of which the test would learn from elsewhere, or never. */
    @Test
    void shouldRefuseWhatAnotherUserCannot() {
        try (Jvms jvms = Patient.jvms()) {
            ChildSpec plain = jvms.jvm().ofUser(USER);
            ChildSpec stopping = plain.startedBy(AS_USER.toArray(String[]::new)).stopAtFaultPoint("ANY", 1);

            assertThatThrownBy(plain::start)
                    .isInstanceOf(IllegalArgumentException.class)
                    .hasMessageContaining("is of user '61001'", "setpriv --reuid=61001");
            assertThatThrownBy(stopping::start)
                    .isInstanceOf(IllegalArgumentException.class)
                    .hasMessageContaining("cannot stop at a fault point");
            assertThatThrownBy(() -> jvms.program("ls").ofUser(USER).start())
                    .isInstanceOf(IllegalArgumentException.class)
                    .hasMessageContaining("only a child that talks");
        }
    }

    /** As a process of that user might, which knows the socket. */
    @Test
    void shouldNotTakeWhoComesByAnotherSocketForAChildOfItsOwn(@TempDir Path folder) throws IOException {
        List<Path> came = new CopyOnWriteArrayList<>();
        Path place = Files.createDirectory(folder.resolve("place"));
        try (Sockets sockets = new Sockets(place, (socket, connection) -> came.add(socket))) {
            Path others = sockets.of(USER);
            for (Path each : List.of(sockets.own(), others)) {
                SocketChannel.open(UnixDomainSocketAddress.of(each)).close();
            }
            Eventually.assertThat(() -> came.size() == 2);
            assertThat(came).containsExactlyInAnyOrder(sockets.own(), others);
        }
    }

    @Test
    void shouldKeepNoSocketThatNobodyCanHave(@TempDir Path folder) throws IOException {
        Path place = Files.createDirectory(folder.resolve("place"));
        Sockets sockets = new Sockets(place, (socket, connection) -> {});

        assertThatThrownBy(() -> sockets.of("no such user")).isInstanceOf(IOException.class);

        assertThat(place.toFile().list()).containsExactly("s");
        sockets.close();
        assertThatThrownBy(() -> sockets.of(USER))
                .isInstanceOf(IOException.class)
                .hasMessageContaining("ended");
    }

    @Test
    void shouldRefuseAClassPathOfWhatHasItsOwn(@TempDir Path folder) {
        try (Jvms jvms = Patient.jvms()) {
            for (ChildSpec spec :
                    List.of(jvms.jar(folder.resolve("some.jar")), jvms.module("some"), jvms.program("ls"))) {
                assertThatThrownBy(() -> spec.withClassPath(folder).start())
                        .isInstanceOf(IllegalArgumentException.class)
                        .hasMessageContaining("no class path");
            }
        }
    }

    private static Path[] copies(Path folder) throws IOException {
        Files.setPosixFilePermissions(folder, PosixFilePermissions.fromString("rwxr-xr-x"));
        List<Path> copies = new ArrayList<>();
        for (String entry : System.getProperty("java.class.path").split(File.pathSeparator)) {
            Path original = Path.of(entry);
            if (Files.exists(original)) {
                copies.add(copy(original, folder.resolve(copies.size() + "-" + original.getFileName())));
            }
        }
        return copies.toArray(Path[]::new);
    }

    private static Path copy(Path from, Path to) throws IOException {
        try (Stream<Path> tree = Files.walk(from)) {
            for (Path path : (Iterable<Path>) tree::iterator) {
                Files.copy(path, to.resolve(from.relativize(path).toString()));
            }
        }
        return to;
    }
}
