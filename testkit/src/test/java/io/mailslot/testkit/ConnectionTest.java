package io.mailslot.testkit;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.StandardProtocolFamily;
import java.net.UnixDomainSocketAddress;
import java.nio.channels.ClosedChannelException;
import java.nio.channels.ServerSocketChannel;
import java.nio.channels.SocketChannel;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

/** Both ends of a real socket. */
class ConnectionTest {
    private static final int FRAMES = 3;
    private static final byte[] MUCH = new byte[1 << 20]; // more than a socket takes
    private static final long LONG_MILLIS = 20_000;

    private final Path place = RunFolder.make();
    private Connection ours;
    private Connection others;

    @BeforeEach
    void connect() throws IOException {
        UnixDomainSocketAddress address = UnixDomainSocketAddress.of(place.resolve("s"));
        try (ServerSocketChannel server = ServerSocketChannel.open(StandardProtocolFamily.UNIX)) {
            server.bind(address);
            ours = new Connection(SocketChannel.open(address));
            others = new Connection(server.accept());
        }
    }

    @AfterEach
    void disconnect() throws IOException {
        ours.close();
        others.close();
        RunFolder.delete(place);
    }

    @Test
    void shouldWriteWhatWasSentBeforeItsEnd() throws Exception {
        for (int i = 0; i < FRAMES; i++) {
            ours.send(Frame.of(Frame.Kind.RESULT, i, MUCH));
        }
        assertThat(ours.flush(1)).isFalse();

        CompletableFuture<List<Long>> received = CompletableFuture.supplyAsync(this::receiveAll);
        assertThat(ours.flush(LONG_MILLIS)).isTrue();
        ours.close();

        assertThat(received.get()).containsExactly(0L, 1L, 2L);
        assertThatThrownBy(() -> ours.send(Frame.of(Frame.Kind.READY, 0))).isInstanceOf(ClosedChannelException.class);
    }

    private List<Long> receiveAll() {
        List<Long> ids = new ArrayList<>();
        try {
            for (Frame frame = others.receive(); frame != null; frame = others.receive()) {
                assertThat(frame.body()).hasSize(MUCH.length);
                ids.add(frame.id());
            }
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
        return ids;
    }

    /** What a child has said is there, also if it is killed at the next instant. */
    @Test
    void shouldHaveWrittenWhatWasSaid() throws Exception {
        Thread.currentThread().interrupt();
        ours.say(Frame.of(Frame.Kind.POINT, 0, "x"));
        assertThat(Thread.interrupted()).isTrue();
        ours.close();

        assertThat(others.receive()).extracting(Frame::text).isEqualTo("x");
        assertThat(others.receive()).isNull();
    }
}
