package io.mailslot.launcher.demo;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.mailslot.api.AccessRight;
import io.mailslot.api.HandleFlag;
import io.mailslot.api.HandleInfo;
import io.mailslot.api.ObjectType;
import java.util.List;
import java.util.Set;
import org.junit.jupiter.api.Test;

class HandleTableTest {
    record Handle(
            int handle,
            ObjectType type,
            long objectId,
            String name,
            int usageCount,
            Set<AccessRight> access,
            Set<HandleFlag> flags)
            implements HandleInfo {}

    private static final HandleInfo INFO = new Handle(
            4,
            ObjectType.SENDER,
            0x10003,
            "orders",
            2,
            Set.of(AccessRight.SYNCHRONIZE, AccessRight.WRITE),
            Set.of(HandleFlag.INHERIT));

    @Test
    void shouldDrawHandles() {
        HandleTable table = new HandleTable(List.of(HandleRow.of(INFO)));

        assertThat(table.draw())
                .containsExactly(
                        "+--------+---------+--------+-------------------+---------+-------------+",
                        "| handle | object  | type   | access            | flags   | usage count |",
                        "+--------+---------+--------+-------------------+---------+-------------+",
                        "|      4 | 0x10003 | SENDER | WRITE SYNCHRONIZE | INHERIT |           2 |",
                        "+--------+---------+--------+-------------------+---------+-------------+");
    }

    @Test
    void shouldDrawAnEmptyTable() {
        assertThat(new HandleTable(List.of()).draw())
                .containsExactly(
                        "+--------+--------+------+--------+-------+-------------+",
                        "| handle | object | type | access | flags | usage count |",
                        "+--------+--------+------+--------+-------+-------------+",
                        "| (empty)                                               |",
                        "+--------+--------+------+--------+-------+-------------+");
    }

    @Test
    void shouldReadBackWhatARoleReports() {
        HandleRow row = HandleRow.of(INFO);
        assertThat(HandleRow.parse(row.cells())).isEqualTo(row);
        assertThatThrownBy(() -> HandleRow.parse(List.of("4"))).isInstanceOf(SceneFailure.class);
    }

    @Test
    void shouldShortenTheRightsToAProcess() {
        HandleInfo process = new Handle(
                8,
                ObjectType.PROCESS,
                0x10004,
                "17",
                2,
                Set.of(
                        AccessRight.SYNCHRONIZE,
                        AccessRight.TERMINATE,
                        AccessRight.DUPLICATE_HANDLE,
                        AccessRight.CREATE_PROCESS,
                        AccessRight.QUERY_INFORMATION),
                Set.of());

        assertThat(HandleRow.of(process).access()).isEqualTo("PROCESS_ALL_ACCESS");
    }

    @Test
    void shouldSayWhatIsMissing() {
        HandleTable table = new HandleTable(List.of(HandleRow.of(INFO)));
        assertThat(table.only("SENDER").handle()).isEqualTo(4);
        assertThatThrownBy(() -> table.row(8)).hasMessage("expected handle 8 in the table, got [4]");
        assertThatThrownBy(() -> table.only("RECEIVER")).hasMessage("expected one RECEIVER in the table, got 0");
    }
}
