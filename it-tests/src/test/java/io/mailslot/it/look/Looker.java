package io.mailslot.it.look;

import static java.nio.charset.StandardCharsets.US_ASCII;
import static java.nio.charset.StandardCharsets.UTF_8;

import io.mailslot.Kernel;
import io.mailslot.api.MailslotOptions;
import io.mailslot.api.Receiver;
import io.mailslot.api.Timeouts;
import java.io.BufferedReader;
import java.io.IOException;
import java.io.InputStreamReader;
import java.io.UncheckedIOException;
import java.nio.ByteBuffer;
import java.nio.channels.FileChannel;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;

/**
 * Main class of a JVM that does its work at least once: looks, writes what it has done to a file, advances, until it has done
 * the last message. Told to, it does nothing without being told: it says "working NUMBER" in the middle of its work, and
 * "done NUMBER" before it advances, and waits for a line each time.
 */
public final class Looker {
    static final String MAILSLOT = "work";
    static final String CURSOR = "worker";
    static final String LAST = "last";
    static final String BY_ORDER = "by order";

    private final BufferedReader orders = new BufferedReader(new InputStreamReader(System.in, US_ASCII));
    private final FileChannel done;
    private final boolean byOrder;
    private boolean last;

    private Looker(FileChannel done, boolean byOrder) {
        this.done = done;
        this.byOrder = byOrder;
    }

    /** Arguments: file, how many messages at once, perhaps that it waits for orders. */
    public static void main(String[] args) throws IOException {
        FileChannel file = FileChannel.open(
                Path.of(args[0]), StandardOpenOption.CREATE, StandardOpenOption.WRITE, StandardOpenOption.APPEND);
        try (file;
                Kernel kernel = Kernel.attach()) {
            Receiver receiver =
                    kernel.createMailslot(MAILSLOT, MailslotOptions.defaults().withCursor(CURSOR));
            new Looker(file, args.length > 2).run(kernel, receiver, Integer.parseInt(args[1]));
        }
    }

    private void run(Kernel kernel, Receiver receiver, int most) {
        while (!last) {
            kernel.waitForSingle(receiver.handle(), Timeouts.FOREVER);
            long next = receiver.look(0, most, this::work);
            waitForOrder("done " + next);
            receiver.advance(next);
        }
    }

    /** A line of the file is one write: a kill leaves it there, or not. */
    private boolean work(long number, ByteBuffer message) {
        String text = UTF_8.decode(message).toString();
        waitForOrder("working " + number);
        try {
            done.write(ByteBuffer.wrap((number + " " + text + "\n").getBytes(UTF_8)));
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
        last |= text.equals(LAST);
        return true;
    }

    private void waitForOrder(String reached) {
        if (byOrder) {
            System.out.println(reached);
            try {
                orders.readLine();
            } catch (IOException e) {
                throw new UncheckedIOException(e);
            }
        }
    }
}
