package io.mailslot.benchmarks.transport;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.StandardProtocolFamily;
import java.net.StandardSocketOptions;
import java.net.UnixDomainSocketAddress;
import java.nio.channels.FileChannel;
import java.nio.channels.GatheringByteChannel;
import java.nio.channels.ServerSocketChannel;
import java.nio.channels.SocketChannel;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.util.ArrayList;
import java.util.List;

/** Messages through what the operating system offers: each begins with its length. One connection to each receiver. */
final class StreamTransport {
    private StreamTransport() {}

    static Inbox unixInbox(Port port) throws IOException {
        Path file = port.ofReceiver(port.index(), ".sock");
        Path unfinished = port.ofReceiver(port.index(), ".new");
        ServerSocketChannel server = ServerSocketChannel.open(StandardProtocolFamily.UNIX);
        server.bind(UnixDomainSocketAddress.of(unfinished));
        // a name that leads to the same socket, which listens by now
        Files.createLink(file, unfinished);
        return new StreamInbox(() -> accept(server, port.senders()));
    }

    static Outbox unixOutbox(Port port) throws IOException {
        List<GatheringByteChannel> channels = new ArrayList<>();
        for (int i = 0; i < port.receivers(); i++) {
            Path file = port.ofReceiver(i, ".sock");
            Announcement.awaitFile(file);
            channels.add(SocketChannel.open(UnixDomainSocketAddress.of(file)));
        }
        return new StreamOutbox(channels);
    }

    static Inbox tcpInbox(Port port) throws IOException {
        ServerSocketChannel server = ServerSocketChannel.open();
        server.bind(new InetSocketAddress(InetAddress.getLoopbackAddress(), 0));
        int number = ((InetSocketAddress) server.getLocalAddress()).getPort();
        Announcement.make(port.ofReceiver(port.index(), ".tcp"), Integer.toString(number));
        return new StreamInbox(() -> accept(server, port.senders()));
    }

    static Outbox tcpOutbox(Port port) throws IOException {
        List<GatheringByteChannel> channels = new ArrayList<>();
        for (int i = 0; i < port.receivers(); i++) {
            int number = Integer.parseInt(Announcement.await(port.ofReceiver(i, ".tcp")));
            SocketChannel channel = SocketChannel.open(new InetSocketAddress(InetAddress.getLoopbackAddress(), number));
            channel.setOption(StandardSocketOptions.TCP_NODELAY, true);
            channels.add(channel);
        }
        return new StreamOutbox(channels);
    }

    static Inbox pipeInbox(Port port) throws IOException {
        Path file = port.ofReceiver(port.index(), ".pipe");
        makePipe(file);
        // opened for both, it neither waits for a sender nor ends with one
        FileChannel channel = FileChannel.open(file, StandardOpenOption.READ, StandardOpenOption.WRITE);
        return new StreamInbox(() -> List.of(channel));
    }

    static Outbox pipeOutbox(Port port) throws IOException {
        List<GatheringByteChannel> channels = new ArrayList<>();
        for (int i = 0; i < port.receivers(); i++) {
            Path file = port.ofReceiver(i, ".pipe");
            Announcement.awaitFile(file);
            channels.add(FileChannel.open(file, StandardOpenOption.WRITE));
        }
        return new StreamOutbox(channels);
    }

    private static void makePipe(Path file) throws IOException {
        try {
            int code = new ProcessBuilder("mkfifo", file.toString())
                    .inheritIO()
                    .start()
                    .waitFor();
            if (code != 0) {
                throw new IOException("mkfifo ended with " + code);
            }
        } catch (InterruptedException e) {
            throw new IOException("interrupted", e);
        }
    }

    private static List<SocketChannel> accept(ServerSocketChannel server, int senders) {
        try {
            List<SocketChannel> channels = new ArrayList<>();
            for (int i = 0; i < senders; i++) {
                channels.add(server.accept());
            }
            return channels;
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }
}
