package io.mailslot;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;

import io.mailslot.api.ErrorCode;
import io.mailslot.api.HomeException;
import io.mailslot.api.InvalidHandleException;
import io.mailslot.api.MailslotNotFoundException;
import io.mailslot.api.Receiver;
import io.mailslot.api.Sender;
import io.mailslot.inspect.HomeInspector;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Comparator;
import java.util.stream.Stream;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** A number that tells whether a home is to be looked at again. */
class ChangesTest {
    @TempDir
    Path folder;

    private Kernel kernel;

    @BeforeEach
    void attach() {
        kernel = Kernel.attach(KernelOptions.defaults().withHome(folder.resolve("home")));
    }

    @AfterEach
    void leave() {
        kernel.close();
    }

    @Test
    void shouldGrowWithWhatIsMadeOpenedAndClosed() {
        long before = kernel.changes();
        try (Receiver orders = kernel.createMailslot("orders")) {
            long made = kernel.changes();
            assertThat(made).isGreaterThan(before);
            Sender sender = kernel.openMailslot("orders");
            long opened = kernel.changes();
            assertThat(opened).isGreaterThan(made);
            sender.close();
            assertThat(kernel.changes()).isGreaterThan(opened);
            assertThat(orders.poll()).isEmpty();
        }
        assertThat(kernel.changes())
                .isEqualTo(HomeInspector.inspect(kernel.home()).orElseThrow().changes());
    }

    @Test
    void shouldStayTheSameWhileOnlyMessagesCome() {
        try (Receiver orders = kernel.createMailslot("orders");
                Sender sender = kernel.openMailslot("orders")) {
            long before = kernel.changes();
            sender.write("tea");
            assertThat(orders.readText()).isEqualTo("tea");
            orders.info();
            assertThatExceptionOfType(MailslotNotFoundException.class).isThrownBy(() -> kernel.openMailslot("others"));
            assertThat(kernel.changes()).isEqualTo(before);
        }
    }

    @Test
    void shouldTellThatTheHomeIsGone() throws IOException {
        try (Stream<Path> files = Files.walk(kernel.home())) {
            for (Path file : files.sorted(Comparator.reverseOrder()).toList()) {
                Files.delete(file);
            }
        }
        assertThatExceptionOfType(HomeException.class)
                .isThrownBy(kernel::changes)
                .satisfies(gone -> assertThat(gone.errorCode()).isEqualTo(ErrorCode.FILE_INVALID));
    }

    @Test
    void shouldFailOnceTheKernelIsClosed() {
        kernel.close();
        assertThatExceptionOfType(InvalidHandleException.class).isThrownBy(kernel::changes);
    }
}
