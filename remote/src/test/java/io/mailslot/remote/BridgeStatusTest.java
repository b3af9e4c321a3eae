package io.mailslot.remote;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.regex.Pattern;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** A status of more than there is room for in an answer. */
class BridgeStatusTest {
    private static final int MANY = 10_000;
    private static final int MEBIBYTE = 1 << 20;

    private static BridgeStatus status(int outboxes, int inlets, int undelivered) {
        List<BridgeStatus.Outbox> sent = new ArrayList<>();
        for (int i = 0; i < outboxes; i++) {
            String problem = i == outboxes - 1 ? "no room" : "";
            sent.add(new BridgeStatus.Outbox(
                    "\\\\b\\mailslot\\ö" + "x".repeat(100) + i, false, 0, 0, 0, 0, 0, 0, problem));
        }
        List<BridgeStatus.Inlet> come = new ArrayList<>();
        for (int i = 0; i < inlets; i++) {
            come.add(new BridgeStatus.Inlet("orders" + i, i != inlets - 1, 0, 0, 0, 0, 0, 0, 0, 0, 0, ""));
        }
        Map<String, Long> kept = new HashMap<>();
        for (int i = 0; i < undelivered; i++) {
            kept.put("kept" + "x".repeat(100) + i, 7L);
        }
        return new BridgeStatus(
                "a",
                "shop",
                Path.of("/home"),
                BridgeStatus.State.ACTIVE,
                "",
                new BridgeStatus.Link(true, "server", 0, ""),
                sent,
                come,
                kept);
    }

    private static long count(String text, String pattern) {
        return Pattern.compile(pattern).matcher(text).results().count();
    }

    @Test
    void shouldTellAllWhereThereIsRoom() {
        BridgeStatus few = status(3, 2, 1);
        assertThat(BridgeJson.of(few, MEBIBYTE))
                .isEqualTo(few.toJson())
                .endsWith(",\"leftOut\":{\"outboxes\":0,\"inlets\":0,\"undelivered\":0}}");
        assertThat(status(MANY, MANY, MANY).toJson())
                .endsWith(",\"leftOut\":{\"outboxes\":0,\"inlets\":0,\"undelivered\":0}}");
    }

    @ParameterizedTest
    @ValueSource(ints = {10_000, 50_000, MEBIBYTE})
    void shouldTellHowManyAreLeftOutWhereThereIsNot(int bytes) {
        String json = BridgeJson.of(status(MANY, MANY, MANY), bytes);

        assertThat(json.getBytes(StandardCharsets.UTF_8)).hasSizeBetween(bytes / 2, bytes);
        long outboxes = count(json, "\"withdrawn\"");
        long inlets = count(json, "\"garbage\"");
        long kept = count(json, "\"kept");
        assertThat(List.of(outboxes, inlets, kept))
                .allSatisfy(count -> assertThat(count).isBetween(1L, MANY - 1L));
        assertThat(json)
                .endsWith(",\"leftOut\":{\"outboxes\":" + (MANY - outboxes) + ",\"inlets\":" + (MANY - inlets)
                        + ",\"undelivered\":" + (MANY - kept) + "}}");
        assertThat(json).as("the one with a problem").contains("\"problem\":\"no room\"");
        assertThat(json).as("the one that is not there").contains("\"open\":false");
    }

    @Test
    void shouldLeaveOutNoInletsForOutboxes() {
        String json = BridgeJson.of(status(MANY, 5, 5), MEBIBYTE);
        assertThat(json).contains(",\"inlets\":0,\"undelivered\":0}}");
        assertThat(count(json, "\"withdrawn\"")).isGreaterThan(MANY / 4);
    }
}
