package io.mailslot.it;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.mailslot.Kernel;
import io.mailslot.api.AccessRight;
import io.mailslot.api.FileDisposition;
import io.mailslot.api.FileObject;
import io.mailslot.api.FileOpenOptions;
import io.mailslot.api.InvalidArgumentException;
import io.mailslot.api.InvalidHandleException;
import io.mailslot.api.MessageBatch;
import io.mailslot.api.Receiver;
import io.mailslot.api.Sender;
import io.mailslot.it.harness.HomeTest;
import io.mailslot.it.harness.TestHome;
import java.nio.ByteBuffer;
import java.nio.file.Path;
import java.util.EnumSet;
import org.assertj.core.api.ThrowableAssert.ThrowingCallable;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** What a caller gives that cannot be is told as that, before anything is done, and never as a fault of the home. */
@HomeTest
class ArgumentsTest {
    private static final String PLAIN = "\\\\.\\mailslot\\arguments";
    private static final String BROADCAST = "\\\\*\\mailslot\\arguments";

    @Test
    void shouldRefuseToReadIntoAReadOnlyBufferAndLeaveTheMessage(TestHome home) {
        Kernel kernel = home.attach();
        Receiver receiver = kernel.createMailslot(PLAIN);
        kernel.openMailslot(PLAIN).write(new byte[] {1});
        ByteBuffer readOnly = ByteBuffer.allocate(8).asReadOnlyBuffer();

        assertRefused(() -> receiver.read(readOnly), "read-only");
        assertRefused(() -> receiver.poll(readOnly), "read-only");
        assertThat(receiver.info().messageCount()).isOne();
    }

    @Test
    void shouldRefuseToReadAFileIntoAReadOnlyBuffer(TestHome home, @TempDir Path folder) {
        FileObject file = home.attach()
                .files()
                .open(
                        folder.resolve("file"),
                        FileOpenOptions.defaults()
                                .withAccess(EnumSet.of(AccessRight.READ, AccessRight.WRITE))
                                .withDisposition(FileDisposition.CREATE_NEW));
        file.write(ByteBuffer.allocate(4), 0);
        ByteBuffer readOnly = ByteBuffer.allocate(8).asReadOnlyBuffer();

        assertRefused(() -> file.read(readOnly), "read-only");
        assertRefused(() -> file.read(readOnly, 0), "read-only");
        assertThat(file.position()).isZero();
    }

    @ParameterizedTest
    @ValueSource(strings = {PLAIN, BROADCAST})
    void shouldRefuseToFillAMessageOfANegativeSize(String name, TestHome home) {
        Kernel kernel = home.attach();
        Receiver receiver = kernel.createMailslot(name);
        Sender sender = kernel.openMailslot(name);

        assertRefused(() -> sender.write(-1, place -> {}), "-1 bytes");
        assertThat(receiver.info().messageCount()).isZero();
    }

    @ParameterizedTest
    @ValueSource(strings = {PLAIN, BROADCAST})
    void shouldNotTakeANullForAFaultOfTheHome(String name, TestHome home) {
        Kernel kernel = home.attach();
        Receiver receiver = kernel.createMailslot(name);
        Sender sender = kernel.openMailslot(name);
        sender.write(new byte[] {1});

        assertThatThrownBy(() -> sender.write((ByteBuffer) null)).isInstanceOf(NullPointerException.class);
        assertThatThrownBy(() -> sender.tryWrite((ByteBuffer) null)).isInstanceOf(NullPointerException.class);
        assertThatThrownBy(() -> sender.write(1, null)).isInstanceOf(NullPointerException.class);
        assertThatThrownBy(() -> receiver.read((ByteBuffer) null)).isInstanceOf(NullPointerException.class);
        assertThatThrownBy(() -> receiver.poll(null)).isInstanceOf(NullPointerException.class);
        assertThatThrownBy(() -> receiver.drain(1, null)).isInstanceOf(NullPointerException.class);
        assertThatThrownBy(() -> receiver.look(0, 1, null)).isInstanceOf(NullPointerException.class);
        assertThatThrownBy(() -> receiver.readAsync(null)).isInstanceOf(NullPointerException.class);
        assertThat(receiver.info().messageCount()).isOne();
    }

    @Test
    void shouldRefuseToTakeOrShowNothingThroughAClosedHandle(TestHome home) {
        Receiver receiver = home.attach().createMailslot(PLAIN);
        receiver.close();

        assertThatThrownBy(() -> receiver.drain(0, message -> {})).isInstanceOf(InvalidHandleException.class);
        assertThatThrownBy(() -> receiver.drain(1, message -> {})).isInstanceOf(InvalidHandleException.class);
        assertThatThrownBy(() -> receiver.look(0, 0, (number, message) -> true))
                .isInstanceOf(InvalidHandleException.class);
    }

    @ParameterizedTest
    @ValueSource(strings = {PLAIN, BROADCAST})
    void shouldRefuseAnEmptyBatchThroughAClosedHandle(String name, TestHome home) {
        Kernel kernel = home.attach();
        kernel.createMailslot(name);
        Sender sender = kernel.openMailslot(name);
        sender.close();

        assertThatThrownBy(() -> sender.write(new MessageBatch())).isInstanceOf(InvalidHandleException.class);
    }

    private static void assertRefused(ThrowingCallable call, String what) {
        assertThatThrownBy(call)
                .isInstanceOf(InvalidArgumentException.class)
                .hasMessageContaining(what)
                .hasMessageContaining(";");
    }
}
