package io.mailslot.remote.internal.nats;

import io.mailslot.remote.internal.link.LinkException;
import io.mailslot.remote.internal.link.LinkException.Kind;
import io.nats.client.JetStreamApiException;
import io.nats.client.JetStreamStatusException;
import io.nats.client.RequestFailureException;
import java.io.IOException;
import java.util.Set;
import java.util.concurrent.CancellationException;
import java.util.concurrent.TimeoutException;
import org.jspecify.annotations.Nullable;

/**
 * What the engine's failures mean to a link, by their types and by the engine's codes, {@code err_code}, which {@code server/errors.json} of
 * nats-server lists.
 */
final class Failures {
    static final int NO_CONSUMER = 10014;
    static final int NO_STREAM = 10059;

    /** The servers are choosing who leads, or have not started: the next try may succeed. */
    private static final Set<Integer> NOT_NOW = Set.of(
            10004, // incomplete results
            10006, // JetStream not in clustered mode
            10007, // JetStream cluster not assigned to this server
            10008, // JetStream system temporarily unavailable
            10009, // JetStream cluster can not handle request
            10039, // JetStream not enabled for account
            10041, // of RAFT
            10076, // JetStream not enabled
            10118, // stream is offline
            10119, // consumer is offline
            10167); // too many requests

    /** A stream that somebody has told to take no larger ones. */
    private static final int TOO_LARGE = 10054;

    /** No room for a subject, in a stream, in memory or on the disk of a server, or of the account. */
    private static final Set<Integer> NO_ROOM = Set.of(
            10002, // resource limits exceeded for account
            10023, // insufficient resources
            10028, // insufficient memory resources available
            10047, // insufficient storage resources available
            10077); // a message is not stored: most messages of a subject, most messages or bytes of a stream

    private Failures() {}

    /**
     * Tells it in one sentence.
     *
     * @param what what was not done, as the beginning of a sentence
     * @param failure as the client library has it
     */
    static LinkException of(String what, Throwable failure) {
        if (failure instanceof LinkException known) {
            return new LinkException(known.kind(), what + ": " + known.getMessage(), known);
        }
        if (failure instanceof JetStreamApiException answer) {
            return new LinkException(kind(answer), what + ": the server says: " + answer.getMessage(), answer);
        }
        if (failure instanceof RequestFailureException unanswered) {
            return new LinkException(kind(unanswered), what + ": " + sentence(unanswered), unanswered);
        }
        if (failure instanceof JetStreamStatusException status) {
            return new LinkException(Kind.SILENT, what + ": nobody answers: " + status.getMessage(), status);
        }
        if (failure instanceof TimeoutException) {
            return new LinkException(Kind.SILENT, what + ": the server does not answer in time", failure);
        }
        if (failure instanceof CancellationException || failure instanceof IllegalStateException) {
            return new LinkException(Kind.SILENT, what + ": the connection is lost", failure);
        }
        Kind kind = failure instanceof IOException ? Kind.SILENT : Kind.FAILED;
        return new LinkException(kind, what + ": " + failure.getMessage(), failure);
    }

    /** Whether the engine says that it has no such stream. */
    static boolean isNoStream(@Nullable Throwable failure) {
        return isNobodyThere(failure)
                || failure instanceof JetStreamApiException answer && answer.getApiErrorCode() == NO_STREAM;
    }

    /** Whether nobody listens to the subject: no stream has it, or there is no JetStream at all. */
    static boolean isNobodyThere(@Nullable Throwable failure) {
        return failure instanceof JetStreamStatusException;
    }

    private static Kind kind(JetStreamApiException answer) {
        return kind(answer.getApiErrorCode());
    }

    /** What one of the engine's codes means. */
    static Kind kind(int code) {
        if (NO_ROOM.contains(code)) {
            return Kind.FULL;
        }
        if (code == TOO_LARGE) {
            return Kind.TOO_LARGE;
        }
        return NOT_NOW.contains(code) ? Kind.SILENT : Kind.FAILED;
    }

    private static Kind kind(RequestFailureException unanswered) {
        String line = unanswered.getLastError();
        return line != null && ErrorLine.kind(line) == Kind.DENIED ? Kind.DENIED : Kind.SILENT;
    }

    private static String sentence(RequestFailureException unanswered) {
        if (unanswered.getCause() instanceof JetStreamStatusException) {
            return "nobody answers; the server has no JetStream, or none that is ready";
        }
        return switch (unanswered.getReason()) {
            case NO_RESPONDERS -> "nobody answers; the server has no JetStream, or none that is ready";
            case CONNECTION_CLOSING -> "the connection is lost";
            case SERVER_ERROR -> "the server says: " + unanswered.getLastError();
            default -> "the server does not answer in time";
        };
    }
}
