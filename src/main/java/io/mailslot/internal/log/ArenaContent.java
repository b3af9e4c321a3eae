package io.mailslot.internal.log;

import java.io.IOException;
import java.lang.invoke.MethodHandles;
import java.lang.invoke.VarHandle;
import java.nio.ByteOrder;
import java.util.Arrays;

/** What was reserved at one place of an arena, read a piece at a time by who only looks. */
final class ArenaContent {
    private static final VarHandle INTS = MethodHandles.byteArrayViewVarHandle(int[].class, ByteOrder.nativeOrder());
    private static final int PIECE_BYTES = 64 << 10;

    private final ArenaLook arena;
    private final long place;
    private final int length;

    private byte[] piece = {};
    private int begin;

    ArenaContent(ArenaLook arena, long place, int length) {
        this.arena = arena;
        this.place = place;
        this.length = length;
    }

    int length() {
        return length;
    }

    /** An int, in the machine's byte order. */
    int getInt(int at) throws IOException {
        return (int) INTS.get(piece(at, Integer.BYTES), at - begin);
    }

    byte[] bytes(int at, int size) throws IOException {
        if (size > PIECE_BYTES) {
            return arena.bytes(place, at, size);
        }
        byte[] read = piece(at, size);
        return Arrays.copyOfRange(read, at - begin, at - begin + size);
    }

    private byte[] piece(int at, int size) throws IOException {
        if (at < begin || at + size > begin + piece.length) {
            piece = arena.bytes(place, at, Math.max(size, Math.min(PIECE_BYTES, length - at)));
            begin = at;
        }
        return piece;
    }
}
