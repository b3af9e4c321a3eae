package io.mailslot.jackson;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.mailslot.Kernel;
import io.mailslot.KernelOptions;
import io.mailslot.api.MalformedMessageException;
import io.mailslot.api.Receiver;
import io.mailslot.api.Sender;
import io.mailslot.api.TypedReceiver;
import io.mailslot.api.TypedSender;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class JsonCodecTest {
    /** What is ordered. */
    public record Order(int number, String what, List<String> notes) {}

    private static Path home(Path folder) throws IOException {
        return Files.createDirectory(
                folder.resolve("home"),
                PosixFilePermissions.asFileAttribute(PosixFilePermissions.fromString("rwx------")));
    }

    @Test
    void shouldCarryValuesAndTellWhatIsNone(@TempDir Path folder) throws IOException {
        try (Kernel kernel = Kernel.attach(KernelOptions.defaults().withHome(home(folder)));
                Receiver receiver = kernel.createMailslot("orders");
                Sender sender = kernel.openMailslot("orders")) {
            TypedReceiver<Order> orders = receiver.as(JsonCodec.of(Order.class));
            TypedSender<Order> desk = sender.as(JsonCodec.of(Order.class));
            Order order = new Order(7, "grüße \uD83D\uDE00 \"quoted\"", List.of("a", ""));

            desk.write(order);
            assertThat(orders.read()).isEqualTo(order);

            sender.write("{\"number\": 8, \"what\": \"by hand\", \"notes\": []}");
            assertThat(orders.read()).isEqualTo(new Order(8, "by hand", List.of()));

            sender.write("{\"number\": ");
            sender.write("null");
            desk.write(order);
            assertThatThrownBy(orders::read)
                    .isInstanceOf(MalformedMessageException.class)
                    .hasMessageContaining("JSON of " + Order.class.getName());
            assertThatThrownBy(orders::read).as("null is no order").isInstanceOf(MalformedMessageException.class);
            assertThat(orders.read()).isEqualTo(order);
        }
        assertThatThrownBy(() -> JsonCodec.of(null)).isInstanceOf(NullPointerException.class);
    }
}
