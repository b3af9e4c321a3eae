package io.mailslot.it.soak;

import io.mailslot.api.BufferTooSmallException;
import io.mailslot.api.ReadTimeoutException;
import io.mailslot.api.Receiver;
import java.nio.ByteBuffer;
import java.time.Duration;
import java.util.Optional;
import java.util.Random;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.Executor;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;
import java.util.function.Consumer;

/** Every way to take messages, and to look at them without. For one thread. */
final class ReadForms {
    private static final int SMALL = 100;
    private static final int SPINS = 2_000;
    private static final int LONGEST_MILLIS = 20;

    private final SoakSlot slot;
    private final Random random;
    private final Executor elsewhere;
    private final ByteBuffer small = ByteBuffer.allocate(SMALL);
    private final ByteBuffer large;
    private int spun;

    ReadForms(SoakSlot slot, Random random, Executor elsewhere) {
        this.slot = slot;
        this.random = random;
        this.elsewhere = elsewhere;
        this.large = ByteBuffer.allocateDirect(slot.largestMessage());
    }

    /** Takes a few messages, or none; returns how many. */
    int take(Receiver receiver, Consumer<ByteBuffer> took) {
        return switch (random.nextInt(9)) {
            case 0 -> told(receiver.poll(), took);
            case 1 -> told(receiver.read(Duration.ofMillis(random.nextInt(LONGEST_MILLIS))), took);
            case 2 -> receiver.poll(large.clear()) ? told(large.flip(), took) : 0;
            case 3 -> pollSmall(receiver, took);
            case 4 -> readLarge(receiver, took);
            case 5 -> readElsewhere(receiver, took);
            case 6 -> receiver.drain(1 + random.nextInt(8), message -> tookSlowly(message, took));
            case 7 -> receiver.drain(1 + random.nextInt(100), took);
            default -> {
                glance(receiver);
                yield receiver.drain(Integer.MAX_VALUE, took);
            }
        };
    }

    private static int told(Optional<byte[]> message, Consumer<ByteBuffer> took) {
        return message.isPresent() ? told(ByteBuffer.wrap(message.get()), took) : 0;
    }

    private static int told(ByteBuffer message, Consumer<ByteBuffer> took) {
        took.accept(message);
        return 1;
    }

    /** What is too large for a buffer stays. */
    private int pollSmall(Receiver receiver, Consumer<ByteBuffer> took) {
        try {
            return receiver.poll(small.clear()) ? told(small.flip(), took) : 0;
        } catch (BufferTooSmallException e) {
            return told(receiver.poll(), took);
        }
    }

    private int readLarge(Receiver receiver, Consumer<ByteBuffer> took) {
        try {
            receiver.read(large.clear());
            return told(large.flip(), took);
        } catch (ReadTimeoutException e) {
            return 0;
        }
    }

    /** What cannot be cancelled any more has a message. */
    private int readElsewhere(Receiver receiver, Consumer<ByteBuffer> took) {
        CompletableFuture<byte[]> future = receiver.readAsync(elsewhere);
        try {
            return told(Optional.of(future.get(random.nextInt(LONGEST_MILLIS), TimeUnit.MILLISECONDS)), took);
        } catch (TimeoutException e) {
            return future.cancel(false) ? 0 : told(ByteBuffer.wrap(future.join()), took);
        } catch (ExecutionException e) {
            throw new AssertionError("a read that another thread does", e);
        } catch (InterruptedException e) {
            throw new AssertionError("nobody interrupts", e);
        }
    }

    /** Reads it again after a moment, in which nobody may write over it. */
    private void tookSlowly(ByteBuffer message, Consumer<ByteBuffer> took) {
        took.accept(message);
        for (int i = 0; i < SPINS; i++) {
            spun += i;
            Thread.onSpinWait();
        }
        SoakMessage.requireWhole(message, slot);
    }

    /** Looks without taking anything. */
    private void glance(Receiver receiver) {
        receiver.peek().ifPresent(message -> SoakMessage.requireWhole(ByteBuffer.wrap(message), slot));
        receiver.look(0, 1 + random.nextInt(10), (number, message) -> {
            SoakMessage.requireWhole(message, slot);
            return random.nextInt(8) > 0;
        });
    }
}
