package io.mailslot.inspect;

import io.mailslot.api.ErrorCode;
import java.util.Optional;

/**
 * Something that a look could not see: access was denied, reading failed, or it is damaged. Nothing is known of it, least of all that it is
 * not there.
 *
 * @param code why
 * @param mailslot the name of the mailslot that it is of; empty for what may concern all of the home
 * @param detail what it is, and why, in one sentence
 */
public record Unseen(ErrorCode code, Optional<String> mailslot, String detail) {
    @Override
    public String toString() {
        return detail;
    }
}
