package io.mailslot.remote.internal.state;

import java.io.ByteArrayInputStream;
import java.io.ByteArrayOutputStream;
import java.io.DataInputStream;
import java.io.DataOutputStream;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.util.UUID;

/**
 * One step in the life of a bridge's state. All steps, one after the other, make the state; each is a message of the mailslot in
 * which the state is kept: a byte with the version, a byte with the kind, then what the kind has, in big-endian order.
 */
sealed interface StateRecord {
    byte VERSION = 1;

    byte KEY = 'K';
    byte MARK = 'M';
    byte INTENT = 'I';
    byte OUTBOX = 'O';
    byte BEGUN = 'B';

    /** Changes what is in memory. */
    void applyTo(StateMemory memory);

    void write(DataOutputStream out) throws IOException;

    byte kind();

    /** A key with a number of its own, and all that is known of it: what the other kinds say of it is shorter. */
    record Key(int id, MarkKey key, Progress progress) implements StateRecord {
        @Override
        public void applyTo(StateMemory memory) {
            memory.put(id, key, progress);
        }

        @Override
        public void write(DataOutputStream out) throws IOException {
            out.writeInt(id);
            out.writeLong(key.outbox().getMostSignificantBits());
            out.writeLong(key.outbox().getLeastSignificantBits());
            out.writeUTF(key.from());
            out.writeUTF(key.slot());
            out.writeLong(progress.next());
            out.writeLong(progress.intentFirst());
            out.writeLong(progress.intentNext());
        }

        static Key read(DataInputStream in) throws IOException {
            int id = in.readInt();
            UUID outbox = new UUID(in.readLong(), in.readLong());
            MarkKey key = new MarkKey(in.readUTF(), outbox, in.readUTF());
            return new Key(id, key, new Progress(in.readLong(), in.readLong(), in.readLong()));
        }

        @Override
        public byte kind() {
            return KEY;
        }
    }

    /** All messages before a number are appended, and nothing is in doubt. */
    record Mark(int id, long next) implements StateRecord {
        @Override
        public void applyTo(StateMemory memory) {
            memory.change(id, before -> before.marked(next));
        }

        @Override
        public void write(DataOutputStream out) throws IOException {
            out.writeInt(id);
            out.writeLong(next);
        }

        static Mark read(DataInputStream in) throws IOException {
            return new Mark(in.readInt(), in.readLong());
        }

        @Override
        public byte kind() {
            return MARK;
        }
    }

    /** Messages are about to be appended. */
    record Intent(int id, long first, long next) implements StateRecord {
        @Override
        public void applyTo(StateMemory memory) {
            memory.intend(id, first, next);
        }

        @Override
        public void write(DataOutputStream out) throws IOException {
            out.writeInt(id);
            out.writeLong(first);
            out.writeLong(next);
        }

        static Intent read(DataInputStream in) throws IOException {
            return new Intent(in.readInt(), in.readLong(), in.readLong());
        }

        @Override
        public byte kind() {
            return INTENT;
        }
    }

    /** The identity of an outbox. It is another one once its mailslot is another one. */
    record Outbox(String name, long objectId, UUID identity) implements StateRecord {
        /** Instead of a mailslot's: there is none any more. */
        static final long GONE = -1;

        Outbox gone() {
            return new Outbox(name, GONE, identity);
        }

        boolean isGone() {
            return objectId == GONE;
        }

        @Override
        public void applyTo(StateMemory memory) {
            memory.put(this);
        }

        @Override
        public void write(DataOutputStream out) throws IOException {
            out.writeLong(identity.getMostSignificantBits());
            out.writeLong(identity.getLeastSignificantBits());
            out.writeLong(objectId);
            out.writeUTF(name);
        }

        static Outbox read(DataInputStream in) throws IOException {
            UUID identity = new UUID(in.readLong(), in.readLong());
            long objectId = in.readLong();
            return new Outbox(in.readUTF(), objectId, identity);
        }

        @Override
        public byte kind() {
            return OUTBOX;
        }
    }

    /** Since when all that has come is remembered, in milliseconds of the wall clock. */
    record Begun(long millis) implements StateRecord {
        @Override
        public void applyTo(StateMemory memory) {
            memory.begun(millis);
        }

        @Override
        public void write(DataOutputStream out) throws IOException {
            out.writeLong(millis);
        }

        static Begun read(DataInputStream in) throws IOException {
            return new Begun(in.readLong());
        }

        @Override
        public byte kind() {
            return BEGUN;
        }
    }

    /** The record as a message. */
    default byte[] toMessage() {
        ByteArrayOutputStream bytes = new ByteArrayOutputStream();
        try (DataOutputStream out = new DataOutputStream(bytes)) {
            out.writeByte(VERSION);
            out.writeByte(kind());
            write(out);
        } catch (IOException e) {
            throw new UncheckedIOException(e); // a name of more than 64 KiB, which nothing has
        }
        return bytes.toByteArray();
    }

    /** The version of a message. */
    static int version(byte[] message) {
        return message.length == 0 ? 0 : Byte.toUnsignedInt(message[0]);
    }

    /**
     * Reads a message.
     *
     * @param message of this version
     * @throws IOException if it is no record
     */
    static StateRecord of(byte[] message) throws IOException {
        DataInputStream in = new DataInputStream(new ByteArrayInputStream(message, 1, message.length - 1));
        byte kind = in.readByte();
        StateRecord record = switch (kind) {
            case KEY -> Key.read(in);
            case MARK -> Mark.read(in);
            case INTENT -> Intent.read(in);
            case OUTBOX -> Outbox.read(in);
            case BEGUN -> Begun.read(in);
            default -> throw new IOException("there is no kind " + kind);
        };
        if (in.available() > 0) {
            throw new IOException(in.available() + " bytes lie behind it");
        }
        return record;
    }
}
