package io.mailslot.inspect;

import io.mailslot.api.ErrorCode;
import java.util.Optional;

/**
 * Something that a look could not see: access was denied, reading failed, or it is damaged. Nothing is known of it, least of
 * all that it is not there. As text, it is its detail.
 *
 * @since 0.1.0
 */
public interface Unseen {
    /** {@return why} */
    ErrorCode code();

    /** {@return the name of the mailslot that it is of; empty for what may concern all of the home} */
    Optional<String> mailslot();

    /** {@return what it is, and why, in one sentence} */
    String detail();
}
