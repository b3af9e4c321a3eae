package io.mailslot.remote.internal.config;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;

import io.mailslot.api.InvalidArgumentException;
import java.net.URI;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class ServersTest {
    @Test
    void shouldGiveEachServerItsPort() {
        assertThat(Servers.parse(List.of("tls://10.0.0.1", " NATS://localhost:4333/ ", "tls://[::1]:1")))
                .containsExactly(
                        URI.create("tls://10.0.0.1:4222"),
                        URI.create("nats://localhost:4333"),
                        URI.create("tls://[::1]:1"));
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "10.0.0.1:4222",
                "http://10.0.0.1",
                "tls://",
                "tls://host:0",
                "tls://host:70000",
                "tls://host/path",
                "tls://host?a=b",
                "tls://a b",
                "localhost"
            })
    void shouldRefuseWhatIsNoServer(String text) {
        assertThatExceptionOfType(InvalidArgumentException.class)
                .isThrownBy(() -> Servers.parse(List.of(text)))
                .withMessageContaining(text)
                .withMessageEndingWith("; write tls://host:4222, with a comma between the servers of a cluster");
    }

    @Test
    void shouldNotRepeatAPassword() {
        assertThatExceptionOfType(InvalidArgumentException.class)
                .isThrownBy(() -> Servers.parse(List.of("nats://me:secret@127.0.0.1")))
                .withMessage("the address of the server 127.0.0.1 has a user in it; name the user by the keys user and"
                        + " password-file");
    }

    @ParameterizedTest
    @ValueSource(strings = {"nats://127.0.0.1:1", "nats://127.1.2.3:1", "nats://LOCALHOST:1", "nats://[::1]:1"})
    void shouldKnowLoopback(String address) {
        assertThat(Servers.isLoopback(URI.create(address))).isTrue();
    }

    @ParameterizedTest
    @ValueSource(
            strings = {"nats://10.0.0.1:1", "nats://localhost.example:1", "nats://127.0.0.1.example:1", "nats://[::2]:1"
            })
    void shouldTakeNothingElseForLoopback(String address) {
        assertThat(Servers.isLoopback(URI.create(address))).isFalse();
    }
}
