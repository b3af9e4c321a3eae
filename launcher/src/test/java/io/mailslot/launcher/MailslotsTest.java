package io.mailslot.launcher;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import com.fasterxml.jackson.jr.ob.JSON;
import io.mailslot.api.ErrorCode;
import io.mailslot.api.InvalidNameException;
import io.mailslot.api.MailslotInfo;
import io.mailslot.api.MailslotOptions;
import io.mailslot.api.Timeouts;
import io.mailslot.api.WhenFull;
import io.mailslot.inspect.CursorStatus;
import io.mailslot.inspect.HomeSnapshot;
import io.mailslot.inspect.MailslotStatus;
import io.mailslot.inspect.ObjectStatus;
import io.mailslot.inspect.ProcessStatus;
import io.mailslot.inspect.ReceiverStatus;
import io.mailslot.inspect.Unseen;
import java.io.IOException;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.OptionalInt;
import java.util.UUID;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class MailslotsTest {
    record Home(
            Path home,
            boolean consistent,
            List<ProcessStatus> processes,
            List<ObjectStatus> objects,
            List<MailslotStatus> mailslots,
            List<Unseen> unseen)
            implements HomeSnapshot {
        @Override
        public Instant takenAt() {
            return Instant.EPOCH;
        }

        @Override
        public int layoutVersion() {
            return 1;
        }

        @Override
        public UUID bootId() {
            return new UUID(0, 0);
        }

        @Override
        public boolean ofThisBoot() {
            return true;
        }

        @Override
        public long changes() {
            return 0;
        }

        @Override
        public boolean dirty() {
            return false;
        }

        @Override
        public boolean locked() {
            return false;
        }

        @Override
        public long lockedBy() {
            return 0;
        }

        @Override
        public Optional<Instant> lockedSince() {
            return Optional.empty();
        }
    }

    record Slot(
            String name,
            boolean broadcast,
            int maxMessageSize,
            Duration readTimeout,
            long messageCount,
            OptionalInt nextMessageSize,
            List<Long> receiverProcessIds,
            int senders,
            long allocatedBytes,
            long apparentBytes,
            long capacity,
            Optional<WhenFull> whenFull,
            long missedMessages,
            List<CursorStatus> cursors)
            implements MailslotStatus {
        @Override
        public long objectId() {
            return 1;
        }

        @Override
        public long appendedMessages() {
            return messageCount;
        }

        @Override
        public long appendedBytes() {
            return 0;
        }

        @Override
        public List<ReceiverStatus> receivers() {
            return List.of();
        }

        @Override
        public boolean sendersWait() {
            return false;
        }
    }

    record Cursor(String name, boolean open, long messageCount, long missedMessages) implements CursorStatus {}

    record Info(
            String name,
            int maxMessageSize,
            OptionalInt nextMessageSize,
            long messageCount,
            Duration readTimeout,
            long messageBytes,
            long capacity,
            WhenFull whenFull,
            long missedMessages)
            implements MailslotInfo {}

    record Blank(ErrorCode code, Optional<String> mailslot, String detail) implements Unseen {}

    private static final MailslotStatus BUSY = new Slot(
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
            Optional.of(WhenFull.WAIT),
            0,
            List.of(new Cursor("late", false, 3, 2), new Cursor("shop", true, 1, 0)));
    private static final MailslotStatus IDLE = new Slot(
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
            Optional.of(WhenFull.DROP_OLDEST),
            5,
            List.of());
    private static final Unseen UNSEEN = new Blank(ErrorCode.ACCESS_DENIED, Optional.of("idle"), "cannot look: denied");
    private static final HomeSnapshot HOME =
            new Home(Path.of("/home/of/slots"), true, List.of(), List.of(), List.of(BUSY, IDLE), List.of(UNSEEN));

    @Test
    void shouldListEverythingInOneJsonDocument() throws IOException {
        assertThat(LsCommand.toJson(HOME))
                .isEqualTo("{\"home\":\"/home/of/slots\",\"mailslots\":["
                        + "{\"name\":\"Shop/Orders\",\"broadcast\":false,\"messages\":3,\"nextSize\":12,\"maxMessageSize\":400,"
                        + "\"readTimeoutMs\":5000,\"receivers\":[17,18],\"senders\":2,"
                        + "\"allocatedBytes\":20480,\"apparentBytes\":83886080,\"capacity\":67108864,\"whenFull\":\"wait\",\"missed\":0,\"durable\":true,\"cursors\":["
                        + "{\"name\":\"late\",\"open\":false,\"messages\":3,\"missed\":2},"
                        + "{\"name\":\"shop\",\"open\":true,\"messages\":1,\"missed\":0}]},"
                        + "{\"name\":\"idle\",\"broadcast\":true,\"messages\":0,\"nextSize\":null,\"maxMessageSize\":0,"
                        + "\"readTimeoutMs\":null,\"receivers\":[17],\"senders\":0,"
                        + "\"allocatedBytes\":16384,\"apparentBytes\":83886080,\"capacity\":1048576,\"whenFull\":\"drop-oldest\",\"missed\":5,\"durable\":false,\"cursors\":[]}],"
                        + "\"unseen\":[\"cannot look: denied\"]}");
    }

    @Test
    void shouldTellWhatWasNotSeenOfOneMailslot() {
        assertThat(Mailslots.unseenOf(HOME, IDLE)).containsExactly(UNSEEN);
        assertThat(Mailslots.unseenOf(HOME, BUSY)).isEmpty();
    }

    @Test
    void shouldTellWhatWasAskedForInVain() {
        MailslotOptions asked = MailslotOptions.defaults().withCapacity(1 << 20).withMaxMessageSize(400);
        MailslotInfo waiting = info(0, 1 << 21, WhenFull.WAIT);
        MailslotInfo dropping = info(400, 1 << 20, WhenFull.DROP_OLDEST);

        assertThat(Mailslots.inVain(asked, dropping)).isEmpty();
        assertThat(Mailslots.inVain(asked.withWhenFull(WhenFull.DROP_OLDEST), dropping))
                .isEmpty();
        assertThat(Mailslots.inVain(MailslotOptions.defaults(), waiting)).isEmpty();
        assertThat(Mailslots.inVain(asked.withWhenFull(WhenFull.DROP_OLDEST), waiting))
                .containsExactly(
                        "--max-size 400 (it takes any)",
                        "--capacity 1048576 (it has 2097152)",
                        "--drop-oldest (senders wait when it is full)");
    }

    private static MailslotInfo info(int maxMessageSize, long capacity, WhenFull whenFull) {
        return new Info("news", maxMessageSize, OptionalInt.empty(), 0, Timeouts.FOREVER, 0, capacity, whenFull, 0);
    }

    @Test
    void shouldDescribeCursors() {
        assertThat(BUSY.cursors())
                .extracting(Mailslots::describe)
                .containsExactly("late (closed, 3 unread, 2 missed)", "shop (open, 1 unread)");
    }

    @Test
    void shouldShowAnUnsignedMaximum() throws IOException {
        MailslotStatus unlimited = new Slot(
                "any",
                false,
                -1,
                Timeouts.FOREVER,
                0,
                OptionalInt.empty(),
                List.of(),
                0,
                0,
                0,
                -1,
                Optional.empty(),
                0,
                List.of());
        Map<String, Object> object = JSON.std.mapFrom(JSON.std.asString(Mailslots.toMap(unlimited)));

        assertThat(object).containsEntry("maxMessageSize", 4294967295L);
        assertThat(Mailslots.toMap(unlimited)).containsEntry("whenFull", null);
        assertThat(Mailslots.cells(unlimited, false)).containsSequence("any", "forever", "-");
    }

    @Test
    void shouldPrintPlainNumbersForProgramsAndRoundedOnesForPeople() {
        assertThat(Mailslots.cells(BUSY, false))
                .containsExactly(
                        "Shop/Orders", "3", "12", "400", "5s", "17,18", "2", "20480", "67108864", "wait", "late,shop");
        assertThat(Mailslots.cells(BUSY, true))
                .containsExactly(
                        "Shop/Orders",
                        "3",
                        "12 B",
                        "400 B",
                        "5s",
                        "17,18",
                        "2",
                        "20 KiB",
                        "64 MiB",
                        "wait",
                        "late,shop");
        assertThat(Mailslots.cells(IDLE, true))
                .containsExactly("idle", "0", "-", "any", "forever", "17", "0", "16 KiB", "1 MiB", "drop-oldest", "-");
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
