package io.mailslot.it.soak;

import io.mailslot.api.Sender;
import java.nio.ByteBuffer;
import java.util.Random;
import java.util.concurrent.CompletionException;
import java.util.concurrent.Executor;
import java.util.function.Consumer;

/** Every way to write one message. For one thread. */
final class WriteForms {
    private static final int LARGEST_OFFSET = 8;

    private final Random random;
    private final Executor elsewhere;
    private final byte[] array;
    private final ByteBuffer heap;
    private final ByteBuffer direct;
    private final ByteBuffer shared;

    WriteForms(Random random, int largest, Executor elsewhere) {
        this.random = random;
        this.elsewhere = elsewhere;
        this.array = new byte[largest + LARGEST_OFFSET];
        this.heap = ByteBuffer.wrap(array);
        this.direct = ByteBuffer.allocateDirect(largest + LARGEST_OFFSET);
        this.shared = sharedBuffer(largest + LARGEST_OFFSET);
    }

    /** Memory of an arena that all threads share, where the JDK has such. */
    private static ByteBuffer sharedBuffer(int bytes) {
        try {
            Class<?> arenas = Class.forName("java.lang.foreign.Arena");
            Object arena = arenas.getMethod("ofShared").invoke(null);
            Object segment = arenas.getMethod("allocate", long.class).invoke(arena, (long) bytes);
            return (ByteBuffer) Class.forName("java.lang.foreign.MemorySegment")
                    .getMethod("asByteBuffer")
                    .invoke(segment);
        } catch (ReflectiveOperationException olderJdk) {
            return ByteBuffer.allocateDirect(bytes);
        }
    }

    /** Writes a message of a size in one of the ways; false if there is no room for it, and that is no exception. */
    boolean write(Sender sender, int size, Consumer<ByteBuffer> filling) {
        int offset = random.nextInt(LARGEST_OFFSET);
        switch (random.nextInt(10)) {
            case 0 -> sender.write(bytes(size, filling));
            case 1 -> {
                filling.accept(at(heap, offset, size));
                sender.write(array, offset, size);
            }
            case 2 -> {
                filling.accept(at(heap, offset, size));
                return sender.tryWrite(array, offset, size);
            }
            case 3 -> sender.write(size, filling);
            case 4 -> writeElsewhere(sender, bytes(size, filling));
            case 5 -> {
                filling.accept(at(heap, offset, size));
                return whole(at(heap, offset, size).asReadOnlyBuffer(), sender);
            }
            case 6 -> {
                filling.accept(at(heap, offset, size));
                return whole(heap, sender);
            }
            case 7 -> {
                filling.accept(at(direct, offset, size));
                return whole(direct, sender);
            }
            case 8 -> {
                filling.accept(at(shared, offset, size));
                return whole(shared, sender);
            }
            default -> {
                filling.accept(at(direct, offset, size));
                return tryWhole(sender);
            }
        }
        return true;
    }

    private static byte[] bytes(int size, Consumer<ByteBuffer> filling) {
        byte[] bytes = new byte[size];
        filling.accept(ByteBuffer.wrap(bytes));
        return bytes;
    }

    private static ByteBuffer at(ByteBuffer buffer, int offset, int size) {
        return buffer.clear().position(offset).limit(offset + size);
    }

    private static boolean whole(ByteBuffer message, Sender sender) {
        sender.write(message);
        requirePosition(message, message.limit());
        return true;
    }

    private boolean tryWhole(Sender sender) {
        int start = direct.position();
        boolean written = sender.tryWrite(direct);
        requirePosition(direct, written ? direct.limit() : start);
        return written;
    }

    private static void requirePosition(ByteBuffer buffer, int wanted) {
        if (buffer.position() != wanted) {
            throw new AssertionError("the position of " + buffer + " is not " + wanted);
        }
    }

    private void writeElsewhere(Sender sender, byte[] message) {
        try {
            sender.writeAsync(message, elsewhere).join();
        } catch (CompletionException e) {
            if (e.getCause() instanceof RuntimeException cause) {
                throw cause;
            }
            throw e;
        }
    }
}
