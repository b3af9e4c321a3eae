package io.mailslot.launcher;

import static org.assertj.core.api.Assertions.assertThat;

import io.mailslot.api.AlreadyExistsException;
import io.mailslot.api.MessageTooLargeException;
import java.io.IOException;
import java.nio.file.AccessDeniedException;
import java.nio.file.NoSuchFileException;
import org.junit.jupiter.api.Test;

class FailuresTest {
    @Test
    void shouldPassOnTheWordsAndTheCodeOfTheLibrary() {
        AlreadyExistsException taken = new AlreadyExistsException("the name is taken");
        assertThat(Failures.oneLine(taken)).isEqualTo("the name is taken");
        assertThat(Failures.exitCode(taken)).isEqualTo(ExitCode.BUSY);
        assertThat(Failures.exitCode(new MessageTooLargeException("too large"))).isEqualTo(ExitCode.FAILURE);
    }

    @Test
    void shouldNameFiles() {
        NoSuchFileException missing = new NoSuchFileException("data.bin");
        assertThat(Failures.oneLine(missing)).isEqualTo("no such file: data.bin");
        assertThat(Failures.exitCode(missing)).isEqualTo(ExitCode.NO_SUCH_OBJECT);
        AccessDeniedException denied = new AccessDeniedException("data.bin");
        assertThat(Failures.oneLine(denied)).isEqualTo("access denied: data.bin");
        assertThat(Failures.exitCode(denied)).isEqualTo(ExitCode.ACCESS_DENIED);
    }

    @Test
    void shouldKeepAnErrorOnOneLine() {
        assertThat(Failures.oneLine(new IOException("first\n  second\r\nthird")))
                .isEqualTo("first second third");
    }

    @Test
    void shouldSayWhatHelpsWhereJavaCannotFollow() {
        assertThat(Failures.oneLine(new StackOverflowError())).contains("MAILSLOT_JAVA_OPTS=-Xss");
    }

    @Test
    void shouldCallABugUnexpectedAndShowTheWayToItsStackTrace() {
        assertThat(Failures.oneLine(new IllegalStateException("oops")))
                .isEqualTo("unexpected java.lang.IllegalStateException: oops (add -v for the stack trace)");
        assertThat(Failures.oneLine(new NullPointerException()))
                .startsWith("unexpected java.lang.NullPointerException");
        assertThat(Failures.exitCode(new IllegalStateException())).isEqualTo(ExitCode.FAILURE);
    }
}
