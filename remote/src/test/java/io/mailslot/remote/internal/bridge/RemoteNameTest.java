package io.mailslot.remote.internal.bridge;

import static org.assertj.core.api.Assertions.assertThat;

import io.mailslot.remote.internal.link.Address;
import java.util.List;
import org.junit.jupiter.api.Test;

/** Names of mailslots of other machines. */
class RemoteNameTest {
    @Test
    void shouldReadTheWindowsFormWithAHost() {
        RemoteName name = RemoteName.parse("\\\\Till-1\\MAILSLOT\\Shop\\Orders").orElseThrow();
        assertThat(name).isEqualTo(new RemoteName("till-1", "Shop/Orders"));
        assertThat(name.text()).isEqualTo("\\\\till-1\\mailslot\\Shop\\Orders");
        assertThat(name.key()).isEqualTo("\\\\till-1\\mailslot\\shop\\orders");
        assertThat(RemoteName.parse(name.text())).contains(name);
    }

    @Test
    void shouldTakeNoLocalNameForOne() {
        for (String local : List.of(
                "orders",
                "shop/orders",
                "\\\\.\\mailslot\\orders",
                "\\\\*\\mailslot\\news",
                "\\\\b\\pipe\\orders",
                "\\\\b\\mailslot\\",
                "\\\\\\mailslot\\orders",
                "")) {
            assertThat(RemoteName.parse(local)).as(local).isEmpty();
        }
    }

    @Test
    void shouldLeadToTheMachineOrToAll() {
        assertThat(new RemoteName("b", "Orders").address("a", "shop")).isEqualTo(new Address("b", "a", "orders"));
        assertThat(new RemoteName("shop", "news").address("a", "shop"))
                .isEqualTo(new Address(Address.ALL, "a", "news"));
        assertThat(new RemoteName("+", "news").address("a", "shop")).isEqualTo(new Address(Address.ALL, "a", "news"));
        assertThat(new RemoteName("+", "news").isForOthers()).isTrue();
        assertThat(new RemoteName("shop", "news").isForOthers()).isFalse();
    }
}
