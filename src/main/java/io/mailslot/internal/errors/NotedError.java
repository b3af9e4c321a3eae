package io.mailslot.internal.errors;

/**
 * One kind of error, as it is remembered.
 *
 * @param error as it was met first
 * @param count how often it was met
 * @param first when, in milliseconds of the epoch
 * @param last when, in milliseconds of the epoch
 * @param pid of the process that met it last
 */
public record NotedError(ErrorReport error, long count, long first, long last, long pid) {
    /** What two records of one kind say together: two processes may have met it first at the same time. */
    NotedError with(NotedError other) {
        return new NotedError(
                first <= other.first ? error : other.error,
                count + other.count,
                Math.min(first, other.first),
                Math.max(last, other.last),
                last >= other.last ? pid : other.pid);
    }
}
