package io.mailslot.it.away;

import io.mailslot.Kernel;
import io.mailslot.KernelOptions;
import io.mailslot.api.ErrorCode;
import io.mailslot.api.MailslotException;
import io.mailslot.api.MailslotOptions;
import io.mailslot.api.Receiver;
import io.mailslot.api.Sender;
import java.io.IOException;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.nio.channels.FileChannel;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.time.Duration;

/** A program that uses what the library has of names of other computers, and nothing else. */
final class LibraryAlone {
    private LibraryAlone() {}

    /**
     * Runs it.
     *
     * @param args {@code file} for a JVM that opens a file and no more, {@code socket} for one that opens a socket, as the
     *     library must not, {@code library} for all that is said above; then the home
     */
    public static void main(String[] args) throws IOException {
        switch (args[0]) {
            case "file" ->
                FileChannel.open(Files.createTempFile("file", null), StandardOpenOption.DELETE_ON_CLOSE)
                        .close();
            case "socket" -> new ServerSocket(0, 1, InetAddress.getLoopbackAddress()).close();
            default -> useNames(Path.of(args[1]));
        }
    }

    private static void useNames(Path home) {
        KernelOptions options = KernelOptions.defaults().withHome(home);
        try (Kernel kernel = Kernel.attach(options)) {
            try {
                kernel.openMailslot("\\\\C\\mailslot\\orders");
                throw new AssertionError("nobody serves C");
            } catch (MailslotException none) {
                if (none.errorCode() != ErrorCode.BAD_NETPATH) {
                    throw none;
                }
            }
            sendAndTake(kernel, Away.ORDERS, Away.ORDERS);
            kernel.createMailslot(Away.NEWS).close();
            sendAndTake(kernel, Away.NEWS, Away.NEWS_OUT);
        }
    }

    private static void sendAndTake(Kernel kernel, String name, String outbox) {
        MailslotOptions durable = MailslotOptions.defaults().withCursor("bridge");
        try (Receiver out = kernel.createMailslot(outbox, durable);
                Sender sender = kernel.openMailslot(name)) {
            sender.write("tea");
            out.read();
            sender.awaitTaken(Duration.ZERO);
        }
        kernel.deleteMailslot(outbox);
    }
}
