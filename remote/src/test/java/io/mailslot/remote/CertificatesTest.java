package io.mailslot.remote;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;

import io.mailslot.api.ErrorCode;
import io.mailslot.api.MailslotException;
import io.mailslot.api.Receiver;
import io.mailslot.api.Sender;
import io.mailslot.remote.harness.Patience;
import io.mailslot.remote.server.Certificates;
import io.mailslot.remote.server.NatsServer;
import io.mailslot.remote.server.NeedsNatsServer;
import io.mailslot.remote.server.ServerSetup;
import io.mailslot.testkit.Jvms;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Properties;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** A bridge that the server does not know, or that does not know the server, ends and says why; there is never plain text instead. */
@NeedsNatsServer
class CertificatesTest {
    private static final Certificates FILES = Certificates.get();
    private static final ErrorCode[] REFUSALS = {ErrorCode.ACCESS_DENIED, ErrorCode.LOGON_FAILURE};

    private static NatsServer server;

    @BeforeAll
    static void start() {
        server = NatsServer.start(ServerSetup.secure("shop", "a", "b"));
    }

    @AfterAll
    static void end() {
        server.close();
    }

    @Test
    void shouldCarryMessagesBetweenMachinesThatAreKnown() {
        try (Jvms here = Jvms.open();
                Jvms there = Jvms.open();
                Bridge a = Bridge.start(here.kernel(), options("a"));
                Bridge b = Bridge.start(there.kernel(), options("b"));
                Receiver orders = there.kernel().createMailslot("orders")) {
            assertThat(a.awaitConnected(Patience.LONG)).isTrue();
            assertThat(b.awaitConnected(Patience.LONG)).isTrue();
            try (Sender sender = Machine.open(here.kernel(), "\\\\b\\mailslot\\orders")) {
                sender.write("tea");
            }
            assertThat(orders.read(Patience.LONG)).hasValue("tea".getBytes(UTF_8));
        }
    }

    @Test
    void shouldTellThatTheServerDoesNotKnowTheAuthority() {
        refused(settings("a", FILES.foreignKey(), FILES.trust()), server, "certificate");
    }

    @Test
    void shouldTellThatTheCertificateHasExpired() {
        refused(settings("a", FILES.expiredKey(), FILES.trust()), server, "expired");
    }

    @Test
    void shouldTellThatTheServersAuthorityIsNotTrusted() {
        refused(settings("a", FILES.key("a"), FILES.foreignTrust()), server, "certificat");
    }

    @Test
    void shouldTellThatTheServerIsAnotherOne() {
        try (NatsServer impostor =
                NatsServer.start(ServerSetup.secure("shop", "a").withCertificate("impostor"))) {
            refused(settings("a", FILES.key("a"), FILES.trust()), impostor, "127.0.0.1");
        }
    }

    /** Known as A, it calls itself B. */
    @Test
    void shouldNotLetAMachineHaveTheNameOfAnother() {
        refused(settings("b", FILES.key("a"), FILES.trust()), server, "does not permit the name 'b'");
    }

    /** A machine that the server has no user for. */
    @Test
    void shouldTellThatTheServerHasNoSuchUser() {
        refused(settings("c", FILES.key("c"), FILES.trust()), server, "uthoriz");
    }

    @Test
    void shouldNotSpeakInPlainTextToAServerThatWantsMore() {
        Properties plain = plain(server);

        refused(plain, "TLS");
    }

    @Test
    void shouldNotSpeakInPlainTextToAServerThatHasNothingElse() {
        try (NatsServer open = NatsServer.start()) {
            Properties secure = settings("a", FILES.key("a"), FILES.trust());
            secure.setProperty("servers", "tls://127.0.0.1:" + open.port());

            refused(secure, "TLS");
        }
    }

    @Test
    void shouldTellThatThereIsNoKey() {
        Properties none = settings("a", FILES.key("a"), FILES.trust());
        none.remove("tls.key");
        failsAtOnce(none, ErrorCode.INVALID_PARAMETER, "tls.key");
        failsAtOnce(settings("a", Path.of("/nowhere.p12"), FILES.trust()), ErrorCode.FILE_NOT_FOUND, "/nowhere.p12");
    }

    @Test
    void shouldTellThatTheKeyCannotBeOpened(@TempDir Path folder) throws IOException {
        Properties wrong = settings("a", FILES.key("a"), FILES.trust());
        wrong.setProperty(
                "tls.password-file",
                Files.writeString(folder.resolve("password"), "something else\n")
                        .toString());
        wrong.setProperty("servers", server.url());

        refused(wrong, "password");
    }

    private static Properties plain(NatsServer target) {
        Properties settings = new Properties();
        settings.setProperty("name", "a");
        settings.setProperty("domain", "shop");
        settings.setProperty("servers", "nats://127.0.0.1:" + target.port());
        settings.setProperty("tls", "off");
        return settings;
    }

    private static Properties settings(String name, Path key, Path trust) {
        Properties settings = new Properties();
        settings.setProperty("name", name);
        settings.setProperty("domain", "shop");
        settings.setProperty("servers", server.url());
        settings.setProperty("tls.key", key.toString());
        settings.setProperty("tls.trust", trust.toString());
        settings.setProperty("tls.password-file", FILES.passwordFile().toString());
        settings.setProperty("send", "*/*");
        settings.setProperty("accept", "*/*");
        return settings;
    }

    private static BridgeOptions options(String name) {
        return BridgeOptions.of(settings(name, FILES.key(name), FILES.trust()));
    }

    private static void refused(Properties settings, NatsServer target, String words) {
        settings.setProperty("servers", target.url());
        refused(settings, words);
    }

    /** By the server, or by the bridge that has seen the server. */
    private static void refused(Properties settings, String words) {
        try (Jvms home = Jvms.open()) {
            assertThatExceptionOfType(MailslotException.class)
                    .isThrownBy(() -> {
                        try (Bridge bridge = Bridge.start(home.kernel(), BridgeOptions.of(settings))) {
                            boolean connected = bridge.awaitConnected(Patience.LONG.dividedBy(2));
                            throw new AssertionError("connected: " + connected + ", " + bridge.status());
                        }
                    })
                    .satisfies(failure -> assertThat(failure.errorCode()).isIn((Object[]) REFUSALS))
                    .satisfies(failure -> System.out.println(failure.errorCode() + " " + failure.getMessage()))
                    .withMessageContaining(words);
        }
    }

    private static void failsAtOnce(Properties settings, ErrorCode code, String words) {
        assertThatExceptionOfType(BridgeException.class)
                .isThrownBy(() -> BridgeOptions.of(settings))
                .withMessageContaining(words)
                .satisfies(failure -> assertThat(failure.errorCode()).isEqualTo(code));
    }
}
