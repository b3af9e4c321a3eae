package io.mailslot.remote.internal.nats;

import static org.assertj.core.api.Assertions.assertThat;

import io.mailslot.remote.internal.link.Address;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** Names in subjects: every one comes back, no two are the same, none can be mistaken for something else. */
class SubjectsTest {
    private final Subjects subjects = new Subjects("shop", "b");

    @ParameterizedTest
    @ValueSource(
            strings = {
                "orders",
                "shop/orders",
                "a.b",
                "a_b",
                "_",
                "*",
                ">",
                "two words",
                "größe",
                "注文",
                "😀",
                "A",
                "all",
                "to"
            })
    void everyNameComesBack(String name) {
        String token = Token.encode(name);

        assertThat(token).matches("[a-z0-9_-]+");
        assertThat(Token.decode(token)).contains(name);
        assertThat(subjects.parse(subjects.of(new Address(name, name, name)))).contains(new Address(name, name, name));
        assertThat(subjects.parse(subjects.of(new Address(Address.ALL, name, name))))
                .contains(new Address(Address.ALL, name, name));
    }

    @ParameterizedTest
    @ValueSource(strings = {"", "A", "a.b", "_", "_2", "_2g", "_61", "_ff", "a b", "*"})
    void noOtherTokenIsAName(String token) {
        assertThat(Token.decode(token)).isEmpty();
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "ms.shop.hello",
                "ms.other.to.b.a.orders",
                "ms.shop.to.b.a",
                "ms.shop.to.b.a.orders.x",
                "ms.shop.all.a.",
                ""
            })
    void noOtherSubjectIsAnAddress(String subject) {
        assertThat(subjects.parse(subject)).isEmpty();
    }

    @Test
    void subjectsAreAsTheyAreDocumented() {
        assertThat(subjects.of(new Address("b", "a", "shop/orders"))).isEqualTo("ms.shop.to.b.a.shop_2forders");
        assertThat(subjects.of(new Address(Address.ALL, "a", "news"))).isEqualTo("ms.shop.all.a.news");
        assertThat(subjects.stream("b")).isEqualTo("ms__shop__to__b");
        assertThat(subjects.stream(Address.ALL)).isEqualTo("ms__shop__all");
    }

    @Test
    void noTwoDomainsAndMachinesHaveOneStream() {
        assertThat(new Subjects("a__to__b", "x").stream("c")).isNotEqualTo(new Subjects("a", "x").stream("b__to__c"));
        assertThat(new Subjects("a", "x").stream("all")).isNotEqualTo(new Subjects("a", "x").stream(Address.ALL));
    }

    @Test
    void longNamesStayApartAndInsideTheBoundOfTheEngine() {
        String first = subjects.consumer("ü".repeat(250) + "1", false);
        String second = subjects.consumer("ü".repeat(250) + "2", false);

        assertThat(first).hasSizeLessThanOrEqualTo(255).isNotEqualTo(second);
        assertThat(second).hasSizeLessThanOrEqualTo(255);
    }
}
