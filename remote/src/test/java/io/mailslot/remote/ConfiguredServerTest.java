package io.mailslot.remote;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;

import io.mailslot.Kernel;
import io.mailslot.api.ErrorCode;
import io.mailslot.api.InvalidArgumentException;
import io.mailslot.api.MailslotOptions;
import io.mailslot.api.Receiver;
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

/** A server that is configured as printed, and bridges of its machines and of another one. */
class ConfiguredServerTest {
    private static final Duration PATIENCE = Duration.ofSeconds(60);
    private static final MailslotOptions PATIENT = MailslotOptions.defaults().withReadTimeout(PATIENCE);

    @TempDir
    Path store;

    private NatsServer server(String... machines) {
        return NatsServer.start(PrintedConfig.of(ServerConfig.text("shop", List.of(machines)), store));
    }

    private static Bridge bridge(Kernel kernel, String machine, NatsServer server) {
        Certificates files = Certificates.get();
        return Bridge.start(
                kernel,
                BridgeOptions.defaults()
                        .withName(machine)
                        .withDomain("shop")
                        .withServers("tls://127.0.0.1:" + server.port())
                        .withTls(files.key(machine), files.trust(), files.passwordFile())
                        .withSend("*/orders", "*/news")
                        .withAccept("*/orders", "*/news"));
    }

    @Test
    @NeedsNatsServer
    void shouldBeAllThatTwoMachinesNeed() {
        try (NatsServer server = server("a", "b");
                Jvms homeOfA = Jvms.open();
                Jvms homeOfB = Jvms.open();
                Bridge a = bridge(homeOfA.kernel(), "a", server);
                Bridge b = bridge(homeOfB.kernel(), "b", server)) {
            Receiver orders = homeOfB.kernel().createMailslot("orders", PATIENT);
            Receiver news = homeOfA.kernel().createMailslot("\\\\*\\mailslot\\news", PATIENT);
            assertThat(a.awaitConnected(PATIENCE)).isTrue();
            assertThat(b.awaitConnected(PATIENCE)).isTrue();

            homeOfA.kernel().openMailslot("\\\\b\\mailslot\\orders").write("tea");
            assertThat(orders.readText()).isEqualTo("tea");

            homeOfB.kernel().openMailslot("\\\\shop\\mailslot\\news").write("closed today");
            assertThat(news.readText()).isEqualTo("closed today");

            assertThat(a.status().link().problem()).isEmpty();
            assertThat(b.status().link().problem()).isEmpty();
        }
    }

    @Test
    @NeedsNatsServer
    void shouldLetNobodyElseIn() {
        try (NatsServer server = server("a", "b");
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
        String text = ServerConfig.text("Shop", List.of("A", "till-1"));

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
                .isThrownBy(() -> ServerConfig.text("shop", List.of(machines.split(","))))
                .withMessageStartingWith(problem);
    }

    @Test
    void shouldWantMachines() {
        assertThatExceptionOfType(InvalidArgumentException.class)
                .isThrownBy(() -> ServerConfig.text("shop", List.of()))
                .withMessage("no machine is named; name all machines of the domain, as in A,B,C");
    }
}
