package io.mailslot.internal.object;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.mailslot.api.ErrorCode;
import io.mailslot.api.MailslotException;
import io.mailslot.internal.home.HomePaths;
import io.mailslot.internal.layout.LogControlPage;
import io.mailslot.internal.log.LogSettings;
import io.mailslot.internal.log.MessageLog;
import java.io.IOException;
import java.io.RandomAccessFile;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.UUID;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class CutFilesTest {
    private static final InternalError FAULT = new InternalError("a fault occurred in an unsafe memory access");

    @TempDir
    private Path folder;

    private HomePaths home;

    @BeforeEach
    void makeHome() throws IOException {
        home = new HomePaths(folder);
        KernelFile.create(home.kernelData(), UUID.randomUUID());
        Files.createDirectories(home.process(0, 1));
        HandleTable.create(home.handles(0, 1));
    }

    /** To delete it would lose what is in it, for nothing. */
    @Test
    void shouldNotCallAWholeHomeCut() {
        MailslotException told = CutFiles.failure(home, FAULT);

        assertThat(told.errorCode()).isEqualTo(ErrorCode.IO_DEVICE);
        assertThat(told)
                .hasMessageContaining("none is cut")
                .hasMessageNotContaining("delete")
                .hasCause(FAULT);
    }

    /** What the JDK says where the stack ends while it links code. */
    @Test
    void shouldConcludeNothingFromAnErrorThatIsNoFault() {
        StackOverflowError ended = new StackOverflowError();
        InternalError linking = new InternalError(new IllegalStateException(ended));

        assertThatThrownBy(() -> CutFiles.failure(home, linking)).isSameAs(ended);
    }

    @ParameterizedTest
    @ValueSource(strings = {"kernel.dat", "processes/0-1/handles.dat"})
    void shouldNameTheFileThatWasCut(String name) throws IOException {
        Path file = folder.resolve(name);
        try (RandomAccessFile open = new RandomAccessFile(file.toFile(), "rw")) {
            open.setLength(4096);
        }

        MailslotException told = CutFiles.failure(home, FAULT);

        assertThat(told.errorCode()).isEqualTo(ErrorCode.FILE_CORRUPT);
        assertThat(told).hasMessageContaining(file.toString());
    }

    @Test
    void shouldNameTheFileOfAMailslotThatWasCut() throws IOException {
        Path page = makeMailslot();
        Path segment = page.resolveSibling("0000000001.cq4");
        try (RandomAccessFile open = new RandomAccessFile(segment.toFile(), "rw")) {
            open.setLength(4096);
        }

        MailslotException told = CutFiles.failure(home, FAULT);

        assertThat(told.errorCode()).isEqualTo(ErrorCode.FILE_CORRUPT);
        assertThat(told).hasMessageContaining(segment + " was cut while in use; close the mailslot");
    }

    @Test
    void shouldTellTheVersionOfAMailslotThatItDoesNotKnow() throws IOException {
        Path page = makeMailslot();
        try (RandomAccessFile open = new RandomAccessFile(page.toFile(), "rw")) {
            open.seek(LogControlPage.VERSION_OFFSET);
            open.writeInt(Integer.reverseBytes(9));
        }

        MailslotException told = CutFiles.failure(home, FAULT);

        assertThat(told.errorCode()).isEqualTo(ErrorCode.FILE_CORRUPT);
        assertThat(told)
                .hasMessageContaining(page + " is no usable message log: has layout version 9, not "
                        + LogControlPage.VERSION + "; close the mailslot")
                .hasMessageNotContaining("cut");
    }

    /** Its control page. */
    private Path makeMailslot() throws IOException {
        Path log = Files.createDirectories(home.mailslots().resolve("orders"));
        MessageLog.create(log, new LogSettings(LogSettings.MIN_CAPACITY_BYTES, 0, false));
        return MessageLog.controlFile(log);
    }
}
