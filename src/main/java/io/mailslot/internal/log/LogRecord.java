package io.mailslot.internal.log;

import net.openhft.chronicle.bytes.Bytes;
import net.openhft.chronicle.core.Memory;
import net.openhft.chronicle.wire.DocumentContext;

/**
 * The record of one document, as its header tells. Belongs to a reader, which reads one after the other into it. What makes
 * no sense has no content, and a reason; it harms nobody.
 */
final class LogRecord {
    private static final Memory MEMORY = ChronicleSettings.memory();

    /** What keeps a record from being read. */
    private enum Flaw {
        NONE,
        SHORTER_THAN_A_HEADER,
        HEADER,
        COUNT,
        PLACE
    }

    private final Arena arena;

    private long cursor;
    private long available;
    private int header;
    private int messagesBefore;
    private int bytesBefore;
    private int messages;
    private long place;
    private long content;
    private Flaw flaw = Flaw.NONE;

    LogRecord(Arena arena) {
        this.arena = arena;
    }

    /** Reads the record of a document, which stays open as long as this is used. */
    void read(DocumentContext document) {
        Bytes<?> bytes = document.wire().bytes();
        cursor = Cursor.at(document.index());
        available = bytes.readRemaining();
        messages = 1;
        place = 0;
        flaw = read(bytes.addressForRead(bytes.readPosition()));
        if (flaw != Flaw.NONE) {
            place = 0;
        }
    }

    private Flaw read(long address) {
        if (available < Sizes.RECORD_HEADER) {
            return Flaw.SHORTER_THAN_A_HEADER;
        }
        header = MEMORY.readInt(address);
        messagesBefore = MEMORY.readInt(address + RecordHeader.MESSAGES_BEFORE);
        bytesBefore = MEMORY.readInt(address + RecordHeader.BYTES_BEFORE);
        if (!RecordHeader.isSound(header, available)) {
            return Flaw.HEADER;
        }
        if (kind() == RecordKind.INLINE) {
            content = address + Sizes.RECORD_HEADER;
            return Flaw.NONE;
        }
        place = MEMORY.readLong(address + RecordHeader.ARENA_POSITION);
        messages = MEMORY.readInt(address + RecordHeader.MESSAGES);
        if (kind() == RecordKind.RUN) {
            messages = Cursor.MAX_MESSAGES; // nobody knows yet
        }
        if (messages < 1 || messages > Cursor.MAX_MESSAGES) {
            return Flaw.COUNT;
        }
        arena.map();
        boolean canBe = kind() != RecordKind.RUN || RunRecord.isRunLength(length());
        if (!canBe || !arena.isWithin(place, length())) {
            return Flaw.PLACE;
        }
        content = arena.content(place);
        return Flaw.NONE;
    }

    /** Cursor of the first message. */
    long cursor() {
        return cursor;
    }

    RecordKind kind() {
        return RecordHeader.kind(header);
    }

    /** Whether its messages come one by one. */
    boolean isRun() {
        return flaw == Flaw.NONE && kind() == RecordKind.RUN;
    }

    /** Bytes of the content. */
    int length() {
        return RecordHeader.length(header);
    }

    int messages() {
        return messages;
    }

    /** Whether others than so many messages were appended before it, modulo 2^32; not if it does not tell. */
    boolean isBehindOthers(int appended) {
        return flaw == Flaw.NONE && messagesBefore != appended;
    }

    /** How many messages were appended before it, modulo 2^32. */
    int messagesBefore() {
        return messagesBefore;
    }

    /** Bytes of their payloads, modulo 2^32. */
    int bytesBefore() {
        return bytesBefore;
    }

    /** Where the content lies in the arena; 0 if it does not. */
    long place() {
        return place;
    }

    /** Address of the content. */
    long content() {
        return content;
    }

    /** Position in the arena behind the content; 0 if it is not there. */
    long behindPlace() {
        return place == 0 ? 0 : ArenaPosition.after(place, Sizes.reservation(length()));
    }

    /** Whether there is content, which nobody has taken the place of. */
    boolean hasContent() {
        return flaw == Flaw.NONE && (place == 0 || arena.holds(place, length()));
    }

    /** What is wrong with a record that makes no sense, has another one's content, or lacks the message that is asked for. */
    IllegalStateException damage(int message) {
        String what = switch (flaw) {
            case SHORTER_THAN_A_HEADER -> "is too short for a record header, with " + available + " bytes";
            case HEADER -> "has " + RecordHeader.problem(header, available);
            case COUNT -> "claims " + messages + " messages";
            case PLACE -> "claims " + length() + " bytes of the arena, which cannot be its own";
            case NONE ->
                message >= messages
                        ? "has " + messages + " messages, and the one behind " + message + " is asked for"
                        : "has a " + name(kind()) + " of " + length() + " bytes that is damaged";
        };
        return new IllegalStateException("document " + Cursor.position(cursor) + " " + what);
    }

    private static String name(RecordKind kind) {
        return switch (kind) {
            case BATCH -> "batch";
            case RUN -> "run of messages";
            default -> "message";
        };
    }
}
