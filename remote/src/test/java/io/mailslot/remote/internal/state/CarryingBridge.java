package io.mailslot.remote.internal.state;

import static org.awaitility.Awaitility.await;

import io.mailslot.Kernel;
import io.mailslot.api.MessageBatch;
import io.mailslot.api.Sender;
import io.mailslot.api.SharingViolationException;
import io.mailslot.testkit.ChildContext;
import java.nio.ByteBuffer;
import java.time.Duration;
import java.util.Random;
import java.util.UUID;

/**
 * What a bridge does with frames of an outbox that is never empty: it looks where it was, notes what it is about to append,
 * appends it, marks it. Each message is its number.
 */
public final class CarryingBridge {
    static final int MOST_IN_FRAME = 7;
    static final MarkKey KEY = new MarkKey("a", new UUID(3, 4), "orders");

    /** Enough keys for a replacement of the records to take a while, and to be hit. */
    static final int OTHERS = 500;

    private static final Duration PATIENCE = Duration.ofSeconds(30);

    private CarryingBridge() {}

    static MarkKey other(int number) {
        return new MarkKey("other-" + number, new UUID(5, number), "orders");
    }

    /** The dead one may still seem to have it open. */
    static BridgeState open(Kernel kernel) {
        return await().atMost(PATIENCE)
                .pollInterval(Duration.ofMillis(5))
                .ignoreExceptionsMatching(SharingViolationException.class::isInstance)
                .until(() -> BridgeState.open(kernel), state -> true);
    }

    /**
     * Carries for ever.
     *
     * @param child where
     */
    public static void carry(ChildContext child) {
        Kernel kernel = child.kernel();
        BridgeState state = open(kernel);
        Sender orders = kernel.openMailslot("orders");
        Random random = new Random();
        MessageBatch batch = new MessageBatch();
        for (int i = 0; i < OTHERS; i++) {
            if (state.next(other(i)).isEmpty()) {
                state.mark(other(i), i);
            }
        }
        child.reached("begun");
        while (true) {
            long first = state.next(KEY).orElse(0);
            long next = first + 1 + random.nextInt(MOST_IN_FRAME); // shorter, too, than one that is in doubt
            batch.clear();
            for (long number = first; number < next; number++) {
                batch.add(ByteBuffer.allocate(Long.BYTES).putLong(0, number));
            }
            state.intend(KEY, first, next);
            orders.write(batch);
            state.mark(KEY, next);
        }
    }
}
