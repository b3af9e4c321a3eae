package io.mailslot.internal.slot;

import io.mailslot.api.ErrorCode;
import io.mailslot.api.InsufficientRightsException;
import io.mailslot.api.InvalidArgumentException;
import io.mailslot.api.InvalidNameException;
import io.mailslot.api.MailslotException;
import io.mailslot.api.MailslotFullException;
import io.mailslot.api.MailslotNotFoundException;
import io.mailslot.api.ReadTimeoutException;
import io.mailslot.internal.object.MailslotName;
import java.util.Arrays;

/** Turns what a bridge has refused into the failure that users know by that code. */
final class BridgeRefusal {
    private BridgeRefusal() {}

    /** @param text the sentence of the bridge */
    static MailslotException of(int code, String text, MailslotName name) {
        String message = text.isEmpty() ? "the bridge refuses '" + name.text() + "' with code " + code : text;
        ErrorCode known = Arrays.stream(ErrorCode.values())
                .filter(error -> error.value() == code)
                .findFirst()
                .orElse(ErrorCode.NOT_SUPPORTED);
        return switch (known) {
            case BAD_NETPATH, INVALID_NAME, FILENAME_EXCED_RANGE -> new InvalidNameException(known, message);
            case FILE_NOT_FOUND -> new MailslotNotFoundException(message);
            case ACCESS_DENIED -> new InsufficientRightsException(message);
            case INVALID_PARAMETER -> new InvalidArgumentException(message);
            case NOT_ENOUGH_QUOTA -> new MailslotFullException(message);
            case SEM_TIMEOUT -> new ReadTimeoutException(message);
            default -> new MailslotException(known, message);
        };
    }
}
