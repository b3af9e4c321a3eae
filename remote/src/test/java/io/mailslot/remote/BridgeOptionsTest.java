package io.mailslot.remote;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;

import io.mailslot.api.ErrorCode;
import io.mailslot.api.InvalidArgumentException;
import java.io.IOException;
import java.net.URI;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.Properties;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class BridgeOptionsTest {
    private static final String PLAIN = "name = A\ndomain = shop\nservers = nats://127.0.0.1\ntls = off\n";
    private static final String SECURE = "name = A\ndomain = shop\nservers = tls://10.0.0.1:4222, tls://10.0.0.2:4222\n"
            + "tls.key = A.p12\ntls.trust = ca.p12\ntls.password-file = password\n";

    @TempDir
    Path folder;

    private Path file;

    @BeforeEach
    void makeFiles() throws IOException {
        file = folder.resolve("bridge.properties");
        for (String name : new String[] {"A.p12", "ca.p12", "password"}) {
            Files.createFile(folder.resolve(name));
        }
    }

    private BridgeOptions load(String text) throws IOException {
        Files.writeString(file, text);
        return BridgeOptions.load(file);
    }

    private void assertRefused(ErrorCode code, String text, String message) {
        assertThatExceptionOfType(BridgeException.class)
                .isThrownBy(() -> load(text))
                .withMessage(file + ": " + message)
                .satisfies(refused -> assertThat(refused.errorCode()).isEqualTo(code));
    }

    private void assertInvalid(String text, String message) {
        assertRefused(ErrorCode.INVALID_PARAMETER, text, message);
    }

    @Test
    void shouldReadTheWholeOfAFile() throws IOException {
        BridgeOptions options = load(SECURE + """
                send = B/orders, B/audit/*, */news
                accept = A/orders, C/audit/*, */news
                outbox.capacity = 32M
                outbox.max-message = 256K
                expire = 2d
                storage.replicas = 3
                storage.max-bytes = 10G
                """);

        assertThat(options.name()).isEqualTo("A");
        assertThat(options.domain()).isEqualTo("shop");
        assertThat(options.servers())
                .containsExactly(URI.create("tls://10.0.0.1:4222"), URI.create("tls://10.0.0.2:4222"));
        assertThat(options.tls()).isTrue();
        assertThat(options.tlsKey()).hasValue(folder.resolve("A.p12"));
        assertThat(options.tlsTrust()).hasValue(folder.resolve("ca.p12"));
        assertThat(options.tlsPasswordFile()).hasValue(folder.resolve("password"));
        assertThat(options.send()).containsExactly("b/orders", "b/audit/*", "*/news");
        assertThat(options.accept()).containsExactly("a/orders", "c/audit/*", "*/news");
        assertThat(options.outboxCapacity()).isEqualTo(32L << 20);
        assertThat(options.outboxMaxMessage()).isEqualTo(256 << 10);
        assertThat(options.expire()).isEqualTo(Duration.ofDays(2));
        assertThat(options.storageReplicas()).isEqualTo(3);
        assertThat(options.storageMaxBytes()).isEqualTo(10L << 30);
    }

    @Test
    void shouldHaveDefaults() throws IOException {
        BridgeOptions options = load("domain = shop\nservers = nats://localhost\ntls = off");

        assertThat(options.name()).isNotEmpty().doesNotContain(".");
        assertThat(options.servers()).containsExactly(URI.create("nats://localhost:4222"));
        assertThat(options.send()).isEmpty();
        assertThat(options.accept()).isEmpty();
        assertThat(options.accepts("b", "orders")).isFalse();
        assertThat(options.maySend("b", "orders")).isFalse();
        assertThat(options.user()).isEmpty();
        assertThat(options.outboxCapacity()).isEqualTo(64L << 20);
        assertThat(options.outboxMaxMessage()).isEqualTo(BridgeOptions.DEFAULT_MAX_MESSAGE);
        assertThat(options.expire()).isEqualTo(Duration.ofDays(7));
        assertThat(options.storageReplicas()).isEqualTo(1);
        assertThat(options.storageMaxBytes()).isEqualTo(1L << 30);
    }

    @Test
    void shouldTellWhoMaySendWhat() throws IOException {
        BridgeOptions options =
                load(PLAIN + "send = B/orders, */news, SHOP/alarm, */log/*\naccept = B/orders, */news, C/audit/*, */*");

        assertThat(options.maySend("b", "Orders")).isTrue();
        assertThat(options.maySend("c", "orders")).isFalse();
        assertThat(options.maySend("*", "news")).isTrue();
        assertThat(options.maySend("shop", "alarm")).isTrue();
        assertThat(options.maySend("*", "alarm")).isFalse();
        assertThat(options.broadcastNames()).containsExactly("news");
        assertThat(options.sendsTo("anybody")).isTrue();
        assertThat(options.accepts("b", "orders")).isTrue();
        assertThat(options.accepts("x", "anything")).isTrue();
        assertThat(options.acceptedNames()).containsExactly("orders", "news");
    }

    @Test
    void shouldLetNobodyWriteToTheMailslotsOfTheBridge() throws IOException {
        BridgeOptions options = load(PLAIN + "accept = */*");

        assertThat(options.accepts("b", "bridge")).isFalse();
        assertThat(options.accepts("b", "Bridge/state")).isFalse();
        assertThat(options.accepts("b", "bridges")).isTrue();
        assertInvalid(
                PLAIN + "accept = B/Bridge/state",
                "accept = B/Bridge/state: the pattern 'b/bridge/state' means a mailslot of the bridge itself,"
                        + " to which no other machine may write; use a name other than 'bridge'");
    }

    @Test
    void shouldReadAUserForServersOnThisMachine() throws IOException {
        BridgeOptions options = load(PLAIN + "user = till\npassword-file = password");

        assertThat(options.user()).hasValue("till");
        assertThat(options.passwordFile()).hasValue(folder.resolve("password"));
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            quoteCharacter = '"',
            value = {
                "sned|the key 'sned' is unknown; did you mean 'send'?",
                "outbox.max-mesage|the key 'outbox.max-mesage' is unknown; did you mean 'outbox.max-message'?",
                "tls-key|the key 'tls-key' is unknown; did you mean 'tls.key'?",
                "Name|the key 'Name' is unknown; did you mean 'name'?"
            })
    void shouldTellWhatSomebodyMayHaveMeant(String key, String message) {
        assertInvalid(PLAIN + key + " = x", message);
    }

    @Test
    void shouldListTheKeysIfNoneIsLikeIt() {
        assertInvalid(
                PLAIN + "colour = red",
                "the key 'colour' is unknown; the keys are name, domain, servers, tls, tls.key, tls.trust,"
                        + " tls.password-file, user, password-file, send, accept, outbox.capacity, outbox.max-message,"
                        + " expire, storage.replicas, storage.max-bytes");
    }

    @Test
    void shouldRefuseAKeyThatIsThereTwice() {
        assertInvalid(
                PLAIN + "send = B/a\nsend = B/b",
                "the key 'send' is there twice, with B/a and with B/b; leave out one of them");
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            quoteCharacter = '"',
            value = {
                "outbox.capacity = 2M3|'2M3' is not a size such as 400, 64K, 1M or 2G",
                "outbox.capacity = 2G|the capacity of an outbox cannot be 2 GiB; use 1 MiB to 1 GiB",
                "outbox.capacity = 1K|the capacity of an outbox cannot be 1 KiB; use 1 MiB to 1 GiB",
                "outbox.max-message = 0|the largest message of an outbox cannot be 0 bytes; use 1 byte to 32 MiB",
                "outbox.max-message = 33M|the largest message of an outbox cannot be 33 MiB; use 1 byte to 32 MiB",
                "expire = 7x|'7x' is not a duration such as 500ms, 30s, 5m, 1.5h or 7d",
                "expire = 10ms|messages cannot expire after 10ms; use 1s to 3650d",
                "storage.replicas = 6|6 copies are not possible; use 1 for one server, 3 or 5 for a cluster",
                "storage.replicas = three|it is no number; write for instance 3",
                "storage.max-bytes = 10K|the storage of a stream cannot be 10 KiB; use 16 MiB to 1024 TiB",
                "send = B/a,,B/b|there is nothing before or behind a comma; leave out the comma"
            })
    void shouldTellKeyValueBoundAndWayOut(String line, String message) {
        assertInvalid(PLAIN + line, line + ": " + message);
    }

    @Test
    void shouldRefuseAKeyWithoutAValue() {
        assertInvalid(PLAIN + "user =", "user = : it has no value; give it one, or leave out the key");
    }

    @Test
    void shouldTellWhatIsMissing() {
        assertInvalid("servers = tls://a", "domain is missing; write for instance: domain = shop");
        assertInvalid("domain = shop", "servers is missing; write for instance: servers = tls://host:4222");
        assertInvalid(
                "domain = shop\nservers = tls://a",
                "tls.key is missing; write for instance: tls.key = /etc/mailslot/FILE");
        assertInvalid(
                PLAIN + "user = till",
                "password-file is missing; write for instance: password-file = /etc/mailslot/FILE");
        assertInvalid(
                PLAIN + "password-file = password",
                "user is missing; write for instance: user = till-1, or leave out password-file");
    }

    @Test
    void shouldNeverSpeakPlainTextToAnotherMachine() {
        assertInvalid(
                PLAIN.replace("127.0.0.1", "10.0.0.1"),
                "tls is off, and the server nats://10.0.0.1:4222 is at no loopback address; set tls.key, tls.trust and"
                        + " tls.password-file, or use a server at 127.0.0.1");
        assertInvalid(
                SECURE.replace("tls://10.0.0.2", "nats://10.0.0.2"),
                "the server nats://10.0.0.2:4222 is to be spoken to in plain text; write tls://10.0.0.2:4222, or tls = off"
                        + " if the server is on this machine");
        assertInvalid(
                PLAIN.replace("nats:", "tls:"),
                "tls is off, and the server tls://127.0.0.1:4222 is to be spoken to by TLS; write nats://127.0.0.1:4222,"
                        + " or leave out tls = off");
        assertInvalid(
                PLAIN + "tls.key = A.p12",
                "tls is off, and there are files for it; leave out tls = off, or tls.key, tls.trust and"
                        + " tls.password-file");
        assertInvalid(
                SECURE + "user = till",
                "user is 'till', but with TLS a machine is known by its certificate; leave out user and password-file, or"
                        + " write tls = off if the server is on this machine");
    }

    @Test
    void shouldNotRepeatAPasswordThatStandsInAnAddress() {
        assertInvalid(
                PLAIN.replace("nats://127.0.0.1", "nats://me:secret@127.0.0.1"),
                "servers = nats://...@127.0.0.1: the address of the server 127.0.0.1 has a user in it; name the user by the"
                        + " keys user and password-file");
    }

    @Test
    void shouldTellTheMachineFromTheDomain() {
        assertInvalid(
                PLAIN.replace("name = A", "name = Shop"),
                "name and domain are both 'Shop', and nobody could tell the machine from the domain; give one of them"
                        + " another name");
    }

    @Test
    void shouldTellThatAnOutboxIsTooSmallForItsMessages() {
        assertInvalid(
                PLAIN + "outbox.capacity = 1M\noutbox.max-message = 800K",
                "outbox.max-message of 800 KiB is more than 786416 bytes, which is what an outbox.capacity of 1 MiB can"
                        + " take; make one smaller or the other larger");
    }

    @Test
    void shouldTellOfFilesThatAreNotThere() throws IOException {
        Files.delete(folder.resolve("ca.p12"));
        assertRefused(
                ErrorCode.FILE_NOT_FOUND,
                SECURE,
                "tls.trust is " + folder.resolve("ca.p12") + ", and there is no such file; correct the path");
        Files.createDirectory(folder.resolve("ca.p12"));
        assertThatExceptionOfType(BridgeException.class)
                .isThrownBy(() -> load(SECURE))
                .withMessageStartingWith(
                        file + ": tls.trust is " + folder.resolve("ca.p12") + ", which cannot be read by ")
                .satisfies(refused -> assertThat(refused.errorCode()).isEqualTo(ErrorCode.ACCESS_DENIED));
    }

    @Test
    void shouldTellThatTheFileItselfCannotBeRead() throws IOException {
        Path missing = folder.resolve("missing.properties");
        assertThatExceptionOfType(BridgeException.class)
                .isThrownBy(() -> BridgeOptions.load(missing))
                .withMessage("there is no file " + missing + "; name the configuration of the bridge")
                .satisfies(refused -> assertThat(refused.errorCode()).isEqualTo(ErrorCode.FILE_NOT_FOUND));
        assertThatExceptionOfType(BridgeException.class)
                .isThrownBy(() -> BridgeOptions.load(folder))
                .withMessageStartingWith("the file " + folder + " cannot be read: ")
                .satisfies(refused -> assertThat(refused.errorCode()).isEqualTo(ErrorCode.ACCESS_DENIED));
        Files.write(file, new byte[] {'#', (byte) 0xff, '\n'});
        assertThatExceptionOfType(BridgeException.class)
                .isThrownBy(() -> BridgeOptions.load(file))
                .withMessage(file + ": it is no text in UTF-8; save it as UTF-8");
        assertInvalid(PLAIN + "send = \\u12", "Malformed \\uxxxx encoding.");
    }

    @Test
    void shouldReadProperties() {
        Properties properties = new Properties();
        properties.setProperty("domain", "shop");
        assertThatExceptionOfType(BridgeException.class)
                .isThrownBy(() -> BridgeOptions.of(properties))
                .withMessage("the properties: servers is missing; write for instance: servers = tls://host:4222");
        properties.setProperty("servers", "nats://127.0.0.1");
        properties.setProperty("tls", "off");
        assertThat(BridgeOptions.of(properties).servers()).containsExactly(URI.create("nats://127.0.0.1:4222"));
    }

    @Test
    void shouldBeSetInCodeAndStayAsTheyAre() {
        BridgeOptions before = BridgeOptions.defaults().withName("A").withDomain("shop");
        BridgeOptions after = before.withServers("nats://127.0.0.1")
                .withoutTls()
                .withSend("B/orders")
                .withAccept("B/answers")
                .withOutboxCapacity(1 << 20)
                .withOutboxMaxMessage(1000)
                .withExpire(Duration.ofHours(1))
                .withStorageReplicas(3)
                .withStorageMaxBytes(16 << 20)
                .check();

        assertThat(before.servers()).isEmpty();
        assertThat(before)
                .isNotEqualTo(after)
                .isEqualTo(BridgeOptions.defaults().withDomain("shop").withName("A"));
        assertThat(before)
                .hasSameHashCodeAs(BridgeOptions.defaults().withDomain("shop").withName("A"));
        assertThat(after.toString()).startsWith("BridgeOptions[A, shop, [nats://127.0.0.1:4222], tls off,");
        assertThatExceptionOfType(BridgeException.class)
                .isThrownBy(before::check)
                .withMessage("servers is missing; write for instance: servers = tls://host:4222");
        assertThatExceptionOfType(InvalidArgumentException.class).isThrownBy(() -> before.withName("+"));
    }
}
