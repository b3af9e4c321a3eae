package io.mailslot.remote.internal.nats;

import static io.mailslot.remote.internal.nats.Links.PATIENCE;
import static io.mailslot.remote.internal.nats.Links.failure;
import static io.mailslot.remote.internal.nats.Links.plain;
import static io.mailslot.remote.internal.nats.Links.secure;
import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import io.mailslot.remote.BridgeOptions;
import io.mailslot.remote.internal.link.Link;
import io.mailslot.remote.internal.link.LinkException;
import io.mailslot.remote.internal.link.LinkException.Kind;
import io.mailslot.remote.server.Certificates;
import io.mailslot.remote.server.NatsServer;
import io.mailslot.remote.server.NeedsNatsServer;
import io.mailslot.remote.server.ServerSetup;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Who is not let in, and what he is told; nobody ever goes on in plain text. */
@NeedsNatsServer
class NatsRefusalTest {
    private static final Certificates FILES = Certificates.get();
    private static NatsServer server;

    @TempDir
    private Path folder;

    @BeforeAll
    static void startServer() {
        server = NatsServer.start(ServerSetup.secure(Links.DOMAIN, "a", "b"));
    }

    @AfterAll
    static void endServer() {
        server.close();
    }

    private static String refusal(BridgeOptions options) {
        return refusal(options, Kind.REFUSED);
    }

    private static String refusal(BridgeOptions options, Kind kind) {
        LinkException failure = failure(() -> Links.open(options).close());
        assertThat(failure.kind()).as(failure.getMessage()).isEqualTo(kind);
        return failure.getMessage();
    }

    private static BridgeOptions withKey(Path key) {
        return secure("a", server).withTls(key, FILES.trust(), FILES.passwordFile());
    }

    @Test
    void whoHasAKeyOfTheDomainIsLetIn() throws Exception {
        try (Link a = Links.open(secure("a", server))) {
            assertThat(a.state().connected()).isTrue();
            assertThat(a.state().problem()).isEmpty();
        }
    }

    @Test
    void aCertificateOfAnotherAuthority() {
        assertThat(refusal(withKey(FILES.foreignKey())))
                .isEqualTo("the server at " + server.url() + " refuses the certificate in '" + FILES.foreignKey()
                        + "': bad_certificate");
    }

    @Test
    void aCertificateThatHasExpired() {
        assertThat(refusal(withKey(FILES.expiredKey())))
                .startsWith("the certificate of CN=a in '" + FILES.expiredKey() + "' has expired at ");
    }

    @Test
    void noCertificate() {
        assertThat(refusal(withKey(FILES.trust())))
                .isEqualTo("there is no private key with a certificate in '" + FILES.trust() + "'");
    }

    @Test
    void aWrongPassword() throws IOException {
        Path wrong = Files.writeString(folder.resolve("password"), "wrong");
        BridgeOptions options = secure("a", server).withTls(FILES.key("a"), FILES.trust(), wrong);

        assertThat(refusal(options)).contains("'" + FILES.key("a") + "'", "password");
    }

    @Test
    void anotherMachinesName() {
        assertThat(refusal(secure("b", server).withName("a")))
                .contains(
                        "does not permit the name 'a' in the domain 'shop'",
                        FILES.key("b").toString())
                .containsIgnoringCase("permissions violation");
    }

    @Test
    void aMachineThatTheServerDoesNotKnow() {
        assertThat(refusal(secure("c", server), Kind.UNKNOWN))
                .contains("does not know the certificate in '" + FILES.key("c") + "'", "Authorization Violation");
    }

    @Test
    void aServerOfAnotherAuthority() {
        BridgeOptions options = secure("a", server).withTls(FILES.key("a"), FILES.foreignTrust(), FILES.passwordFile());

        assertThat(refusal(options))
                .contains("the certificate of the server at " + server.url() + " is not believed", "foreign-ca.p12");
    }

    @Test
    void aServerWithTheCertificateOfAMachine() {
        try (NatsServer impostor =
                NatsServer.start(ServerSetup.secure(Links.DOMAIN, "a").withCertificate("impostor"))) {
            assertThat(refusal(secure("a", impostor))).contains("is not believed", "127.0.0.1");
        }
    }

    @Test
    void aServerThatOffersNoTls() {
        try (NatsServer plain = NatsServer.start()) {
            String url = plain.url().replace("nats:", "tls:");

            assertThat(refusal(secure("a", plain).withServers(url)))
                    .isEqualTo("the server at " + url + " offers no TLS; nothing was sent in plain text");
            // a server may be a moment late to tell of a connection that is over, and a link may have been about to try
            // again
            await().atMost(PATIENCE)
                    .untilAsserted(
                            () -> assertThat(plain.monitor("/connz?state=any")).containsPattern("\"total\": [1-9]"));
            assertThat(plain.monitor("/connz?state=any")).contains("\"total\"").doesNotContain("mailslot");
        }
    }

    @Test
    void aServerThatDemandsTls() {
        String url = server.url().replace("tls:", "nats:");

        assertThat(refusal(plain("a", url)))
                .isEqualTo("the server at " + url + " demands TLS, and 'tls = off' is configured");
    }

    @Test
    void aServerThatIsOutOfReachIsNoRefusal() throws Exception {
        NatsServer gone = NatsServer.start(ServerSetup.secure(Links.DOMAIN, "a"));
        gone.close();
        try (Link a = Links.open(secure("a", gone))) {
            assertThat(a.state().connected()).isFalse();
            assertThat(a.state().problem()).contains("cannot be reached", "Connection refused");
        }
    }

    @Test
    void aWrongPasswordOfAUser() throws Exception {
        Path right = Files.writeString(folder.resolve("right"), "tea\n");
        Path wrong = Files.writeString(folder.resolve("wrong"), "milk\n");
        ServerSetup setup =
                ServerSetup.plain().withUser("user: till, password: tea", NatsPermissions.of(Links.DOMAIN, "a"));
        try (NatsServer guarded = NatsServer.start(setup)) {
            BridgeOptions options = plain("a", guarded.url());

            assertThat(refusal(options.withUser("till", wrong), Kind.UNKNOWN))
                    .contains("user 'till'", "Authorization Violation");
            assertThat(refusal(options, Kind.UNKNOWN))
                    .contains("machines without a certificate or user", "Authorization Violation");
            Links.open(options.withUser("till", right)).close();
        }
    }

    @Test
    void aLinkThatIsRefusedLaterTellsItAndGoesOnTrying() throws Exception {
        ServerSetup setup = ServerSetup.secure(Links.DOMAIN, "a");
        try (NatsServer changing = NatsServer.start(setup);
                Link a = Links.open(secure("a", changing))) {
            changing.kill();
            changing.restart(ServerSetup.secure(Links.DOMAIN, "b"));
            await().atMost(PATIENCE)
                    .untilAsserted(() -> assertThat(a.state().problem()).contains("Authorization Violation"));
            assertThat(a.state().connected()).isFalse();

            changing.kill();
            changing.restart(setup);
            await().atMost(PATIENCE).until(() -> a.state().connected());
            assertThat(a.state().problem()).isEmpty();
        }
    }
}
