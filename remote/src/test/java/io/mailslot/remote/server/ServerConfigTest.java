package io.mailslot.remote.server;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.mailslot.api.InvalidArgumentException;
import io.mailslot.remote.ServerConfig;
import io.mailslot.remote.internal.nats.NatsPermissions;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** The configuration that is printed for a server. */
class ServerConfigTest {
    @TempDir
    private Path folder;

    /** With the files that this machine has. */
    private String text(String domain, String... machines) {
        Certificates files = Certificates.get();
        return ServerConfig.text(domain, List.of(machines), "maker")
                .replace("0.0.0.0:4222", "127.0.0.1:4222")
                .replace("/var/lib/nats", folder.resolve("store").toString())
                .replace("/etc/nats/server.pem", files.pem("server.pem").toString())
                .replace("/etc/nats/server.key", files.pem("server.key").toString())
                .replace("/etc/nats/ca.pem", files.pem("ca.pem").toString());
    }

    @Test
    @NeedsNatsServer
    void shouldBeUnderstoodByAServer() throws Exception {
        Path file = Files.writeString(folder.resolve("nats.conf"), text("shop", "A", "B", "till-1.north"));

        Process server = new ProcessBuilder(
                        Programs.find("nats-server").orElseThrow().toString(), "-t", "-c", file.toString())
                .redirectErrorStream(true)
                .start();
        String said = new String(server.getInputStream().readAllBytes(), StandardCharsets.UTF_8);

        assertThat(server.waitFor()).as(said).isZero();
        assertThat(said).contains("is valid");
    }

    private static String user(String text, String name) {
        int begin = text.indexOf("user: \"CN=" + name + "\"");
        assertThat(begin).as("the user " + name).isPositive();
        return text.substring(begin, text.indexOf("allow_responses", begin));
    }

    @Test
    void shouldAllowEachMachineWhatIsItsOwnAndNobodyButTheMakerToMakeStreams() {
        String text = ServerConfig.text("shop", List.of("A", "B"), "maker");

        for (String machine : List.of("A", "B")) {
            NatsPermissions permissions = NatsPermissions.strict("shop", machine);
            assertThat(user(text, machine))
                    .contains(permissions.publish())
                    .contains(permissions.subscribe())
                    .doesNotContain("STREAM.CREATE", "STREAM.UPDATE");
        }
        assertThat(user(text, "maker"))
                .contains(NatsPermissions.ofMaker("shop", "maker", List.of("A", "B"))
                        .publish())
                .contains("$JS.API.STREAM.CREATE.ms__shop__to__b");
        assertThat(text).contains("verify_and_map: true", "but CN=maker").doesNotContain("no_auth_user:", "accounts:");
    }

    @Test
    void shouldHaveAMachineMakeTheStreamsOfAll() {
        String text = ServerConfig.text("shop", List.of("A", "B"), "a");

        assertThat(user(text, "A")).contains("$JS.API.STREAM.CREATE.ms__shop__to__b");
        assertThat(user(text, "B")).doesNotContain("STREAM.CREATE");
        assertThat(text).doesNotContain("\"CN=a\"");
    }

    @Test
    void shouldHaveEachMachineMakeItsOwnStreamIfAllTrustEachOther() {
        String text = ServerConfig.trusting("shop", List.of("A", "B"));

        assertThat(user(text, "A"))
                .contains(NatsPermissions.of("shop", "A").publish())
                .doesNotContain("STREAM.CREATE.ms__shop__to__b");
        assertThat(text).contains("all of them have to trust each other").doesNotContain("maker");
    }

    @Test
    void shouldRefuseNamesThatAreNone() {
        assertThatThrownBy(() -> ServerConfig.text("shop", List.of("A", "a"), "maker"))
                .isInstanceOf(InvalidArgumentException.class)
                .hasMessageContaining("'a' is there twice");
        assertThatThrownBy(() -> ServerConfig.text("shop", List.of(), "maker"))
                .isInstanceOf(InvalidArgumentException.class);
        assertThatThrownBy(() -> ServerConfig.text("", List.of("A"), "maker"))
                .isInstanceOf(InvalidArgumentException.class);
        assertThatThrownBy(() -> ServerConfig.text("shop", List.of("A"), "shop"))
                .isInstanceOf(InvalidArgumentException.class)
                .hasMessageContaining("the maker of streams has the name of the domain");
        assertThatThrownBy(() -> ServerConfig.text("shop", List.of("a b"), "maker"))
                .isInstanceOf(InvalidArgumentException.class);
    }
}
