package io.mailslot.internal.memory;

import static org.assertj.core.api.Assertions.assertThat;

import io.mailslot.api.ErrorCode;
import io.mailslot.api.MailslotException;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.condition.EnabledOnOs;
import org.junit.jupiter.api.condition.OS;

class IoFailuresTest {
    /** It has no bytes free, and never any. */
    @Test
    @EnabledOnOs(OS.LINUX)
    void shouldNotCallAFileSystemWithoutASizeFull() {
        Path place = Path.of("/proc/home");

        MailslotException failure =
                IoFailures.translate("use the home", place, new NoSuchFileException(place.toString()));

        assertThat(failure.errorCode()).isEqualTo(ErrorCode.IO_DEVICE);
        assertThat(failure).hasMessageContaining("is missing or cannot be made");
    }
}
