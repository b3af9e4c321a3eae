package io.mailslot.remote;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;
import static org.awaitility.Awaitility.await;

import io.mailslot.Kernel;
import io.mailslot.api.ErrorCode;
import io.mailslot.api.InvalidArgumentException;
import io.mailslot.api.MailslotOptions;
import io.mailslot.api.Receiver;
import io.mailslot.api.Sender;
import io.mailslot.remote.server.Certificates;
import io.mailslot.remote.server.NatsServer;
import io.mailslot.remote.server.NeedsNatsServer;
import io.mailslot.remote.server.PrintedConfig;
import io.mailslot.testkit.Jvms;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

/** A server that is configured as printed, and bridges of its machines and of another one. */
class ConfiguredServerTest {
    private static final Duration PATIENCE = Duration.ofSeconds(60);
    private static final MailslotOptions PATIENT = MailslotOptions.defaults().withReadTimeout(PATIENCE);

    @TempDir
    Path store;

    private NatsServer server(boolean trusting, String... machines) {
        List<String> all = List.of(machines);
        String text = trusting ? ServerConfig.trusting("shop", all) : ServerConfig.text("shop", all, "maker");
        return NatsServer.start(PrintedConfig.of(text, store));
    }

    private static BridgeOptions options(String machine, NatsServer server) {
        Certificates files = Certificates.get();
        return BridgeOptions.defaults()
                .withName(machine)
                .withDomain("shop")
                .withServers("tls://127.0.0.1:" + server.port())
                .withTls(files.key(machine), files.trust(), files.passwordFile());
    }

    private static Bridge bridge(Kernel kernel, String machine, NatsServer server) {
        return Bridge.start(
                kernel, options(machine, server).withSend("*/orders", "*/news").withAccept("*/orders", "*/news"));
    }

    @ParameterizedTest
    @ValueSource(booleans = {false, true})
    @NeedsNatsServer
    void shouldBeAllThatTwoMachinesNeed(boolean trusting) {
        try (NatsServer server = server(trusting, "a", "b")) {
            if (!trusting) {
                DomainStreams.make(options("maker", server), List.of("A", "b"));
            }
            carriesBothWays(server);
        }
    }

    /** Streams may be made when bridges are connected already. */
    @Test
    @NeedsNatsServer
    void shouldHaveBridgesWaitForTheirStreams() {
        try (NatsServer server = server(false, "a", "b");
                Jvms home = Jvms.open();
                Bridge a = bridge(home.kernel(), "a", server)) {
            assertThat(a.awaitConnected(PATIENCE)).isTrue();
            await().atMost(PATIENCE)
                    .untilAsserted(() -> assertThat(a.status().link().problem())
                            .contains("stream 'ms__shop__to__a' cannot be made", "mailslot bridge make-streams"));
            DomainStreams.make(options("maker", server), List.of("a", "b"));
            await().atMost(PATIENCE).until(() -> a.status().link().problem().isEmpty());
        }
    }

    @Test
    @NeedsNatsServer
    void shouldLetNobodyButTheMakerMakeStreams() {
        try (NatsServer server = server(false, "a", "b")) {
            assertThatExceptionOfType(BridgeException.class)
                    .isThrownBy(() -> DomainStreams.make(options("a", server), List.of("a")))
                    .withMessageContaining("cannot be made")
                    .satisfies(denied -> assertThat(denied.errorCode()).isEqualTo(ErrorCode.ACCESS_DENIED));
            assertThatExceptionOfType(InvalidArgumentException.class)
                    .isThrownBy(() -> DomainStreams.make(options("maker", server), List.of()));
        }
    }

    private static void carriesBothWays(NatsServer server) {
        try (Jvms homeOfA = Jvms.open();
                Jvms homeOfB = Jvms.open();
                Bridge a = bridge(homeOfA.kernel(), "a", server);
                Bridge b = bridge(homeOfB.kernel(), "b", server)) {
            Receiver orders = homeOfB.kernel().createMailslot("orders", PATIENT);
            Receiver news = homeOfA.kernel().createMailslot("\\\\*\\mailslot\\news", PATIENT);
            assertThat(a.awaitConnected(PATIENCE)).isTrue();
            assertThat(b.awaitConnected(PATIENCE)).isTrue();

            Machine.open(homeOfA.kernel(), "\\\\b\\mailslot\\orders").write("tea");
            assertThat(orders.readText()).isEqualTo("tea");

            Sender all = Machine.open(homeOfB.kernel(), "\\\\shop\\mailslot\\news");
            await().atMost(PATIENCE).until(() -> {
                all.write("hello"); // who does not listen yet misses it
                return news.info().messageCount() > 0;
            });
            all.write("closed today");
            String told = news.readText();
            while (told.equals("hello")) {
                told = news.readText();
            }
            assertThat(told).isEqualTo("closed today");

            assertThat(a.status().link().problem()).isEmpty();
            assertThat(b.status().link().problem()).isEmpty();
        }
    }

    @Test
    @NeedsNatsServer
    void shouldLetNobodyElseIn() {
        try (NatsServer server = server(false, "a", "b");
                Jvms home = Jvms.open();
                Bridge c = bridge(home.kernel(), "c", server)) {
            assertThatExceptionOfType(BridgeException.class)
                    .isThrownBy(() -> c.awaitConnected(PATIENCE))
                    .satisfies(refused ->
                            assertThat(refused.errorCode().value()).isIn(ErrorCode.ACCESS_DENIED.value(), 1326));
        }
    }

    @Test
    void shouldHaveAUserForEachMachineAndRoomForItsStream() {
        String text = ServerConfig.text("Shop", List.of("A", "till-1"), "maker");

        assertThat(text).contains("user: \"CN=A\"", "user: \"CN=till-1\"", "\"ms.shop.to.*.a.*\"");
        assertThat(text).contains("max_file_store: 4GB", "max_payload: 8MB").doesNotContain("\">\"");
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            quoteCharacter = '`',
            value = {
                "A,a|the name 'a' is there twice, or is the domain's",
                "A,Shop|the name 'Shop' is there twice, or is the domain's",
                "A,B\"|the name 'B\"' of the machine has '\"' at position 1",
                "A,+|the name '+' of the machine has '+' at position 0"
            })
    void shouldRefuseNamesThatCannotBe(String machines, String problem) {
        assertThatExceptionOfType(InvalidArgumentException.class)
                .isThrownBy(() -> ServerConfig.text("shop", List.of(machines.split(",")), "maker"))
                .withMessageStartingWith(problem);
    }

    @Test
    void shouldWantMachines() {
        assertThatExceptionOfType(InvalidArgumentException.class)
                .isThrownBy(() -> ServerConfig.text("shop", List.of(), "maker"))
                .withMessage("no machine is named; name all machines of the domain, as in A,B,C");
    }
}
