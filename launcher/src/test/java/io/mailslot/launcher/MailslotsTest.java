package io.mailslot.launcher;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import com.fasterxml.jackson.jr.ob.JSON;
import io.mailslot.api.ErrorCode;
import io.mailslot.api.InvalidNameException;
import io.mailslot.api.Timeouts;
import io.mailslot.inspect.CursorStatus;
import io.mailslot.inspect.HomeSnapshot;
import io.mailslot.inspect.MailslotStatus;
import io.mailslot.inspect.Unseen;
import java.io.IOException;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.OptionalInt;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class MailslotsTest {
    private static final MailslotStatus BUSY = new MailslotStatus(
            "Shop/Orders",
            false,
            400,
            Duration.ofSeconds(5),
            3,
            OptionalInt.of(12),
            List.of(17L, 18L),
            2,
            20480,
            83886080,
            67108864,
            0,
            List.of(new CursorStatus("late", false, 3, 2), new CursorStatus("shop", true, 1, 0)));
    private static final MailslotStatus IDLE = new MailslotStatus(
            "idle",
            true,
            0,
            Timeouts.FOREVER,
            0,
            OptionalInt.empty(),
            List.of(17L),
            0,
            16384,
            83886080,
            1048576,
            5,
            List.of());
    private static final Unseen UNSEEN =
            new Unseen(ErrorCode.ACCESS_DENIED, Optional.of("idle"), "cannot look: denied");
    private static final HomeSnapshot HOME = new HomeSnapshot(
            Path.of("/home/of/slots"), true, List.of(), List.of(), List.of(BUSY, IDLE), List.of(UNSEEN));

    @Test
    void shouldListEverythingInOneJsonDocument() throws IOException {
        assertThat(LsCommand.toJson(HOME))
                .isEqualTo("{\"home\":\"/home/of/slots\",\"mailslots\":["
                        + "{\"name\":\"Shop/Orders\",\"broadcast\":false,\"messages\":3,\"nextSize\":12,\"maxMessageSize\":400,"
                        + "\"readTimeoutMs\":5000,\"receivers\":[17,18],\"senders\":2,"
                        + "\"allocatedBytes\":20480,\"apparentBytes\":83886080,\"capacity\":67108864,\"missed\":0,\"durable\":true,\"cursors\":["
                        + "{\"name\":\"late\",\"open\":false,\"messages\":3,\"missed\":2},"
                        + "{\"name\":\"shop\",\"open\":true,\"messages\":1,\"missed\":0}]},"
                        + "{\"name\":\"idle\",\"broadcast\":true,\"messages\":0,\"nextSize\":null,\"maxMessageSize\":0,"
                        + "\"readTimeoutMs\":null,\"receivers\":[17],\"senders\":0,"
                        + "\"allocatedBytes\":16384,\"apparentBytes\":83886080,\"capacity\":1048576,\"missed\":5,\"durable\":false,\"cursors\":[]}],"
                        + "\"unseen\":[\"cannot look: denied\"]}");
    }

    @Test
    void shouldTellWhatWasNotSeenOfOneMailslot() {
        assertThat(Mailslots.unseenOf(HOME, IDLE)).containsExactly(UNSEEN);
        assertThat(Mailslots.unseenOf(HOME, BUSY)).isEmpty();
    }

    @Test
    void shouldDescribeCursors() {
        assertThat(BUSY.cursors())
                .extracting(Mailslots::describe)
                .containsExactly("late (closed, 3 unread, 2 missed)", "shop (open, 1 unread)");
    }

    @Test
    void shouldShowAnUnsignedMaximum() throws IOException {
        MailslotStatus unlimited = new MailslotStatus(
                "any", false, -1, Timeouts.FOREVER, 0, OptionalInt.empty(), List.of(), 0, 0, 0, 0, 0, List.of());
        Map<String, Object> object = JSON.std.mapFrom(JSON.std.asString(Mailslots.toMap(unlimited)));

        assertThat(object).containsEntry("maxMessageSize", 4294967295L);
        assertThat(Mailslots.cells(unlimited, false)).containsSequence("any", "forever", "-");
    }

    @Test
    void shouldPrintPlainNumbersForProgramsAndRoundedOnesForPeople() {
        assertThat(Mailslots.cells(BUSY, false))
                .containsExactly("Shop/Orders", "3", "12", "400", "5s", "17,18", "2", "20480", "67108864", "late,shop");
        assertThat(Mailslots.cells(BUSY, true))
                .containsExactly(
                        "Shop/Orders", "3", "12 B", "400 B", "5s", "17,18", "2", "20 KiB", "64 MiB", "late,shop");
        assertThat(Mailslots.cells(IDLE, true))
                .containsExactly("idle", "0", "-", "any", "forever", "17", "0", "16 KiB", "1 MiB", "-");
    }

    @ParameterizedTest
    @ValueSource(
            strings = {"Shop/Orders", "shop/orders", "\\\\?\\mailslot\\SHOP\\orders", "\\\\.\\mailslot\\shop\\orders"})
    void shouldFindAMailslotUnderEveryFormOfItsName(String name) {
        assertThat(HOME.mailslot(name)).contains(BUSY);
    }

    @Test
    void shouldNotFindPartsOfNames() {
        assertThat(HOME.mailslot("orders")).isEmpty();
        assertThatThrownBy(() -> HOME.mailslot("")).isInstanceOf(InvalidNameException.class);
    }
}
