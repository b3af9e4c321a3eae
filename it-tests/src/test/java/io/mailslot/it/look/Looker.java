package io.mailslot.it.look;

import static java.nio.charset.StandardCharsets.UTF_8;

import io.mailslot.api.MailslotOptions;
import io.mailslot.api.Receiver;
import io.mailslot.api.Timeouts;
import io.mailslot.testkit.ChildContext;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.ByteBuffer;
import java.nio.channels.FileChannel;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;

/**
 * What a JVM does that does its work at least once: looks, writes what it has done to a file, advances, until it has done the
 * last message. By order, it holds at the point "working NUMBER" in the middle of its work, and at "done NUMBER" before it
 * advances.
 */
final class Looker {
    static final String MAILSLOT = "work";
    static final String CURSOR = "worker";
    static final String LAST = "last";

    private final ChildContext child;
    private final FileChannel done;
    private final boolean byOrder;
    private boolean last;

    private Looker(ChildContext child, FileChannel done, boolean byOrder) {
        this.child = child;
        this.done = done;
        this.byOrder = byOrder;
    }

    /**
     * Does it.
     *
     * @param done the file
     * @param most how many messages at once
     */
    static void work(ChildContext child, String done, int most, boolean byOrder) throws IOException {
        try (FileChannel file = FileChannel.open(
                Path.of(done), StandardOpenOption.CREATE, StandardOpenOption.WRITE, StandardOpenOption.APPEND)) {
            Receiver receiver = child.kernel()
                    .createMailslot(MAILSLOT, MailslotOptions.defaults().withCursor(CURSOR));
            new Looker(child, file, byOrder).run(receiver, most);
        }
    }

    private void run(Receiver receiver, int most) {
        while (!last) {
            child.kernel().waitFor(Timeouts.FOREVER, receiver.handle());
            long next = receiver.look(0, most, this::show);
            waitForOrder("done " + next);
            receiver.advance(next);
        }
    }

    /** A line of the file is one write: a kill leaves it there, or not. */
    private boolean show(long number, ByteBuffer message) {
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

    private void waitForOrder(String point) {
        if (byOrder) {
            try {
                child.hold(point);
            } catch (InterruptedException e) {
                throw new IllegalStateException("nobody interrupts it", e);
            }
        }
    }
}
