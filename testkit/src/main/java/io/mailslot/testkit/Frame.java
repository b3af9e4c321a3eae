package io.mailslot.testkit;

import java.io.ByteArrayInputStream;
import java.io.ByteArrayOutputStream;
import java.io.DataInputStream;
import java.io.DataOutputStream;
import java.io.IOException;
import java.nio.charset.StandardCharsets;

/**
 * What a test and a child say to each other.
 *
 * @param kind what it is about
 * @param id which question it is, or is the answer to
 * @param text a name, or a stack trace
 * @param body an object, as {@link Parcel} has it
 */
record Frame(Kind kind, long id, String text, byte[] body) {
    private static final byte[] NOTHING = {};

    enum Kind {
        /** From a child: here is the one with this id. */
        HELLO,
        /** Code to be run: one after the other. */
        CALL,
        /** Code to be run beside all else. */
        BEGIN,
        /** The code that the child was started for. */
        BODY,
        /** From a child: the result of code. */
        RESULT,
        /** From a child: code has failed. */
        FAILURE,
        /** From a child: a point is reached. */
        POINT,
        /** From a child: it is ready. */
        READY,
        /** Who holds at a point may go on. */
        RELEASE,
        /** What is covered is to be saved. */
        SAVE_COVERAGE,
        /** The child is to attach to the home. */
        ATTACH,
        /** The child's heap is to be filled. */
        EXHAUST,
        /** The child is to end in peace. */
        END
    }

    static Frame of(Kind kind, long id) {
        return new Frame(kind, id, "", NOTHING);
    }

    static Frame of(Kind kind, long id, String text) {
        return new Frame(kind, id, text, NOTHING);
    }

    static Frame of(Kind kind, long id, byte[] body) {
        return new Frame(kind, id, "", body);
    }

    byte[] toBytes() throws IOException {
        ByteArrayOutputStream bytes = new ByteArrayOutputStream();
        DataOutputStream out = new DataOutputStream(bytes);
        out.writeByte(kind.ordinal());
        out.writeLong(id);
        byte[] encoded = text.getBytes(StandardCharsets.UTF_8);
        out.writeInt(encoded.length);
        out.write(encoded);
        out.write(body);
        return bytes.toByteArray();
    }

    static Frame of(byte[] bytes) throws IOException {
        DataInputStream in = new DataInputStream(new ByteArrayInputStream(bytes));
        Kind kind = Kind.values()[in.readByte()];
        long id = in.readLong();
        String text = new String(in.readNBytes(in.readInt()), StandardCharsets.UTF_8);
        return new Frame(kind, id, text, in.readAllBytes());
    }
}
