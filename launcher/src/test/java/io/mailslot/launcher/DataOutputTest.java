package io.mailslot.launcher;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatCode;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.OutputStream;
import org.junit.jupiter.api.Test;

class DataOutputTest {
    @Test
    @SuppressWarnings("resource")
    void shouldKeepDataUntilItIsFlushed() throws IOException {
        ByteArrayOutputStream target = new ByteArrayOutputStream();
        DataOutput out = new DataOutput(target);
        out.write(new byte[] {1, 2, 3});
        assertThat(target.size()).isZero();
        out.flush();
        assertThat(target.toByteArray()).containsExactly(1, 2, 3);
    }

    @Test
    @SuppressWarnings("resource")
    void shouldTellAReaderThatLeftFromOtherFailures() throws IOException {
        DataOutput closed = new DataOutput(failing("Datenübergabe unterbrochen (broken pipe)"), () -> true);
        closed.write(1);
        assertThatThrownBy(closed::flush).isInstanceOf(OutputClosedException.class);

        DataOutput full = new DataOutput(failing("No space left on device"));
        full.write(1);
        assertThatThrownBy(full::flush)
                .isNotInstanceOf(OutputClosedException.class)
                .hasMessage("cannot write to standard output: No space left on device");
    }

    @Test
    @SuppressWarnings("resource")
    void shouldReportAFailureOnce() throws IOException {
        DataOutput full = new DataOutput(failing("No space left on device"));
        full.write(1);
        assertThatThrownBy(full::flush).isInstanceOf(IOException.class);
        assertThatCode(full::flush).doesNotThrowAnyException();
    }

    private static OutputStream failing(String message) {
        return new OutputStream() {
            @Override
            public void write(int value) throws IOException {
                throw new IOException(message);
            }
        };
    }
}
