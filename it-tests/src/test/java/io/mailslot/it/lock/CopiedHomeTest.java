package io.mailslot.it.lock;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;

import io.mailslot.Kernel;
import io.mailslot.api.ErrorCode;
import io.mailslot.api.HomeException;
import io.mailslot.api.MailslotNotFoundException;
import io.mailslot.api.MailslotOptions;
import io.mailslot.api.OpenOptions;
import io.mailslot.inspect.HomeInspector;
import io.mailslot.inspect.HomeVerifier;
import io.mailslot.inspect.ProcessStatus;
import io.mailslot.it.harness.Deadline;
import io.mailslot.it.harness.HomeTest;
import io.mailslot.it.harness.TestHome;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import org.junit.jupiter.api.Test;

/** A home that is copied while it is in use, as a backup does: who lives in the one does not live in the other. */
@HomeTest
class CopiedHomeTest {
    @Test
    void shouldNotTakeThisJvmForAProcessOfACopy(TestHome home) throws Exception {
        home.attach();
        Path copy = copy(home.path());
        try {
            assertThat(processes(home.path())).extracting(ProcessStatus::alive).containsExactly(true);
            assertThat(processes(copy)).extracting(ProcessStatus::alive).containsExactly(false);
        } finally {
            TestHome.deleteTree(copy);
        }
    }

    @Test
    void shouldBeginAnewInACopyThatTookThePlaceOfTheHome(TestHome home) throws Exception {
        Kernel former = home.attach();
        former.createMailslot("news", MailslotOptions.defaults());
        Path copy = copy(home.path());
        Path aside = home.path().resolveSibling(home.path().getFileName() + "-aside");
        Object copied = fileKey(copy);
        try {
            Files.move(home.path(), aside);
            Files.move(copy, home.path());
            assertThatExceptionOfType(HomeException.class)
                    .isThrownBy(() -> former.createMailslot("more", MailslotOptions.defaults()))
                    .satisfies(e -> assertThat(e.errorCode()).isEqualTo(ErrorCode.FILE_INVALID));
            former.close();

            Kernel next = home.attach();

            assertThat(fileKey(home.path())).as("kernel.dat").isNotEqualTo(copied);
            assertThatExceptionOfType(MailslotNotFoundException.class)
                    .isThrownBy(() -> next.openMailslot("news", OpenOptions.defaults()));
            assertThat(processes(home.path())).extracting(ProcessStatus::alive).containsExactly(true);
            assertThat(HomeVerifier.verify(home.path(), Deadline.DEATH_NOTICED)).isEmpty();
        } finally {
            TestHome.deleteTree(aside);
        }
    }

    private static Path copy(Path home) throws IOException, InterruptedException {
        Path copy = home.resolveSibling(home.getFileName() + "-copy");
        Process copying = new ProcessBuilder("cp", "-a", home.toString(), copy.toString())
                .inheritIO()
                .start();
        assertThat(copying.waitFor()).isZero();
        return copy;
    }

    private static Object fileKey(Path home) throws IOException {
        return Files.getAttribute(home.resolve("kernel.dat"), "unix:ino");
    }

    private static List<ProcessStatus> processes(Path home) {
        return HomeInspector.inspect(home).orElseThrow().processes();
    }
}
