package io.mailslot.internal.errors;

import static io.mailslot.internal.layout.ErrorLogLayout.CODE_OFFSET;
import static io.mailslot.internal.layout.ErrorLogLayout.COUNT_OFFSET;
import static io.mailslot.internal.layout.ErrorLogLayout.FIRST_OFFSET;
import static io.mailslot.internal.layout.ErrorLogLayout.HASH_OFFSET;
import static io.mailslot.internal.layout.ErrorLogLayout.LAST_OFFSET;
import static io.mailslot.internal.layout.ErrorLogLayout.MESSAGE_LENGTH_OFFSET;
import static io.mailslot.internal.layout.ErrorLogLayout.PID_OFFSET;
import static io.mailslot.internal.layout.ErrorLogLayout.PLACE_LENGTH_OFFSET;
import static io.mailslot.internal.layout.ErrorLogLayout.TEXTS_OFFSET;
import static io.mailslot.internal.layout.ErrorLogLayout.TYPE_LENGTH_OFFSET;
import static java.nio.charset.StandardCharsets.UTF_8;

import io.mailslot.internal.layout.ErrorLogLayout;
import io.mailslot.internal.memory.FaultPoint;
import io.mailslot.internal.memory.Region;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/**
 * The records of {@code errors.dat}. Any thread of any process may add and read at any time, and none ever waits: who dies
 * or stands still at any instruction leaves a record that others pass by. Two that meet a new kind at the same time may make
 * a record each, which are read as one.
 */
final class ErrorRecords {
    private final Region file;

    ErrorRecords(Region file) {
        this.file = file;
    }

    /** An error as it is written. */
    record Draft(ErrorReport error, ErrorReport kind, int hash, byte[] type, byte[] place, byte[] message) {
        static Draft of(ErrorReport error) {
            ErrorReport kind = error.kind();
            return new Draft(
                    error,
                    kind,
                    kind.stableHash(),
                    error.type().getBytes(UTF_8),
                    error.place().getBytes(UTF_8),
                    error.message().getBytes(UTF_8));
        }

        int length() {
            return ErrorLogLayout.recordLength(type.length + place.length + message.length);
        }
    }

    /** Counts an error, and remembers it if it is the first of its kind, unless there is no room. */
    void add(ErrorReport error, long pid, long now) {
        Draft draft = Draft.of(error);
        int at = ErrorLogLayout.HEADER_LENGTH;
        while (ErrorLogLayout.isPlace(at)) {
            int length = file.getIntVolatile(at);
            if (length == 0) {
                if (!ErrorLogLayout.isPossible(at, draft.length())) {
                    break;
                }
                if (claim(at, draft.length())) {
                    fill(at, draft, pid, now);
                    file.putIntRelease(at, draft.length());
                    return;
                }
                length = file.getIntVolatile(at); // of somebody else, who may be about to tell the same
            }
            if (!ErrorLogLayout.isPossible(at, Math.abs(length))) {
                break; // damaged
            }
            if (length > 0 && file.getInt(at + HASH_OFFSET) == draft.hash() && isOf(at, length, draft.kind())) {
                count(at, pid, now);
                return;
            }
            at += Math.abs(length);
        }
        file.addLong(ErrorLogLayout.DROPPED_OFFSET, 1);
    }

    private boolean claim(int at, int length) {
        boolean claimed = file.casInt(at, 0, -length);
        if (claimed) {
            FaultPoint.ERROR_CLAIMED.reached();
        }
        return claimed;
    }

    private void fill(int at, Draft draft, long pid, long now) {
        file.putInt(at + HASH_OFFSET, draft.hash());
        file.putLong(at + COUNT_OFFSET, 1);
        file.putLong(at + FIRST_OFFSET, now);
        file.putLong(at + LAST_OFFSET, now);
        file.putLong(at + PID_OFFSET, pid);
        file.putInt(at + CODE_OFFSET, draft.error().code());
        file.putInt(at + TYPE_LENGTH_OFFSET, draft.type().length);
        file.putInt(at + PLACE_LENGTH_OFFSET, draft.place().length);
        file.putInt(at + MESSAGE_LENGTH_OFFSET, draft.message().length);
        int text = at + TEXTS_OFFSET;
        file.putBytes(text, draft.type());
        file.putBytes(text + draft.type().length, draft.place());
        file.putBytes(text + draft.type().length + draft.place().length, draft.message());
        FaultPoint.ERROR_FILLED.reached();
    }

    private boolean isOf(int at, int length, ErrorReport kind) {
        ErrorReport known = error(at, length);
        return known != null && known.kind().equals(kind);
    }

    private void count(int at, long pid, long now) {
        file.addLong(at + COUNT_OFFSET, 1);
        FaultPoint.ERROR_COUNTED.reached();
        long last = file.getLongVolatile(at + LAST_OFFSET);
        while (last < now && !file.casLong(at + LAST_OFFSET, last, now)) {
            last = file.getLongVolatile(at + LAST_OFFSET);
        }
        file.putLongRelease(at + PID_OFFSET, pid);
    }

    /** All that was published. */
    NotedErrors read() {
        Map<ErrorReport, NotedError> errors = new LinkedHashMap<>();
        boolean damaged = false;
        int at = ErrorLogLayout.HEADER_LENGTH;
        int length = file.getIntVolatile(at);
        while (length != 0) {
            if (!ErrorLogLayout.isPossible(at, Math.abs(length))) {
                damaged = true; // and nobody knows where the next one begins
                break;
            }
            ErrorReport error = length < 0 ? null : error(at, length);
            ErrorReport kind = error == null ? null : error.kind();
            if (kind != null && kind.stableHash() == file.getInt(at + HASH_OFFSET)) {
                errors.merge(kind, noted(at, error), NotedError::with);
            } else {
                damaged |= length > 0;
            }
            at += Math.abs(length);
            length = ErrorLogLayout.isPlace(at) ? file.getIntVolatile(at) : 0;
        }
        return new NotedErrors(
                List.copyOf(errors.values()), file.getLongVolatile(ErrorLogLayout.DROPPED_OFFSET), damaged);
    }

    private NotedError noted(int at, ErrorReport error) {
        return new NotedError(
                error,
                file.getLongVolatile(at + COUNT_OFFSET),
                file.getLong(at + FIRST_OFFSET),
                file.getLongVolatile(at + LAST_OFFSET),
                file.getLongVolatile(at + PID_OFFSET));
    }

    /** Null if what is there cannot be. */
    private ErrorReport error(int at, int length) {
        int type = file.getInt(at + TYPE_LENGTH_OFFSET);
        int place = file.getInt(at + PLACE_LENGTH_OFFSET);
        int message = file.getInt(at + MESSAGE_LENGTH_OFFSET);
        int room = length - TEXTS_OFFSET;
        boolean fits = type >= 0 && place >= 0 && message >= 0 && (long) type + place + message <= room;
        return fits
                ? new ErrorReport(
                        text(at + TEXTS_OFFSET, type),
                        file.getInt(at + CODE_OFFSET),
                        text(at + TEXTS_OFFSET + type, place),
                        text(at + TEXTS_OFFSET + type + place, message))
                : null;
    }

    private String text(int at, int length) {
        byte[] bytes = new byte[length];
        file.getBytes(at, bytes);
        return new String(bytes, UTF_8);
    }
}
