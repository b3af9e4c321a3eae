package io.mailslot.launcher;

import static org.assertj.core.api.Assertions.assertThat;

import io.mailslot.api.ErrorCode;
import java.util.Arrays;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.EnumSource;

class ExitCodeTest {
    @Test
    void shouldKeepTheDocumentedNumbers() {
        assertThat(Arrays.stream(ExitCode.values()).map(ExitCode::value))
                .containsExactly(0, 1, 2, 3, 4, 5, 75, 124, 130);
    }

    @ParameterizedTest
    @CsvSource({
        "FILE_NOT_FOUND, NO_SUCH_OBJECT",
        "HANDLE_EOF, NO_SUCH_OBJECT",
        "BAD_NETPATH, NO_SUCH_OBJECT",
        "NETNAME_DELETED, NO_SUCH_OBJECT",
        "LOGON_FAILURE, ACCESS_DENIED",
        "ACCESS_DENIED, ACCESS_DENIED",
        "ALREADY_EXISTS, BUSY",
        "SHARING_VIOLATION, BUSY",
        "LOCK_VIOLATION, BUSY",
        "PATH_NOT_FOUND, USAGE",
        "INVALID_NAME, USAGE",
        "FILENAME_EXCED_RANGE, USAGE",
        "SEM_TIMEOUT, TIMED_OUT",
        "OPERATION_ABORTED, INTERRUPTED",
        "INVALID_PARAMETER, FAILURE",
        "DISK_FULL, FAILURE",
        "NOT_ENOUGH_QUOTA, TIMED_OUT"
    })
    void shouldMapErrorCodes(ErrorCode error, ExitCode expected) {
        assertThat(ExitCode.of(error)).isEqualTo(expected);
    }

    @ParameterizedTest
    @EnumSource
    void shouldNeverCallAFailureSuccess(ErrorCode error) {
        assertThat(ExitCode.of(error)).isNotEqualTo(ExitCode.OK);
    }
}
