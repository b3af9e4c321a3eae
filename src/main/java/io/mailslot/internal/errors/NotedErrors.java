package io.mailslot.internal.errors;

import java.util.List;

/**
 * All that a home remembers of errors.
 *
 * @param errors each kind once, in the order in which they were met first
 * @param dropped how many found no room
 * @param damaged whether there may have been more, which cannot be told any more
 */
public record NotedErrors(List<NotedError> errors, long dropped, boolean damaged) {
    /** Of a home that has met none. */
    public static final NotedErrors NONE = new NotedErrors(List.of(), 0, false);

    public NotedErrors {
        errors = List.copyOf(errors);
    }
}
