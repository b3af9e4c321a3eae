package io.mailslot.inspect;

import io.mailslot.internal.errors.ErrorLog;
import io.mailslot.internal.errors.ErrorReport;
import io.mailslot.internal.errors.NotedError;
import io.mailslot.internal.errors.NotedErrors;
import io.mailslot.internal.home.HomePaths;
import java.io.IOException;
import java.time.Instant;
import java.util.Comparator;
import java.util.List;
import java.util.OptionalInt;

/** Tells what a home remembers of errors. */
final class ErrorReader {
    private ErrorReader() {}

    /** The last one first. */
    static ErrorLogStatus read(HomePaths home) throws IOException {
        NotedErrors noted = ErrorLog.read(home);
        List<ErrorStatus> errors = noted.errors().stream()
                .map(ErrorReader::status)
                .sorted(Comparator.comparing(ErrorStatus::lastAt).reversed())
                .toList();
        return new Seen.ErrorLog(errors, noted.dropped());
    }

    private static ErrorStatus status(NotedError noted) {
        ErrorReport error = noted.error();
        return new Seen.ErrorKind(
                error.type(),
                error.code() == 0 ? OptionalInt.empty() : OptionalInt.of(error.code()),
                error.message(),
                error.place(),
                noted.count(),
                Instant.ofEpochMilli(noted.first()),
                Instant.ofEpochMilli(noted.last()),
                noted.pid());
    }
}
